import { GitLabError, type RunnerDetailsPayload, markerLine } from "../../gitlab";
import { unlessGone } from "../../gitlab/transport/unlessGone";
import type { CreationMarker } from "../../gitlab";
import type { Context } from "../context/context";
import type { Creation } from "./creation";
import { type Orphans, type OurRunner, findUsedOrphans } from "./orphans";
import type { RunnerInputs } from "../runner/runnerArguments";
import { discard } from "./takeOver";

/**
 * Deletes, keeps or reports the orphans of a resource, now that the resource has a runner.
 *
 * It deletes an orphan that cannot be taken over because the resource declares an expiry of the token. It
 * removes the marker of a runner that the state holds: if the engine leaves that runner in GitLab, no later
 * creation takes it for a lost one. It keeps and reports all others. The runner exists by then, so a
 * failure here does not fail the creation.
 */
export async function resolveOrphans(
  context: Context,
  { lost, held, doubtful, doubt }: Orphans,
  id: number,
  { tokenExpiresAt }: Partial<RunnerInputs>,
): Promise<void> {
  for (const [index, found] of lost.entries()) {
    if (tokenExpiresAt !== undefined && index === 0) await discardLost(context, found, id);
    else report(context, found, id, "the state does not have it");
  }
  for (const { runner } of held) await removeMarker(context, runner);
  for (const found of doubtful)
    report(context, found, id, `it is unknown whether a state has it: ${doubt ?? ""}`);
}

/**
 * Reports the orphans that machines use, now that the resource has another runner. The runner exists by
 * then, so a failure here does not fail the creation.
 */
export async function reportUsedOrphans(
  context: Context,
  creation: Pick<Creation, "resource" | "values">,
  marker: CreationMarker,
  id: number,
): Promise<void> {
  try {
    for (const found of await findUsedOrphans(context, creation, marker))
      context.warn(
        `runner ${found.runner.id} stays as it is: an earlier apply created it for the same resource as ` +
          `runner ${id}, a machine has used it, and the state does not have it. This happens if an apply ` +
          "is killed while the engine writes no checkpoints. Set that machine up with the new token and " +
          `delete the runner in GitLab. To keep the runner, remove the line "${markerLine(found.marker)}" ` +
          "from its maintenance note",
      );
  } catch (error) {
    context.warn(
      `an apply that was killed may have created an earlier runner for the resource of runner ${id}, and a ` +
        `machine may use it. The search for it failed: ${(error as Error).message}`,
    );
  }
}

async function discardLost(context: Context, { runner }: OurRunner, id: number): Promise<void> {
  const reason =
    `an interrupted apply seems to have created it for the same resource as runner ${id}. It never ` +
    "contacted GitLab, and the state does not have it";
  await orWarn(context, () => discard(context, runner.id, reason));
}

/** Removes the marker of a runner that a state holds: nobody has to find that runner again. */
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
    `runner ${runner.id} stays as it is: it was created for the same resource as runner ${id}, it never ` +
      `contacted GitLab, and ${why}. If nobody needs it, delete it in GitLab. Otherwise, remove the ` +
      `line "${markerLine(marker)}" from its maintenance note`,
  );
}
