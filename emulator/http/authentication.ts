import type { Context } from "hono";

import type { Instance } from "../instance";
import type { Caller } from "../rules/policies";
import type { AccessToken } from "../store/records";
import { graphqlError, insufficientScope, invalidToken, unauthorized } from "./errors";
import type { RawParams } from "./params";

/** Scopes that a route takes besides `api`, and `read_api` when it only reads. */
export type ExtraScopes = readonly ("manage_runner" | "create_runner" | "read_user" | "any")[];

/**
 * Who asks.
 *
 * @throws ApiError 401 without a valid token; 403 when the token's scopes don't suffice.
 */
export function authenticate(
  c: Context,
  params: RawParams,
  extra: ExtraScopes,
  instance: Instance,
): Caller {
  const { store, clock, features } = instance;
  const given = givenToken(c, params);
  if (given === undefined) throw unauthorized();
  const token = store.accessTokens.find((each) => each.token === given);
  const user = token && store.users.get(token.user_id);
  if (!user) throw unauthorized();
  if (token.revoked)
    throw invalidToken("Token was revoked. You have to re-authorize from the user.");
  if (!isValid(token, clock.now()))
    throw invalidToken("Token is expired. You can either do re-authorization or token refresh.");

  if (extra.includes("any")) return { user, token };
  const reads = c.req.method === "GET" || c.req.method === "HEAD";
  const allowed = [
    "api",
    ...(reads ? ["read_api"] : []),
    ...extra.filter((scope) => scope !== "manage_runner" || features.manageRunnerScope),
  ];
  if (!token.scopes.some((scope) => allowed.includes(scope))) throw insufficientScope(allowed);
  return { user, token };
}

/** Of requests that are not anonymous for GraphQL, whichever of its tokens is good there. */
const TOKEN_HEADERS = ["private-token", "job-token", "deploy-token"];
const TOKEN_PARAMETERS = ["private_token", "job_token", "token"];

/**
 * Who asks by GraphQL; undefined without a token.
 *
 * @throws ApiError 401 for a token that is not valid, is not a user's or has neither of the two scopes.
 */
export function graphqlCaller(
  c: Context,
  params: RawParams,
  { store, clock }: Instance,
): Caller | undefined {
  const given = givenToken(c, params);
  const isAnonymous =
    given === undefined &&
    TOKEN_HEADERS.every((name) => c.req.header(name) === undefined) &&
    TOKEN_PARAMETERS.every((name) => params[name] === undefined);
  if (isAnonymous) return undefined;
  const token = store.accessTokens.find((each) => each.token === given);
  const user = token && store.users.get(token.user_id);
  const scopes = ["api", "read_api"];
  if (!user || !isValid(token, clock.now()) || !token.scopes.some((each) => scopes.includes(each)))
    throw graphqlError(401, "Invalid token");
  return { user, token };
}

/** Whether a token is neither revoked nor expired. */
export function isValid({ revoked, expires_at }: AccessToken, now: Date): boolean {
  return !revoked && (expires_at === null || expires_at > now.toISOString().slice(0, 10));
}

/** The access token of a request. */
export function givenToken(c: Context, params: RawParams): string | undefined {
  const bearer = /^Bearer\s+(.+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  const parameter = params["private_token"] ?? params["access_token"];
  const given = c.req.header("private-token") ?? bearer ?? parameter;
  return typeof given === "string" && given !== "" ? given : undefined;
}
