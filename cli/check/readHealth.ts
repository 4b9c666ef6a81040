import { NotFoundError, PermissionError } from "../../gitlab";
import { candidateOf } from "../../gitlab/coverage/tagCoverage";
import { mapBounded } from "../../gitlab/mapBounded";
import type { ProjectPayload, RunnerDetailsPayload } from "../../gitlab/payloads/schemas";
import { isCiEnabled } from "../../gitlab/access/readProjects";
import { unlessGone } from "../../gitlab/transport/unlessGone";
import { unlessRefused } from "../../gitlab/transport/unlessRefused";
import type { Connection } from "../connection";
import { examineRunner } from "../health/examineRunner";
import type { ExaminedRunner } from "../health/runnerTroubles";
import { countOf, type Report } from "../progress";
import { type FleetOptions, readEach } from "../runners";
import { BudgetSpentError } from "./budget";
import { type WaitingJobs, waitingJobs } from "./waitingJobs";

/** What was read of something, or why it was not looked at. */
export type Looked<Value> = { readonly value: Value } | { readonly notLookedAt: string };

/** Runners that GitLab allows in a group or project, and how many count. */
export interface Quota {
  readonly groupId?: number;
  readonly projectId?: number;
  readonly count: number;
  /** 0 for no limit. */
  readonly limit: number;
}

/** The jobs that wait in the projects. */
export interface Jobs {
  /** How many projects there are. */
  readonly projects: number;
  /** The longest wait first. */
  readonly waiting: readonly WaitingJobs[];
  /** The projects whose jobs were not looked at, each with the reason. */
  readonly notLookedAt: readonly string[];
}

/** All that the checks judge. */
export interface Health {
  readonly runners: Looked<readonly ExaminedRunner[]>;
  readonly gitlabVersion: Looked<string>;
  readonly jobs: Looked<Jobs>;
  /** Undefined where nobody asked for it. */
  readonly quota: Looked<Quota> | undefined;
}

/** Reads what the checks need, as far as GitLab and the budget allow. */
export async function readHealth(
  connection: Connection,
  options: FleetOptions,
  withQuota: boolean,
  report: Report,
): Promise<Health> {
  const { gitlab } = connection;
  const metadata = await look(gitlab.getMetadata());
  const runners = await look(readEach(connection, options, report, examineRunner));
  const known = "value" in runners ? runners.value : [];
  const quota = withQuota ? await look(readQuota(connection, options, known)) : undefined;
  const jobs = await look(readJobs(connection, options, known, report));
  return {
    runners,
    gitlabVersion: "value" in metadata ? { value: metadata.value.version } : metadata,
    jobs,
    quota,
  };
}

/** A refusal of GitLab and a spent budget are no answer; anything else ends the command. */
async function look<Value>(asked: Promise<Value>): Promise<Looked<Value>> {
  try {
    return { value: await asked };
  } catch (error) {
    if (
      error instanceof BudgetSpentError ||
      error instanceof PermissionError ||
      error instanceof NotFoundError
    )
      return { notLookedAt: error.message };
    throw error;
  }
}

async function readJobs(
  connection: Connection,
  options: FleetOptions,
  known: readonly ExaminedRunner[],
  report: Report,
): Promise<Jobs> {
  const projects = await readProjects(connection, options);
  const detailsOf = detailsOnce(connection, known);
  let read = 0;
  const found = await mapBounded(projects, connection.concurrency, async (project) => {
    const waiting = await look(readProject(connection, project, detailsOf));
    read += 1;
    report(countOf(read, projects.length, "projects' jobs"));
    return { name: project.path_with_namespace, waiting };
  });
  return {
    projects: found.filter(({ waiting }) => "value" in waiting).length,
    waiting: found
      .flatMap(({ waiting }) => ("value" in waiting ? waiting.value : []))
      .sort((one, other) => other.longestWait - one.longestWait),
    notLookedAt: found.flatMap(({ name, waiting }) =>
      "notLookedAt" in waiting ? `${name}: ${waiting.notLookedAt}` : [],
    ),
  };
}

async function readProjects(
  { gitlab }: Connection,
  { all, project, group }: FleetOptions,
): Promise<ProjectPayload[]> {
  if (project !== undefined) return [await gitlab.getProject(project)];
  if (group !== undefined)
    return gitlab.listGroupProjects(group, { recursive: true, archived: false });
  return gitlab.listProjects({ membership: all !== true });
}

type DetailsOf = (id: number) => Promise<RunnerDetailsPayload | undefined>;

/** The details of runners, each asked for once; undefined for one that has gone. */
function detailsOnce({ gitlab }: Connection, known: readonly ExaminedRunner[]): DetailsOf {
  const asked = new Map<number, ReturnType<DetailsOf>>(
    known.flatMap(({ details }) => (details ? [[details.id, Promise.resolve(details)]] : [])),
  );
  return (id) => {
    const details = asked.get(id) ?? unlessGone(gitlab.getRunnerAlone(id));
    asked.set(id, details);
    return details;
  };
}

async function readProject(
  { gitlab }: Connection,
  { id }: ProjectPayload,
  detailsOf: DetailsOf,
): Promise<WaitingJobs[]> {
  const jobs = await unlessRefused(gitlab.listPendingJobs(id));
  if (Array.isArray(jobs) && jobs.length === 0) return [];
  // A list does not show the project's switches.
  const project = await gitlab.getProject(id);
  if (!Array.isArray(jobs)) {
    // GitLab lists no jobs of a project without CI/CD, not even to administrators.
    if (isCiEnabled(project) === false) return [];
    throw jobs;
  }
  const offered = await gitlab.listRunners({ of: "project", id });
  const details = await Promise.all(offered.map((runner) => detailsOf(runner.id)));
  const candidates = details.flatMap((runner) => (runner ? candidateOf(runner) : []));
  return waitingJobs(project, jobs, candidates, Date.now());
}

/**
 * Runners of the group's or project's own that GitLab does not call stale.
 * @see https://docs.gitlab.com/administration/instance_limits/#number-of-registered-runners-for-each-scope
 */
async function readQuota(
  { gitlab }: Connection,
  { group, project }: FleetOptions,
  known: readonly ExaminedRunner[],
): Promise<Quota> {
  const limits = await gitlab.getPlanLimits();
  const counting = known.filter(({ listed }) => listed.status !== "stale");
  if (project !== undefined)
    return {
      projectId: (await gitlab.getProject(project)).id,
      count: counting.filter(({ listed }) => listed.runner_type === "project_type").length,
      limit: limits.ci_registered_project_runners,
    };
  const id = (await gitlab.getGroup(group ?? "")).id;
  return {
    groupId: id,
    count: counting.filter(({ details }) => details?.groups?.some((of) => of.id === id)).length,
    limit: limits.ci_registered_group_runners,
  };
}
