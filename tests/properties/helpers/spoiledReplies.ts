import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";

import fc from "fast-check";

import { hostile } from "./hostile";

/** Stands in wrong replies, so that a message that quotes a value is known by it. */
export const SENTINEL = "glrt-sentinelvalue";

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** What is done to a reply; `at` picks a place in it. */
export type Spoiling =
  | { readonly kind: "remove" | "rename" | "wrap" | "list" | "add"; readonly at: number }
  | { readonly kind: "replace"; readonly at: number; readonly by: unknown }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "headers"; readonly headers: Readonly<Record<string, string>> };

// Every place is as likely as any other, however many there are.
const at = fc.noBias(fc.nat({ max: 999_999 }));

export const spoiling: fc.Arbitrary<Spoiling> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom("remove", "rename"), at }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("wrap", "list", "add"), at }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("replace" as const),
      at,
      by: fc.oneof(hostile, fc.constant(SENTINEL)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("text" as const),
      text: fc.constantFrom("", "null", "[]", "{}", "0", '"x"', "<html>", '{"id":', "\0", "[null]"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("headers" as const),
      headers: fc.dictionary(
        fc.constantFrom("x-total-pages", "x-next-page", "x-total", "link"),
        fc.constantFrom(
          "",
          "-1",
          "0",
          "1",
          "2",
          "1.5",
          "1e9",
          "Infinity",
          "NaN",
          "x",
          '<http://elsewhere.example/?cursor=x>; rel="next"',
          '<not a url>; rel="next"',
        ),
        { minKeys: 1 },
      ),
    }),
  },
);

/** All places in a value, the outermost first. */
function places(value: Json, path: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [[...path]];
  const inner = Object.entries(value).flatMap(([key, item]) => places(item, [...path, key]));
  return [[...path], ...inner];
}

/** The JSON of a value with a change at one place. */
export function spoil(text: string, how: Spoiling): string {
  if (how.kind === "headers") return text;
  if (how.kind === "text") return how.text;
  const body = JSON.parse(text) as Json;
  const all = places(body);
  const place = all[how.at % all.length] ?? [];
  const change = (value: Json, path: readonly (string | number)[]): Json | undefined => {
    const [key, ...rest] = path;
    if (key === undefined) return changed(value, how);
    const entries = Object.entries(value as object).flatMap(([name, item]: [string, Json]) => {
      if (name !== String(key)) return [[name, item] as const];
      if (rest.length === 0 && how.kind === "rename") return [[`${name}_`, item] as const];
      const after = change(item, rest);
      return after === undefined ? [] : [[name, after] as const];
    });
    return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
  };
  const spoiled = change(body, place);
  return spoiled === undefined ? "" : JSON.stringify(spoiled);
}

function changed(
  value: Json,
  how: Exclude<Spoiling, { kind: "text" | "headers" }>,
): Json | undefined {
  switch (how.kind) {
    case "remove":
    case "rename":
      return undefined;
    case "wrap":
      return { value };
    case "list":
      return [value];
    case "add":
      return typeof value === "object" && value !== null && !Array.isArray(value)
        ? { ...value, unheard_of: SENTINEL, toString: SENTINEL }
        : value;
    case "replace":
      return how.by as Json;
  }
}

/** Stands between a client and GitLab and spoils one reply, or the headers of all. */
export class SpoilingProxy {
  requests = 0;
  #how: Spoiling | undefined;
  #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(target: string): Promise<SpoilingProxy> {
    const server = createServer();
    const proxy = new SpoilingProxy(server);
    server.on("request", (request, reply) => {
      void (async () => {
        proxy.requests += 1;
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const { method = "GET", url = "" } = request;
        const { authorization = "", "runner-token": token = "" } = request.headers;
        const answer = await fetch(target + url, {
          method,
          headers: {
            "content-type": "application/json",
            ...(authorization !== "" && { authorization }),
            ...(token !== "" && { "runner-token": String(token) }),
          },
          ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
        });
        const text = await answer.text();
        const how = answer.ok ? proxy.#how : undefined;
        if (how !== undefined && how.kind !== "headers") proxy.#how = undefined;
        for (const name of ["x-total", "x-total-pages", "x-next-page", "link"])
          if (answer.headers.has(name)) reply.setHeader(name, answer.headers.get(name) ?? "");
        if (how?.kind === "headers")
          for (const [name, value] of Object.entries(how.headers)) reply.setHeader(name, value);
        reply.statusCode = answer.status;
        reply.end(how === undefined || text === "" ? text : spoil(text, how));
      })();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The next reply that is no error. */
  spoilNext(how: Spoiling | undefined): void {
    this.#how = how;
    this.requests = 0;
  }

  async close(): Promise<void> {
    await new Promise((resolve) => {
      this.#server.close(resolve);
      this.#server.closeAllConnections();
    });
  }
}
