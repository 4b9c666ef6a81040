import { shortDigest } from "../text/creationMarker";
import { parseReply, signingKeysSchema } from "../payloads/schemas";
import type { Transport } from "../transport/transport";

/** The keys identify a GitLab; nothing else may wait long for them. */
const PATIENCE_MS = 5_000;

/**
 * `GET /oauth/discovery/keys`: the public keys that this GitLab signs its tokens with. They are its
 * own, whichever address it is reached by, and anybody may read them.
 *
 * @returns a digest of each key, 16 hexadecimal digits.
 * @see https://docs.gitlab.com/integration/openid_connect_provider/ and
 *   app/controllers/jwks_controller.rb in GitLab's source
 */
export async function listSigningKeys(send: Transport): Promise<readonly string[]> {
  const operation = "read the signing keys";
  const { body } = await send({
    operation,
    method: "GET",
    // It lies beside the API, below the same root.
    path: "../../oauth/discovery/keys",
    authenticated: false,
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const { keys } = parseReply(signingKeysSchema, body, operation);
  return keys.map(({ kid }) => shortDigest([kid])).sort();
}
