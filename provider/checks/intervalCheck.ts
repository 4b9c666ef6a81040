import { GitLabError } from "../../gitlab";
import type { Context } from "../context/context";
import type { RunnerInputs } from "../runner/runnerArguments";
import { failure } from "../values/checking";
import type { CheckFailure } from "../values/operation";
import { isMistake } from "./configurationMistakes";

const DAY_S = 24 * 60 * 60;
const SETTING_OF_TYPE = {
  instance_type: "runner_token_expiration_interval",
  group_type: "group_runner_token_expiration_interval",
  project_type: "project_runner_token_expiration_interval",
} as const satisfies Record<RunnerInputs["runnerType"], string>;

/** An interval after which tokens expire, and where somebody set it. */
interface Interval {
  readonly seconds: number;
  readonly of: string;
}

/**
 * An expiry that is later than an interval of the instance or the project allows, as far as the credential
 * may read the intervals. GitLab has no API that shows those of groups, and its answer says no interval.
 *
 * @see https://docs.gitlab.com/ci/runners/configure_runners/
 */
export async function intervalFailures(
  context: Context,
  tokenExpiresAt: string,
  { runnerType, projectId }: Partial<RunnerInputs>,
): Promise<CheckFailure[]> {
  if (runnerType === undefined) return [];
  const intervals = await Promise.all([
    instanceInterval(context, runnerType),
    runnerType === "project_type" ? projectInterval(context, projectId) : undefined,
  ]);
  const ahead = (Date.parse(tokenExpiresAt) - Date.now()) / 1000;
  return intervals.flatMap((interval) =>
    interval === undefined || ahead <= interval.seconds
      ? []
      : [
          failure(
            "tokenExpiresAt",
            `must be at most ${shownSpan(interval.seconds)} ahead: ${interval.of}. Choose an earlier time, or ` +
              "have the interval raised",
          ),
        ],
  );
}

async function instanceInterval(
  context: Context,
  runnerType: RunnerInputs["runnerType"],
): Promise<Interval | undefined> {
  const setting = SETTING_OF_TYPE[runnerType];
  const settings = await unlessRefused(context, context.lookups.applicationSettings());
  const seconds = settings?.[setting] ?? undefined;
  return seconds === undefined ? undefined : { seconds, of: `that is ${setting} of this GitLab` };
}

async function projectInterval(
  context: Context,
  projectId: number | string | undefined,
): Promise<Interval | undefined> {
  // Its path could not be looked up.
  if (typeof projectId !== "number") return undefined;
  const project = await unlessRefused(context, context.lookups.project(projectId));
  const seconds = project?.runner_token_expiration_interval ?? undefined;
  return seconds === undefined
    ? undefined
    : {
        seconds,
        of: `that is runner_token_expiration_interval of ${context.lookups.named("project", projectId)}`,
      };
}

/** In days, as people set an interval, where it is whole ones. */
function shownSpan(seconds: number): string {
  const days = seconds / DAY_S;
  if (!Number.isInteger(days)) return `${seconds} seconds`;
  return days === 1 ? "1 day" : `${days} days`;
}

/** GitLab shows its settings to administrators, and projects to members. */
async function unlessRefused<T>(context: Context, read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (!(error instanceof GitLabError) || isMistake(context, error)) throw error;
    return undefined;
  }
}
