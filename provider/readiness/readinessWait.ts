import { setTimeout as sleep } from "node:timers/promises";
import { GitLabError, NotFoundError, PermissionError } from "../../gitlab";
import { progressLine } from "../../gitlab/text/progressLine";
import { askAboutToken } from "../../gitlab/tokenVerification";
import { isOutage } from "../../gitlab/transport/isOutage";
import { currentSignal } from "../../gitlab/transport/operationSignal";
import type { Context } from "../context/context";
import { type Demand, type Readiness, readinessOf } from "./readiness";
import { type Look, type Sightings, isInDoubt, noteLook } from "./sightings";

/** A wait for the machines of a runner. */
export interface Wait {
  readonly runnerId: number;
  readonly demand: Demand;
  /** The runner's token, to say of it that it is dead. */
  readonly token: string | undefined;
  /** Whether the token is another one than when the runner was ready last. */
  readonly isTokenNew: boolean;
  /** The longest that it may take, in seconds. */
  readonly timeout: number;
}

/** How soon GitLab is asked again at first. gitlab-runner asks for jobs every 3 seconds by default. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
const PAUSE_GROWTH = 1.5;
/** A line as often as this shows a person that the wait goes on. */
const NOTE_EVERY_MS = 30_000;

/**
 * Waits until a runner has the machines that are asked for, and shows what it sees meanwhile.
 *
 * @returns the system ids of the machines.
 * @throws {GitLabError} when the time is over or the operation ends, with what was seen.
 */
export async function waitUntilReady(context: Context, wait: Wait): Promise<readonly string[]> {
  const signal = currentSignal();
  const startedAt = performance.now();
  const elapsedMs = (): number => performance.now() - startedAt;
  const leftMs = (): number => wait.timeout * 1000 - elapsedMs();
  const isTokenNew = wait.isTokenNew || context.resetRunners.has(String(wait.runnerId));
  const report = progressLine(NOTE_EVERY_MS, (found, waitedMs) => {
    context.note(`runner ${wait.runnerId}, ${seconds(waitedMs)} of ${wait.timeout} s: ${found}`);
  });
  let sightings: Sightings | undefined;
  /** By the last look that GitLab answered. */
  let judged: Readiness | undefined;
  let readiness: Readiness | undefined;
  try {
    let deadToken = await deadTokenOf(context, wait);
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= PAUSE_GROWTH) {
      const isLast = leftMs() <= 0;
      if (isLast) deadToken = await deadTokenOf(context, wait);
      try {
        const look = await lookAt(context, wait.runnerId, sightings, isTokenNew);
        sightings = noteLook(sightings, look, isTokenNew);
        judged = readinessOf(wait.demand, {
          machines: [...sightings.values()],
          isPaused: look.isPaused,
          deadToken: deadToken ?? look.expiry,
        });
        readiness = judged;
      } catch (error) {
        if (!isOutage(error)) throw error;
        readiness = unseen(judged, error);
      }
      if (readiness.isReady) return readiness.systemIds;
      if (isLast) break;
      report(readiness.findings.join("; "), elapsedMs());
      const pause = Math.min(pauseMs, LONGEST_PAUSE_MS, Math.max(0, leftMs()));
      await sleep(pause, undefined, signal ? { signal } : {});
    }
  } catch (error) {
    if (signal?.aborted !== true || !readiness) throw error;
    throw notReady(wait, readiness, elapsedMs(), error);
  }
  throw notReady(wait, readiness, elapsedMs());
}

/** What was known before GitLab stopped answering, and that it did. */
function unseen(before: Readiness | undefined, { message }: Error): Readiness {
  const { systemIds = [], remedies = [], findings = [] } = before ?? {};
  const text = `the last look failed: ${message}`;
  return { isReady: false, systemIds, remedies, findings: [...findings, text] };
}

function notReady(
  { runnerId }: Wait,
  { findings, remedies }: Readiness,
  elapsedMs: number,
  cause?: unknown,
): GitLabError {
  const ways = [...remedies, "If the machines need longer, give a longer timeout"];
  return new GitLabError(
    `runner ${runnerId} is not ready after ${seconds(elapsedMs)} s: ${findings.join("; ")}. ` +
      ways.join(". "),
    { cause },
  );
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 1000);
}

interface RunnerLook extends Look {
  readonly isPaused: boolean;
  /** That the token has expired, where GitLab reports that. */
  readonly expiry: string | undefined;
}

async function lookAt(
  { gitlab }: Context,
  runnerId: number,
  before: Sightings | undefined,
  isTokenNew: boolean,
): Promise<RunnerLook> {
  const { paused, token_expires_at: expiresAt } = await gitlab.getRunnerAlone(runnerId);
  const managers = await gitlab.listRunnerManagers(runnerId).catch(async (error: unknown) => {
    if (!(error instanceof NotFoundError)) throw error;
    // One that has gone meanwhile is no matter of GitLab's version.
    await gitlab.getRunnerAlone(runnerId);
    throw new GitLabError(
      `cannot wait for the machines of runner ${runnerId}: this GitLab does not list them. ` +
        "RunnerReady needs GitLab 16",
      { cause: error },
    );
  });
  const doubtful = managers.filter((manager) => isInDoubt(before, manager, isTokenNew));
  const jobs = new Map<number, readonly number[]>();
  for (const { id, system_id: systemId } of doubtful)
    jobs.set(id, await runningJobs(gitlab, runnerId, systemId));
  const isExpired = typeof expiresAt === "string" && Date.parse(expiresAt) <= Date.now();
  return {
    managers,
    jobs,
    isPaused: paused,
    expiry: isExpired ? `the runner's token expired at ${expiresAt}` : undefined,
  };
}

/** The newest jobs that a machine runs, of those that the credential may see. */
async function runningJobs(
  gitlab: Context["gitlab"],
  runnerId: number,
  systemId: string,
): Promise<number[]> {
  const running: number[] = [];
  try {
    const filter = { status: "running", systemId } as const;
    for await (const { id } of gitlab.iterateRunnerJobs(runnerId, filter)) running.push(id);
  } catch (error) {
    // Whoever may see a runner may not always see its jobs: a busy machine then counts once it is idle.
    if (!(error instanceof PermissionError)) throw error;
  }
  return running;
}

/** Says that GitLab rejects the token, where it does. An outage says nothing of the token. */
async function deadTokenOf(
  { gitlab, settings, warn }: Context,
  { token }: Wait,
): Promise<string | undefined> {
  if (token === undefined || settings.verifyTokens === "off") return undefined;
  try {
    const { state } = await askAboutToken(gitlab, token, settings.verifyTokens, warn);
    return state === "rejected"
      ? "GitLab rejects the token: it is wrong, expired, or was reset"
      : undefined;
  } catch (error) {
    if (!(error instanceof GitLabError) || error.mistake === "certain") throw error;
    return undefined;
  }
}
