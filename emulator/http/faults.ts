import type { IncomingMessage, ServerResponse } from "node:http";

import { matchesPattern } from "./pathPattern";

/** The answer of a fault, or what the fault does to the connection. */
export type FaultAnswer =
  /** The server answers as usual, after a wait. `when` says where the wait is. */
  | { kind: "latency"; milliseconds: number }
  /** The server answers with this status. */
  | { kind: "status"; status: number; body?: unknown; headers?: Record<string, string> }
  /** A list of runners without the runners of the last milliseconds, as from a replica that lags. */
  | { kind: "stale"; milliseconds: number }
  /** The connection ends without an answer. */
  | { kind: "reset" }
  /** The body is shorter than its `Content-Length`, and the connection ends. */
  | { kind: "truncated" }
  /** The body is not valid JSON. */
  | { kind: "malformed" }
  /** The HTML page of a proxy in front of GitLab. */
  | { kind: "proxyPage"; status: number };

/** A fault, and the requests that it hits. */
export type Fault = FaultAnswer & {
  /** The method of the requests. Any method by default. */
  method?: string;
  /**
   * The path of the requests, below `/api/v4`. `:name` stands for one segment, as in `/runners/:id`,
   * which does not match `/runners/all`.
   * The path of GraphQL is `/api/graphql`. Any path by default.
   */
  path?: string;
  /**
   * Whether the fault comes before or after the request takes effect. "before" by default: the request
   * has no effect.
   */
  when?: "before" | "after";
  /** How many requests the fault hits. 1 by default. */
  times?: number;
  /** How many matching requests pass before the fault hits. 0 by default. */
  skip?: number;
};

/** The faults that are still to come. Each hits as many matching requests as its `times`, the oldest fault first. */
export class Faults {
  #pending: { fault: Fault; left: number; skip: number }[] = [];

  /** Adds a fault for later requests. */
  add(fault: Fault): void {
    if (fault.times === 0) return;
    this.#pending.push({ fault, left: fault.times ?? 1, skip: fault.skip ?? 0 });
  }

  /** Removes all faults. */
  clear(): void {
    this.#pending = [];
  }

  /** Returns the fault that hits a request, and counts it as used. */
  take(method: string, path: string): Fault | undefined {
    for (const entry of this.#pending) {
      if (!matches(entry.fault, method, path)) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      entry.left -= 1;
      if (entry.left === 0) this.#pending = this.#pending.filter((other) => other !== entry);
      return entry.fault;
    }
    return undefined;
  }
}

function matches(fault: Fault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method !== method) return false;
  return fault.path === undefined || matchesPattern(fault.path, path);
}

/**
 * Answers with a fault.
 *
 * @param regular - What GitLab would have answered; there is none when the fault comes first.
 */
export function answerWithFault(
  fault: Exclude<FaultAnswer, { kind: "latency" | "stale" }>,
  connection: { incoming: IncomingMessage; outgoing: ServerResponse },
  regular: { status: number; body: string } | undefined,
): void {
  const { outgoing, incoming } = connection;
  switch (fault.kind) {
    case "reset":
      incoming.socket.resetAndDestroy();
      return;
    case "status":
      outgoing.writeHead(fault.status, { "content-type": "application/json", ...fault.headers });
      outgoing.end(JSON.stringify(fault.body ?? { message: `${fault.status}` }));
      return;
    case "truncated": {
      const body = regular?.body ?? '{"id":1,"description":"runner"}';
      outgoing.writeHead(regular?.status ?? 200, {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
      });
      outgoing.write(body.slice(0, Math.floor(body.length / 2)), () => incoming.socket.destroy());
      return;
    }
    case "malformed":
      outgoing.writeHead(regular?.status ?? 200, { "content-type": "application/json" });
      outgoing.end('{"id": 1, "description": ');
      return;
    case "proxyPage":
      outgoing.writeHead(fault.status, { "content-type": "text/html" });
      outgoing.end(
        `<html><head><title>${fault.status} Bad Gateway</title></head><body><h1>${fault.status} Bad Gateway</h1></body></html>`,
      );
  }
}
