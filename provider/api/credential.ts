import {
  type AccessTokenPayload,
  type UserPayload,
  accessTokenSchema,
  parseReply,
  userSchema,
} from "./schemas";
import type { Transport } from "./transport";

/** `GET /personal_access_tokens/self`: any personal, group or project access token may ask. */
export async function getOwnAccessToken(send: Transport): Promise<AccessTokenPayload> {
  const operation = "read the access token's own details";
  const { body } = await send({ operation, method: "GET", path: "personal_access_tokens/self" });
  return parseReply(accessTokenSchema, body, operation);
}

/** `GET /user`. */
export async function getCurrentUser(send: Transport): Promise<UserPayload> {
  const operation = "read the user of the token";
  const { body } = await send({ operation, method: "GET", path: "user" });
  return parseReply(userSchema, body, operation);
}
