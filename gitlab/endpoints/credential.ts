import { UnexpectedReplyError } from "../transport/errors";
import {
  type AccessTokenPayload,
  type UserPayload,
  accessTokenSchema,
  parseReply,
  userSchema,
} from "../payloads/schemas";
import type { Transport } from "../transport/transport";

/** `GET /personal_access_tokens/self`: any personal, group or project access token may ask. */
export async function getOwnAccessToken(send: Transport): Promise<AccessTokenPayload> {
  const operation = "read the access token's own details";
  const { body } = await send({ operation, method: "GET", path: "personal_access_tokens/self" });
  return ofGitLab(() => parseReply(accessTokenSchema, body, operation));
}

/** `GET /user`. */
export async function getCurrentUser(send: Transport): Promise<UserPayload> {
  const operation = "read the user of the token";
  const { body } = await send({ operation, method: "GET", path: "user", isEverywhere: true });
  return ofGitLab(() => parseReply(userSchema, body, operation));
}

/** What answers something else here, which has been the same in all versions, is no GitLab. */
function ofGitLab<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UnexpectedReplyError)) throw error;
    throw new UnexpectedReplyError(error.message, { mistake: "certain", cause: error });
  }
}
