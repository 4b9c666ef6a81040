import type { Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

import type { Instance } from "../instance";
import { Policy } from "../rules/policies";
import { authenticate, type ExtraScopes } from "./authentication";
import { type ParamRules, type Params, type RawParams, applyRules, readParams } from "./params";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** What a handler gets. */
export interface Request<Rules extends ParamRules> {
  c: Context;
  params: Params<Rules>;
  /** All that was sent, declared or not. */
  raw: RawParams;
  now: Date;
}

export interface UserRequest<Rules extends ParamRules> extends Request<Rules> {
  policy: Policy;
}

/** An answer with a body, or nothing more than a status. */
export interface Answer {
  status: ContentfulStatusCode | 204;
  body?: unknown;
  headers?: Record<string, string>;
}

export const ok = (body: unknown, headers?: Record<string, string>): Answer =>
  headers ? { status: 200, body, headers } : { status: 200, body };
export const created = (body: unknown): Answer => ({ status: 201, body });
export const accepted = (): Answer => ({ status: 202, body: { message: "202 Accepted" } });
export const noContent = (headers?: Record<string, string>): Answer =>
  headers ? { status: 204, headers } : { status: 204 };

/** Adds routes to the server: each authenticates, checks its parameters and then acts. */
export class Routes {
  constructor(
    private readonly app: Hono,
    readonly instance: Instance,
  ) {}

  /** A route for users and their access tokens; authentication comes before the parameters. */
  user<const Rules extends ParamRules>(
    method: Method,
    path: string,
    options: { scopes?: ExtraScopes; params: Rules },
    act: (request: UserRequest<Rules>) => Answer,
  ): void {
    this.app.on(method, path, async (c) => {
      const raw = await readParams(c);
      const caller = authenticate(c, raw, options.scopes ?? [], this.instance);
      const params = applyRules(raw, options.params);
      const policy = new Policy(caller, this.instance);
      return send(c, act({ c, raw, params, policy, now: this.instance.clock.now() }));
    });
  }

  /** A route whose parameters hold all the credentials there are; GitLab's also take text. */
  open<const Rules extends ParamRules>(
    method: Method,
    path: string,
    params: Rules,
    act: (request: Request<Rules>) => Answer | Promise<Answer>,
  ): void {
    this.app.on(method, path, async (c) => {
      const raw = await readParams(c, true);
      const request = { c, raw, params: applyRules(raw, params), now: this.instance.clock.now() };
      return send(c, await act(request));
    });
  }
}

function send(c: Context, { status, body, headers }: Answer): Response {
  if (status === 204) return c.body(null, 204, headers);
  if (typeof body === "string")
    return c.body(body, status, { "content-type": "text/plain", ...headers });
  return c.body(JSON.stringify(body), status, { "content-type": "application/json", ...headers });
}
