import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";

import type { Instance } from "../instance";
import { isExpired } from "../rules/tokenExpiry";
import type { Job } from "../store/records";
import { givenToken, isValid } from "./authentication";
import { ApiError } from "./errors";
import { type RawParams, readParams } from "./params";

/** For whom GitLab's throttles count a request. */
export type Requester =
  | { kind: "user"; id: number; byJobToken: boolean }
  /** A runner's own token; no throttle counts it. */
  | { kind: "runner" }
  | { kind: "nobody"; address: string };

/**
 * Who asks, as far as throttles go: GitLab's lib/gitlab/auth/request_authenticator.rb. It is known
 * before any route is looked for, and knows an access token by the scopes `api` and `read_api` only,
 * and a runner by the parameter `token` only.
 */
export async function requesterOf(c: Context, { store, clock }: Instance): Promise<Requester> {
  const params = await paramsOf(c);
  const given = givenToken(c, params);
  if (given !== undefined) {
    const token = store.accessTokens.find((each) => each.token === given);
    if (token && isValid(token, clock.now()) && token.scopes.some((scope) => COUNTED.has(scope)))
      return { kind: "user", id: token.user_id, byJobToken: false };
  } else {
    const user_id = jobOf(c, params, store)?.user_id;
    if (user_id != null) return { kind: "user", id: user_id, byJobToken: true };
  }
  const { token } = params;
  const runner = typeof token === "string" ? store.runnerByToken(token) : undefined;
  if (runner && !isExpired(runner, clock.now())) return { kind: "runner" };
  return { kind: "nobody", address: addressOf(c) };
}

const COUNTED = new Set(["api", "read_api"]);

async function paramsOf(c: Context): Promise<RawParams> {
  try {
    return await readParams(c);
  } catch (error) {
    // The route will refuse it; until then it is a request without a token.
    if (error instanceof ApiError) return {};
    throw error;
  }
}

function jobOf(c: Context, params: RawParams, store: Instance["store"]): Job | undefined {
  const token = params["job_token"] ?? params["token"] ?? c.req.header("job-token");
  if (typeof token !== "string" || token === "") return undefined;
  return store.jobs.find((job) => job.token === token && job.status === "running");
}

/** The peer's address; behind a proxy on this machine the one that the proxy names. */
function addressOf({ env, req }: Context): string {
  const peer = (env as HttpBindings).incoming.socket.remoteAddress ?? "";
  const named = req.header("x-forwarded-for")?.split(",").at(-1)?.trim();
  return LOOPBACK.test(peer) && named ? named : peer;
}

const LOOPBACK = /^(?:(?:::ffff:)?127\.|::1$)/;
