import { GitLabError } from "../../gitlab";
import { unlessGone } from "../../gitlab/transport/unlessGone";
import type { Context } from "../context/context";
import { heldExpiry } from "../runner/heldToken";
import {
  DAY_MS,
  changedKeepers,
  instantOf,
  isRotatedElsewhere,
  isTimed,
  misfitReason,
  nextRotation,
  rotationOf,
  tokenLifeMs,
} from "../runner/rotation";
import type { Rotation } from "../runner/rotationSchema";
import { type StoredOutputs, detailsToState } from "../runner/runnerMapping";
import { refreshedState } from "../runner/runnerReading";
import type { Properties } from "../values/operation";

/** A rotation that the next apply does. */
export interface DueRotation {
  readonly strategy: "replace" | "reset";
  /** Whether the inputs show it; a time that has come is in none. */
  readonly isInInputs: boolean;
}

/**
 * Whether the token of a runner is to be rotated now, which the user is shown with the reason.
 *
 * @throws {GitLabError} for a rotation that does not go with how long the runner's tokens live.
 */
export async function dueRotation(
  context: Context,
  id: string,
  state: StoredOutputs,
  news: Properties,
): Promise<DueRotation | undefined> {
  const rotation = rotationOf(news);
  // A refresh only compares what the state has with itself.
  if (!rotation || !context.program.isRunning) return undefined;
  refuseMisfit(id, state, rotation);
  const { strategy = "replace" } = rotation;
  const keepers = changedKeepers(state, news);
  const why = keepers ?? (await timeOf(context, id, state, rotation));
  if (why === undefined) return undefined;
  context.warn(
    strategy === "replace"
      ? `the token of runner ${id} is rotated because ${why}: up creates a new runner with the same ` +
          "settings, and deletes this one last"
      : `the token of runner ${id} is rotated because ${why}: up resets it, and every machine with ` +
          "the old token takes no more jobs until it has the new one",
  );
  return { strategy, isInInputs: keepers !== undefined };
}

/**
 * Warns in the last quarter of a token's life if no time rotates it. A gitlab-runner that `register` set up has
 * rotated it itself by then, but a `config.toml` of this package has gitlab-runner keep it.
 */
export function warnOfExpiry(
  { warn, program }: Context,
  id: string,
  state: StoredOutputs,
  news: Properties,
): void {
  const expiresAt = heldExpiry(state);
  // A program that declares the expiry knows of it.
  const lifeMs = tokenLifeMs(state);
  if (!program.isRunning || isTimed(rotationOf(news) ?? {}) || isRotatedElsewhere(state)) return;
  if (expiresAt === undefined || lifeMs === undefined) return;
  const leftMs = Date.parse(expiresAt) - Date.now();
  if (leftMs < 0 || leftMs > lifeMs / 4) return;
  const days = Math.max(1, Math.ceil(lifeMs / 4 / DAY_MS));
  warn(
    `the token of runner ${id} expires on ${expiresAt}, and nothing rotates it before, unless gitlab-runner does. ` +
      `Give the runner rotation: { beforeExpiryDays: ${days} }`,
  );
}

/** The reason where the time has come. */
async function timeOf(
  context: Context,
  id: string,
  state: StoredOutputs,
  rotation: Rotation,
): Promise<string | undefined> {
  const next = nextRotation(state, rotation);
  if (!next) {
    reportTimeless(context, id, state, rotation);
    return undefined;
  }
  if (next.atMs > Date.now()) return undefined;
  const present = await presentState(context, id, state);
  const then = nextRotation(present, rotation) ?? next;
  if (then.atMs > Date.now()) {
    context.warn(
      `gitlab-runner rotated the token of runner ${id} itself: the next rotation is at ` +
        `${instantOf(then)}, ${then.why}`,
    );
    return undefined;
  }
  return `${instantOf(then)} has passed, ${then.why}`;
}

/** The state with GitLab's present expiry, if gitlab-runner may have rotated the token since. */
async function presentState(
  { lookups }: Context,
  id: string,
  state: StoredOutputs,
): Promise<StoredOutputs> {
  if (heldExpiry(state) === undefined) return state;
  const runner = await unlessGone(lookups.runnerAlone(id));
  const present = runner ? refreshedState(state, detailsToState(runner)) : state;
  return isRotatedElsewhere(present) ? present : state;
}

function reportTimeless(
  { warn }: Context,
  id: string,
  { tokenObtainedAt }: StoredOutputs,
  { everyDays, beforeExpiryDays }: Rotation,
): void {
  if (everyDays !== undefined)
    warn(
      `rotation.everyDays of runner ${id} has nothing to count from: the state does not have the age of ` +
        "its token. pulumi refresh gets it where GitLab shows when the runner was created; otherwise give " +
        "keepers",
    );
  else if (beforeExpiryDays !== undefined && tokenObtainedAt !== undefined)
    warn(
      `rotation.beforeExpiryDays of runner ${id} does nothing: its token never expires. Give everyDays`,
    );
}

function refuseMisfit(id: string, state: StoredOutputs, rotation: Rotation): void {
  const lifeMs = tokenLifeMs(state);
  const reason = lifeMs === undefined ? undefined : misfitReason(rotation, lifeMs);
  if (reason !== undefined) throw new GitLabError(`cannot rotate runner ${id}: rotation.${reason}`);
}
