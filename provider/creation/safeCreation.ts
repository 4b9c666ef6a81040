import {
  type CreationMarker,
  GitLabError,
  type RunnerRegistrationPayload,
  UnknownOutcomeError,
  markerLine,
  withMarker,
} from "../../gitlab";
import type { Context } from "../context/context";
import { type Orphans, type OurRunner, findMade, findOrphans } from "./orphans";
import { knownTimes, pauseFor, pausesBetweenLooks, shownFrom } from "./lostWindow";
import type { Creation } from "./creation";
import { newMarker } from "./creationMarker";
import type { Origin, RunnerOutputs } from "../runner/runnerMapping";
import { resolveOrphans } from "./resolveOrphans";
import { deleteTwins, discard, takeOver, takeOverLost } from "./takeOver";

/** A runner that was created; `seen` is what GitLab holds of one that was found. */
export type Obtained = RunnerRegistrationPayload & {
  readonly seen?: RunnerOutputs;
  /** What is noted of how it came to be. */
  readonly __origin: Origin;
};

const REPETITIONS = 2;

/** A request whose reply was lost. */
interface Lost {
  readonly error: UnknownOutcomeError;
  readonly afterMs: number;
}

/**
 * Creates one runner, whatever gets lost: an orphan of an interrupted apply and the runner of a
 * lost reply are taken over. A request is repeated only when GitLab shows nothing of it, and what may
 * still come of it is noted. Nothing that a state may hold is touched before the new runner exists.
 *
 * @throws {GitLabError} when that cannot be found out, with what to look for.
 */
export async function createSafely(context: Context, creation: Creation): Promise<Obtained> {
  const { resource, values, kept, send } = creation;
  const marker = newMarker(context, resource, values);
  if (!marker) return { ...(await send({})), __origin: kept.__origin };
  const orphans = await findOrphans(context, creation, marker);
  const [lost, ...others] = orphans.lost;
  const taken =
    lost && values.tokenExpiresAt === undefined
      ? await takeOverLost(context, lost, marker, creation)
      : undefined;
  const obtained = taken ?? (await createMarked(context, creation, marker));
  const left: Orphans = taken ? { ...orphans, lost: others } : orphans;
  await resolveOrphans(context, left, obtained.id, values);
  return obtained;
}

async function createMarked(
  context: Context,
  creation: Creation,
  marker: CreationMarker,
): Promise<Obtained> {
  const { values, kept } = creation;
  const origin = { ...kept.__origin, attempt: marker.attempt };
  /** Requests that may have made a runner that was not found so far. */
  let open = 0;
  const originNow = (): Origin =>
    open <= 0
      ? origin
      : {
          ...origin,
          open: {
            marks: [marker],
            description: values.description,
            until: shownFrom(knownTimes(context)),
          },
        };
  let lost: Lost | undefined;
  for (let repetition = 0; repetition <= REPETITIONS; repetition += 1) {
    const sent = await sendOnce(context, creation, marker, lost);
    if ("token" in sent) {
      if (open > 0) open -= await deleteLateTwins(context, values, marker, sent.id);
      return { ...sent, __origin: originNow() };
    }
    lost = sent;
    open += 1;
    const [first, ...twins] = await lookForMade(context, values, marker, lost);
    if (!first) continue;
    open -= 1 + twins.length;
    if (values.tokenExpiresAt === undefined) {
      const __origin = originNow();
      const taken = await takeOver(context, [first, ...twins], { ...kept, __origin });
      return { ...taken, __origin };
    }
    // Only a new runner's token can be given an expiry of its own.
    for (const { runner } of [first, ...twins])
      await discard(context, runner.id, "GitLab's reply was lost, and the token in it");
  }
  throw unresolved(marker, lost?.error);
}

/** The new runner, or the failure that leaves open whether there is one. */
async function sendOnce(
  { creations }: Context,
  { values, send }: Creation,
  marker: CreationMarker,
  lost: Lost | undefined,
): Promise<RunnerRegistrationPayload | Lost> {
  const sentAt = performance.now();
  try {
    const created = await send({ maintenance_note: withMarker(values.maintenanceNote, marker) });
    creations.noteLatency(performance.now() - sentAt);
    return created;
  } catch (error) {
    if (error instanceof UnknownOutcomeError) {
      return { error, afterMs: performance.now() - sentAt };
    }
    throw lost && error instanceof GitLabError ? unresolved(marker, lost.error, error) : error;
  }
}

async function lookForMade(
  context: Context,
  values: Creation["values"],
  marker: CreationMarker,
  { error: lost, afterMs }: Lost,
): Promise<OurRunner[]> {
  for (const pause of pausesBetweenLooks(knownTimes(context), afterMs)) {
    const found = await pauseFor(pause)
      .then(() => findMade(context, values, marker))
      .catch((error: unknown) => {
        throw error instanceof GitLabError ? unresolved(marker, lost, error) : error;
      });
    if (found && found.made.length > 0) return found.made;
    // Not in a list that does not show everything, it may exist all the same.
    if (!found?.isComplete) throw unresolved(marker, lost);
  }
  return [];
}

/**
 * What the lost request made after it had been looked for and before it was repeated.
 *
 * @returns how many runners that was, as far as GitLab shows them by now.
 */
async function deleteLateTwins(
  context: Context,
  values: Creation["values"],
  marker: CreationMarker,
  id: number,
): Promise<number> {
  try {
    const found = await findMade(context, values, marker);
    return await deleteTwins(context, id, found?.made ?? []);
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    context.warn(
      `runner ${id} may have a twin with the line "${markerLine(marker)}" in its maintenance note, ` +
        `which could not be looked for: ${error.message}. A later up looks for it again`,
    );
    return 0;
  }
}

function unresolved(
  marker: CreationMarker,
  lost: UnknownOutcomeError | undefined,
  then?: GitLabError,
): GitLabError {
  const after = then ? `. After that: ${then.message}` : "";
  return new UnknownOutcomeError(
    `${lost?.message ?? ""}${after}. If GitLab did it, there is a runner with the line ` +
      `"${markerLine(marker)}" in its maintenance note: the next up takes it over where the token may ` +
      "list runners (scope read_api or api); else adopt it by runnerId with " +
      "resetTokenOnAdopt: true, or delete it",
    { cause: then ?? lost },
  );
}
