import type { ResetTokenPayload } from "../../gitlab";
import { isSameSecond, toTheSecond } from "../../gitlab/text/times";

/**
 * The outputs of a token that the stack gets now. Its expiry is kept apart from that of GitLab's
 * present token, which is another once gitlab-runner has rotated it.
 */
export function obtainedToken({ token, token_expires_at }: ResetTokenPayload): {
  token: string;
  tokenExpiresAt: string | undefined;
  __tokenExpiresAt: string | undefined;
  tokenObtainedAt: string;
} {
  const expiresAt = token_expires_at ?? undefined;
  return {
    token,
    tokenExpiresAt: expiresAt,
    __tokenExpiresAt: expiresAt,
    tokenObtainedAt: new Date().toISOString(),
  };
}

/** How a state holds that its token never expires, where GitLab's is another one that does. */
const NEVER = "never";

/** What a state holds of when tokens expire, ISO 8601. */
export interface TokenExpiries {
  /** Of the token that GitLab has. */
  tokenExpiresAt?: string | undefined;
  /** Of the token in the state, or `never`; absent where it is GitLab's. */
  __tokenExpiresAt?: string | undefined;
}

/** When the token in the state expires; undefined for never. */
export function heldExpiry({
  tokenExpiresAt,
  __tokenExpiresAt = tokenExpiresAt,
}: TokenExpiries): string | undefined {
  return __tokenExpiresAt === NEVER ? undefined : __tokenExpiresAt;
}

/** The expiries of a state, with what GitLab reports now; before 19 it reports none. */
export function refreshedExpiries(
  state: TokenExpiries,
  present: Readonly<Record<string, unknown>>,
): TokenExpiries {
  const { tokenExpiresAt, __tokenExpiresAt } = state;
  if (!Object.hasOwn(present, "tokenExpiresAt")) return { tokenExpiresAt, __tokenExpiresAt };
  const exactly = present["tokenExpiresAt"] as string | undefined;
  // GraphQL reports it to the second, and REST's is to be the same.
  const reported = exactly === undefined ? undefined : toTheSecond(exactly);
  if (sameInstant(reported, tokenExpiresAt)) return { tokenExpiresAt, __tokenExpiresAt };
  return { tokenExpiresAt: reported, __tokenExpiresAt: heldExpiry(state) ?? NEVER };
}

/** Whether two expiries are the same, to the second; null and undefined are both never. */
export function sameInstant(
  one: string | null | undefined,
  other: string | null | undefined,
): boolean {
  if (one == null || other == null) return (one ?? undefined) === (other ?? undefined);
  return isSameSecond(one, other);
}
