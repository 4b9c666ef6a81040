import { GitLabError, type RunnerDetailsPayload, markerLine } from "../../gitlab";
import { unlessGone } from "../../gitlab/transport/unlessGone";
import type { Context } from "../context/context";
import type { Orphans, OurRunner } from "./orphans";
import type { RunnerInputs } from "../runner/runnerArguments";
import { discard } from "./takeOver";

/**
 * Deletes, keeps or reports the orphans of a resource, now that it has a runner. One whose token would
 * expire at a time of its own cannot be taken over and is deleted. One that the state holds loses its
 * marker, so that it is not taken for a lost one where the engine leaves it at GitLab. All else is kept
 * and reported. A failure does not fail the creation, which is done.
 */
export async function resolveOrphans(
  context: Context,
  { lost, held, doubtful, doubt }: Orphans,
  id: number,
  { tokenExpiresAt }: Partial<RunnerInputs>,
): Promise<void> {
  for (const [index, found] of lost.entries()) {
    if (tokenExpiresAt !== undefined && index === 0) await discardLost(context, found, id);
    else report(context, found, id, "the state does not hold it");
  }
  for (const { runner } of held) await removeMarker(context, runner);
  for (const found of doubtful)
    report(context, found, id, `it is not known whether a state holds it: ${doubt ?? ""}`);
}

async function discardLost(context: Context, { runner }: OurRunner, id: number): Promise<void> {
  const reason =
    `it was created for the same resource as runner ${id}, was never in contact, and the state does ` +
    "not hold it, as after an apply that was interrupted";
  await orWarn(context, () => discard(context, runner.id, reason));
}

/** Has a runner no longer be one that may be lost, as a state holds it. */
export async function removeMarker(
  context: Context,
  { id, maintenance_note }: RunnerDetailsPayload,
): Promise<void> {
  const changes = { maintenance_note: maintenance_note ?? "" };
  await orWarn(context, () => unlessGone(context.gitlab.updateRunner(id, changes)));
}

async function orWarn({ warn }: Context, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    warn(error.message);
  }
}

function report({ warn }: Context, { runner, marker }: OurRunner, id: number, why: string): void {
  warn(
    `runner ${runner.id} is left as it is: it was created for the same resource as runner ${id} and was never ` +
      `in contact, and ${why}. If nobody needs it, delete it in GitLab; if somebody does, take the ` +
      `line "${markerLine(marker)}" out of its maintenance note`,
  );
}
