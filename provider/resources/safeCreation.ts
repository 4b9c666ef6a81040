import { setTimeout as sleep } from "node:timers/promises";
import {
  type CreationMark,
  GitLabError,
  type MarkedRunner,
  type RunnerAttributes,
  type RunnerRegistrationPayload,
  UnknownOutcomeError,
  markLine,
  withMark,
} from "../api";
import type { Context } from "../configure";
import { deleteLeftBehind, findMade } from "./leftBehind";
import type { Properties } from "./resourceHandler";
import type { RunnerInputs } from "./runnerArguments";
import { newMark } from "./runnerMark";
import type { Origin, RunnerOutputs } from "./runnerMapping";
import { deleteTwins, discard, takeOver } from "./takeOver";

type MarkedNote = Pick<RunnerAttributes, "maintenance_note">;

/** A runner that is to be created. */
export interface Creation {
  readonly values: Partial<RunnerInputs> & Properties;
  /** What the state holds of the runner and GitLab doesn't tell. */
  readonly kept: Properties & { __origin: Origin };
  /** Asks GitLab for it, with this note in place of the declared one. */
  readonly send: (note: MarkedNote) => Promise<RunnerRegistrationPayload>;
}

/** A runner that was created; `seen` is what GitLab holds of one that was found. */
export type Obtained = RunnerRegistrationPayload & { readonly seen?: RunnerOutputs };

/** A slow GitLab may still be at it, so one that is not there yet is looked for again. */
const PAUSES_MS = [0, 1_000, 3_000];
const REPETITIONS = 2;

/**
 * Creates one runner, whatever gets lost: what an interrupted apply left behind is deleted first,
 * and the runner of a lost reply taken over. A request is repeated only when GitLab has none of it.
 *
 * @throws {GitLabError} when that cannot be found out, with what to look for.
 */
export async function createSafely(context: Context, creation: Creation): Promise<Obtained> {
  const { values, send } = creation;
  const mark = newMark(context, values);
  if (!mark) return send({});
  await deleteLeftBehind(context, values, mark);

  let lost: UnknownOutcomeError | undefined;
  for (let repetition = 0; repetition <= REPETITIONS; repetition += 1) {
    const sent = await sendOnce(creation, mark, lost);
    if ("token" in sent) {
      if (lost) await deleteLateTwins(context, values, mark, sent.id);
      return sent;
    }
    lost = sent;
    const found = await settle(context, creation, await lookForMade(context, values, mark, lost));
    if (found) return found;
  }
  throw unresolved(mark, lost);
}

/** The new runner, or the failure that leaves open whether there is one. */
async function sendOnce(
  { values, send }: Creation,
  mark: CreationMark,
  lost: UnknownOutcomeError | undefined,
): Promise<RunnerRegistrationPayload | UnknownOutcomeError> {
  try {
    return await send({ maintenance_note: withMark(values.maintenanceNote, mark) });
  } catch (error) {
    if (error instanceof UnknownOutcomeError) return error;
    throw lost && error instanceof GitLabError ? unresolved(mark, lost, error) : error;
  }
}

/**
 * Takes over what was found. A runner whose token was to expire at a given time is deleted instead:
 * only a new runner's token can be given one.
 */
async function settle(
  context: Context,
  { values, kept }: Creation,
  [first, ...twins]: readonly MarkedRunner[],
): Promise<Obtained | undefined> {
  if (!first) return undefined;
  if (values.tokenExpiresAt === undefined) {
    return takeOver(context, [first, ...twins], kept, values);
  }
  for (const { runner } of [first, ...twins]) {
    await discard(context, runner.id, "GitLab's reply was lost, and the token in it");
  }
  return undefined;
}

async function lookForMade(
  context: Context,
  values: Creation["values"],
  mark: CreationMark,
  lost: UnknownOutcomeError,
): Promise<MarkedRunner[]> {
  for (const pause of PAUSES_MS) {
    await sleep(pause);
    const found = await findMade(context, values, mark).catch((error: unknown) => {
      throw error instanceof GitLabError ? unresolved(mark, lost, error) : error;
    });
    if (found && found.made.length > 0) return found.made;
    // Not in a list that does not show everything, it may exist all the same.
    if (!found?.isComplete) throw unresolved(mark, lost);
  }
  return [];
}

/** What the lost request made after it had been looked for and before it was repeated. */
async function deleteLateTwins(
  context: Context,
  values: Creation["values"],
  mark: CreationMark,
  id: number,
): Promise<void> {
  try {
    const found = await findMade(context, values, mark);
    await deleteTwins(context, id, found?.made ?? []);
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    context.warn(
      `runner ${id} may have a twin with the line "${markLine(mark)}" in its maintenance note, ` +
        `which could not be looked for: ${error.message}`,
    );
  }
}

function unresolved(
  mark: CreationMark,
  lost: UnknownOutcomeError | undefined,
  then?: GitLabError,
): GitLabError {
  const after = then ? `. After that: ${then.message}` : "";
  return new UnknownOutcomeError(
    `${lost?.message ?? ""}${after}. If GitLab did it, there is a runner with the line ` +
      `"${markLine(mark)}" in its maintenance note: the next up deletes it and creates another ` +
      "where the token may list runners (scope read_api or api); else adopt it by runnerId with " +
      "resetTokenOnAdopt: true, or delete it",
    { cause: then ?? lost },
  );
}
