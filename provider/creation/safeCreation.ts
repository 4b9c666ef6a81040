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
import { mayHaveTwin } from "./openRequests";
import { reportUsedOrphans, resolveOrphans } from "./resolveOrphans";
import { deleteTwins, discard, takeOver, takeOverLost } from "./takeOver";

/** The runner of a creation; `seen` is what GitLab shows of a runner that a search found. */
export type Obtained = RunnerRegistrationPayload & {
  readonly seen?: RunnerOutputs;
  /** What the state records about its creation. */
  readonly __origin: Origin;
};

const REPETITIONS = 2;

/** A request whose reply was lost. */
interface Lost {
  readonly error: UnknownOutcomeError;
  readonly afterMs: number;
}

/**
 * Creates one runner, even if a reply or an apply gets lost: it takes over the orphan of an interrupted
 * apply, or the runner of a lost reply. It repeats a request only if GitLab shows no runner of that
 * request, and the state records the request, which may still create one. It touches nothing that a state
 * may hold before the new runner exists.
 *
 * @throws {GitLabError} if it cannot find out whether a runner exists; the error names the marker.
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
  await reportUsedOrphans(context, creation, marker, obtained.id);
  return obtained;
}

async function createMarked(
  context: Context,
  creation: Creation,
  marker: CreationMarker,
): Promise<Obtained> {
  const { values, kept } = creation;
  const origin = { ...kept.__origin, attempt: marker.attempt };
  /** Requests that may have created a runner that no search has found. */
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
    // GitLab takes an expiry only for the token of a new runner.
    for (const { runner } of [first, ...twins])
      await discard(context, runner.id, "GitLab's reply was lost, and the token in it");
  }
  throw unresolved(marker, lost?.error);
}

/** Returns the new runner, or a failure that does not show whether there is one. */
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
    // The list is incomplete, so the runner may still exist.
    if (!found?.isComplete) throw unresolved(marker, lost);
  }
  return [];
}

/**
 * Deletes what the lost request created between the search and the repetition.
 *
 * @returns how many runners GitLab shows of that by now.
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
      mayHaveTwin(
        id,
        { marks: [marker] },
        `The search for it failed: ${error.message}. A later up searches again`,
      ),
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
    `${lost?.message ?? ""}${after}. If GitLab created the runner, its maintenance note has the line ` +
      `"${markerLine(marker)}". The next up takes the runner over if the token may list runners ` +
      "(scope read_api or api). Otherwise, adopt it with runnerId and resetTokenOnAdopt: true, or " +
      "delete it",
    { cause: then ?? lost },
  );
}
