import type { IncomingMessage, ServerResponse } from "node:http";

/** What a fault answers with, or does to the connection. */
export type FaultAnswer =
  /** The request is served as usual, with a wait before it or before its answer. */
  | { kind: "latency"; milliseconds: number }
  | { kind: "status"; status: number; body?: unknown; headers?: Record<string, string> }
  /** A list of runners without those that are younger, as of a replica that is behind. */
  | { kind: "stale"; milliseconds: number }
  /** The connection ends without an answer. */
  | { kind: "reset" }
  /** The headers promise more than comes. */
  | { kind: "truncated" }
  /** 200 with a body that is no JSON. */
  | { kind: "malformed" }
  /** The HTML page of a proxy in front. */
  | { kind: "proxyPage"; status: number };

export type Fault = FaultAnswer & {
  /** Any method, if left out. */
  method?: string;
  /**
   * Below `/api/v4`, `:name` stands for one segment: `/runners/:id`. GraphQL's is `/api/graphql`. Any
   * path, if left out.
   */
  path?: string;
  /** Whether GitLab does what was asked before the fault; "before" (the effect) if left out. */
  when?: "before" | "after";
  /** How many requests it hits; 1 if left out. */
  times?: number;
  /** How many matching requests pass unharmed first; 0 if left out. */
  skip?: number;
};

/** The faults to come; each hits its number of matching requests, the oldest first. */
export class Faults {
  #pending: { fault: Fault; left: number; skip: number }[] = [];

  add(fault: Fault): void {
    if (fault.times === 0) return;
    this.#pending.push({ fault, left: fault.times ?? 1, skip: fault.skip ?? 0 });
  }

  clear(): void {
    this.#pending = [];
  }

  /** The fault that hits a request, used up by it. */
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
  if (fault.path === undefined) return true;
  const wanted = fault.path.split("/");
  const segments = path.replace(/^\/api\/v4/, "").split("/");
  return (
    wanted.length === segments.length &&
    wanted.every((part, index) => part.startsWith(":") || part === segments[index])
  );
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
