import { isDeepStrictEqual } from "node:util";
import { shown } from "../../gitlab/text/shown";
import type { Properties } from "../values/operation";
import { isUnknown } from "../values/unknown";
import { heldExpiry, sameInstant } from "./heldToken";
import type { Rotation } from "./rotationSchema";
import type { StoredOutputs } from "./runnerMapping";

/*
 * When a runner's token is to be rotated, by what the state holds of the token. Nothing here asks
 * GitLab or the clock.
 */

export const DAY_MS = 24 * 60 * 60 * 1000;

/** By which our clock and GitLab's may differ. */
const LEEWAY_MS = 60 * 60 * 1000;

/** A time at which a token is to be rotated. */
export interface RotationDate {
  readonly atMs: number;
  /** "30 days after …", for the user. */
  readonly why: string;
}

/** What inputs or outputs say of the rotation, as far as that is known before the apply. */
export function rotationOf({ rotation }: Properties): Rotation | undefined {
  if (typeof rotation !== "object" || rotation === null) return undefined;
  return Object.fromEntries(Object.entries(rotation).filter(([, option]) => !isUnknown(option)));
}

/** Whether a time decides when a rotation is due. */
export function isTimed({ everyDays, beforeExpiryDays }: Rotation): boolean {
  return everyDays !== undefined || beforeExpiryDays !== undefined;
}

/** When the token of a state is to be rotated next; undefined where no time decides it. */
export function nextRotation(
  state: StoredOutputs,
  { everyDays, beforeExpiryDays }: Rotation,
): RotationDate | undefined {
  const dates: RotationDate[] = [];
  const born = everyDays === undefined ? undefined : birthOf(state);
  if (everyDays !== undefined && born)
    dates.push({
      atMs: born.atMs + everyDays * DAY_MS,
      why: `${days(everyDays)} after ${born.what} (rotation.everyDays)`,
    });
  const expiresAt = presentExpiry(state);
  if (beforeExpiryDays !== undefined && expiresAt !== undefined)
    dates.push({
      atMs: Date.parse(expiresAt) - beforeExpiryDays * DAY_MS,
      why: `${days(beforeExpiryDays)} before its token expires (rotation.beforeExpiryDays)`,
    });
  return dates.sort((one, other) => one.atMs - other.atMs)[0];
}

/** The output `nextRotationAt`, ISO 8601. */
export function nextRotationAt(state: StoredOutputs): string | undefined {
  const rotation = rotationOf(state);
  const next = rotation && nextRotation(state, rotation);
  return next && instantOf(next);
}

export function instantOf({ atMs }: RotationDate): string {
  return new Date(atMs).toISOString();
}

/**
 * What changed among the keepers, for the user; undefined for nothing. The first keepers of a runner are
 * only noted, and leaving all of them out changes nothing.
 */
export function changedKeepers(state: StoredOutputs, news: Properties): string | undefined {
  const before = rotationOf(state)?.keepers;
  const { keepers: after } = (news["rotation"] ?? {}) as { keepers?: Readonly<Properties> };
  if (before === undefined || after === undefined || isDeepStrictEqual(before, after))
    return undefined;
  if (isUnknown(after)) return "its keepers are not known before the apply (rotation.keepers)";
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = names.filter((name) => before[name] !== after[name]).map((name) => shown(name));
  const few = changed.slice(0, 3).join(", ");
  const more = changed.length > 3 ? ` and ${changed.length - 3} more` : "";
  return `of a change of the ${changed.length === 1 ? "keeper" : "keepers"} ${few}${more} (rotation.keepers)`;
}

/**
 * Whether gitlab-runner has rotated the token itself since the stack got the one in the state. It does so
 * only with a token that expires.
 */
export function isRotatedElsewhere(state: StoredOutputs): boolean {
  const held = heldExpiry(state);
  const { tokenExpiresAt: present } = state;
  return held !== undefined && present !== undefined && !sameInstant(present, held);
}

/** How long GitLab lets the runner's tokens live, as far as the state shows it. */
export function tokenLifeMs(state: StoredOutputs): number | undefined {
  const { tokenObtainedAt, __origin: origin } = state;
  const held = heldExpiry(state);
  if (held === undefined || typeof tokenObtainedAt !== "string") return undefined;
  // An expiry that the program declares is that of the first token only.
  return sameInstant(held, origin.tokenExpiresAt)
    ? undefined
    : Date.parse(held) - Date.parse(tokenObtainedAt);
}

/** Why a rotation does not go with how long the tokens live; undefined where it does. */
export function misfitReason(
  { everyDays, beforeExpiryDays }: Rotation,
  lifeMs: number,
): string | undefined {
  const life = days(Math.round((lifeMs / DAY_MS) * 10) / 10);
  const most = Math.ceil((lifeMs - LEEWAY_MS) / DAY_MS) - 1;
  const wayOut =
    most < 1
      ? "Leave rotation to gitlab-runner, which does it itself"
      : `Give ${days(most)} or fewer`;
  if (beforeExpiryDays !== undefined && beforeExpiryDays > most)
    return (
      `beforeExpiryDays is ${beforeExpiryDays}, and GitLab lets the runner's tokens live ${life}: ` +
      `each up would rotate again. ${wayOut}`
    );
  if (beforeExpiryDays === undefined && everyDays !== undefined && everyDays > most)
    return (
      `everyDays is ${everyDays}, and GitLab lets the runner's tokens live ${life}: ` +
      `the token would expire before it is rotated. ${wayOut}`
    );
  return undefined;
}

/** GitLab's token is the one that counts once gitlab-runner has rotated it. */
function presentExpiry(state: StoredOutputs): string | undefined {
  return isRotatedElsewhere(state) ? state.tokenExpiresAt : heldExpiry(state);
}

/** When the runner's present token came to be, or the earliest that this may have been. */
function birthOf(state: StoredOutputs): { atMs: number; what: string } | undefined {
  const { tokenObtainedAt, tokenExpiresAt, createdAt } = state;
  const lifeMs = tokenLifeMs(state);
  if (isRotatedElsewhere(state) && tokenExpiresAt !== undefined && lifeMs !== undefined)
    return {
      atMs: Date.parse(tokenExpiresAt) - lifeMs,
      what: "gitlab-runner rotated its token itself",
    };
  if (typeof tokenObtainedAt === "string")
    return { atMs: Date.parse(tokenObtainedAt), what: "the stack got its token" };
  if (typeof createdAt === "string")
    return {
      atMs: Date.parse(createdAt),
      what: "its creation, as the state does not have the age of its token",
    };
  return undefined;
}

function days(count: number): string {
  return `${count} ${count === 1 ? "day" : "days"}`;
}
