import {
  type CreationMarker,
  type MarkedRunner,
  NotFoundError,
  PermissionError,
  type RunnerAttributes,
  type RunnerDetailsPayload,
  withMarker,
} from "../../gitlab";
import { unlessGone } from "../../gitlab/transport/unlessGone";
import type { Context } from "../context/context";
import { sameArgument } from "../values/diffing";
import type { OurRunner } from "./orphans";
import { knownTimes, shownFrom } from "./lostWindow";
import { PartialFailure } from "../values/partialFailure";
import type { Creation, Kept } from "./creation";
import { ATTRIBUTE_NAMES } from "../runner/argumentNames";
import {
  type Origin,
  type RunnerOutputs,
  attributesToPayload,
  detailsToState,
  outputsOf,
} from "../runner/runnerMapping";

/** The runner of a request whose reply was lost. It has a new token, because nobody knows its first one. */
export interface TakenOver {
  readonly id: number;
  readonly token: string;
  readonly token_expires_at?: string | null | undefined;
  /** What GitLab shows of it. */
  readonly seen: RunnerOutputs;
}

/**
 * Takes over the first of the runners that one creation made, and deletes the others. If a step fails, the
 * state keeps the runner, so that the next apply goes on.
 */
export async function takeOver(
  context: Context,
  [first, ...twins]: readonly [MarkedRunner, ...MarkedRunner[]],
  kept: Kept,
): Promise<TakenOver> {
  const { id } = first.runner;
  const seen = detailsToState(first.runner);
  return orKept(id, { ...seen, ...kept }, async () => {
    await deleteTwins(context, id, twins);
    const { token, token_expires_at } = await context.gitlab.resetRunnerToken(id);
    context.warn(`GitLab's reply was lost; up found runner ${id} and got a new token for it`);
    return { id, token, token_expires_at, seen };
  });
}

/**
 * Takes over the runner that an interrupted apply created for the same resource. The runner gets what the
 * program declares now, the marker of this creation and a new token.
 *
 * @returns undefined if the runner no longer exists, or the credential may not change it.
 */
export async function takeOverLost(
  context: Context,
  { runner, marker: before }: OurRunner,
  marker: CreationMarker,
  { resource, values, kept }: Pick<Creation, "resource" | "values" | "kept">,
): Promise<(TakenOver & { __origin: Origin }) | undefined> {
  const { id } = runner;
  const { gitlab, creations, lookups, warn } = context;
  const found = detailsToState(runner);
  const open = {
    marks: [before],
    description: runner.description ?? undefined,
    until: shownFrom(knownTimes(context)),
  };
  const origin = (attempt: string): Origin => ({ ...kept.__origin, attempt, open });
  const changed = ATTRIBUTE_NAMES.filter(
    (name) => name !== "maintenanceNote" && !sameArgument(found[name], values[name]),
  );
  lookups.forgetRunner(id);
  const after = await orKept(id, { ...found, ...kept, __origin: origin(before.attempt) }, () =>
    updateOurs(gitlab, id, {
      ...attributesToPayload(values, changed),
      maintenance_note: withMarker(values.maintenanceNote, marker),
    }),
  );
  if (!after) return undefined;
  const updated = detailsToState(after);
  const seen = { ...updated, projects: updated.projects ?? found.projects };
  const __origin = origin(marker.attempt);
  return orKept(id, { ...seen, ...kept, __origin }, async () => {
    const { token, token_expires_at } = await gitlab.resetRunnerToken(id);
    creations.show(String(id), resource.fingerprint, marker.attempt);
    warn(
      `up takes over runner ${id} with a new token: an interrupted apply seems to have created it for ` +
        "the same resource. It never contacted GitLab, and the state does not have it",
    );
    return { id, token, token_expires_at, seen, __origin };
  });
}

async function updateOurs(
  gitlab: Context["gitlab"],
  id: number,
  changes: RunnerAttributes,
): Promise<RunnerDetailsPayload | undefined> {
  try {
    return await gitlab.updateRunner(id, changes);
  } catch (error) {
    if (error instanceof NotFoundError || error instanceof PermissionError) return undefined;
    throw error;
  }
}

/** Does a step of a take-over. If it fails, the state keeps the runner without its token. */
async function orKept<Result>(
  id: number,
  state: Kept,
  step: () => Promise<Result>,
): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    const __origin: Origin = { ...state.__origin, tokenIsLost: true };
    throw new PartialFailure(String(id), outputsOf({ ...state, __origin }), error as Error);
  }
}

/**
 * Deletes the other runners of one creation.
 *
 * @returns how many there were.
 */
export async function deleteTwins(
  context: Context,
  id: number | string,
  found: readonly MarkedRunner[],
): Promise<number> {
  const twins = found.filter(({ runner }) => String(runner.id) !== String(id));
  for (const { runner } of twins)
    await discard(context, runner.id, `the same request with a lost reply created runner ${id}`);
  return twins.length;
}

/** Deletes a runner whose token nobody knows. */
export async function discard(
  { gitlab, warn }: Context,
  id: number,
  reason: string,
): Promise<void> {
  await unlessGone(gitlab.deleteRunner(id));
  warn(`runner ${id} is deleted: ${reason}`);
}
