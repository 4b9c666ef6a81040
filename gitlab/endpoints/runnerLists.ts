import * as v from "valibot";
import { NotFoundError } from "../transport/errors";
import { short } from "../payloads/identifiers";
import { type ListLimits, totalOf } from "../pages/pageReading";
import { listAll } from "../pages/pages";
import { path } from "../transport/path";
import { getRunner } from "./runners";
import {
  type ProjectPayload,
  type RunnerManagerPayload,
  type RunnerPayload,
  type RunnerType,
  parseReply,
  projectSchema,
  runnerManagerSchema,
  runnerSchema,
} from "../payloads/schemas";
import type { Transport } from "../transport/transport";

export const RUNNER_STATUSES = ["online", "offline", "stale", "never_contacted"] as const;

/** The filters of every list of runners; a runner must match all. */
export interface RunnerFilter {
  readonly type?: RunnerType | undefined;
  readonly status?: (typeof RUNNER_STATUSES)[number] | undefined;
  readonly paused?: boolean | undefined;
  /** A runner must have all of them. */
  readonly tagList?: readonly string[] | undefined;
  /** `18.`, `18.7.`: of a manager's version. */
  readonly versionPrefix?: string | undefined;
}

/** Whose runners are listed. */
export type RunnerListOwner =
  | { readonly of: "caller" | "instance" }
  | { readonly of: "project" | "group"; readonly id: number | string };

/** The owner of a list, of which a person names one at most: the caller's runners without one. */
export function runnerListOwner({
  all,
  projectId,
  groupId,
}: {
  readonly all?: boolean | undefined;
  readonly projectId?: number | string | undefined;
  readonly groupId?: number | string | undefined;
}): RunnerListOwner {
  if (projectId !== undefined) return { of: "project", id: projectId };
  if (groupId !== undefined) return { of: "group", id: groupId };
  return { of: all === true ? "instance" : "caller" };
}

/**
 * `GET /runners` (the caller's), `GET /runners/all` (for administrators), `GET
 * /projects/:id/runners`, `GET /groups/:id/runners`.
 * @see https://docs.gitlab.com/api/runners/#list-owned-runners
 */
export function listRunners(
  send: Transport,
  owner: RunnerListOwner,
  filter: RunnerFilter = {},
  limits: ListLimits = {},
): Promise<RunnerPayload[]> {
  const { operation, path: at } = addressOf(owner);
  return listAll(send, { operation, path: at, query: queryOf(filter) }, runnerSchema, limits);
}

/** By id. GitLab lists a runner twice that has two managers of a wanted version. */
export function eachOnce(runners: readonly RunnerPayload[]): RunnerPayload[] {
  const byId = new Map(runners.map((runner) => [runner.id, runner]));
  return [...byId.values()].sort((one, other) => one.id - other.id);
}

/**
 * How many runners a project's or group's list has. That of a group includes the groups above.
 *
 * @returns undefined where GitLab doesn't say, which is above 10,000.
 */
export async function countRunners(
  send: Transport,
  kind: "project" | "group",
  id: string | number,
  filter: RunnerFilter,
): Promise<number | undefined> {
  const reply = await send({
    operation: `count the runners of ${kind} ${short(id)}`,
    method: "GET",
    path: addressOf({ of: kind, id }).path,
    query: { ...queryOf(filter), per_page: 1 },
  });
  return totalOf(reply);
}

/** `GET /runners/:id/managers`, which has no pages. GitLab 16. */
export async function listRunnerManagers(
  send: Transport,
  id: string | number,
): Promise<RunnerManagerPayload[]> {
  const operation = `list the managers of runner ${id}`;
  const { body } = await send({ operation, method: "GET", path: path`runners/${id}/managers` });
  return parseReply(v.array(runnerManagerSchema), body, operation);
}

/** `GET /runners/:id/projects`; before GitLab had it, from the runner's details. */
export async function listRunnerProjects(
  send: Transport,
  id: string | number,
  limits: ListLimits = {},
): Promise<ProjectPayload[]> {
  const operation = `list the projects of runner ${id}`;
  try {
    const list = { operation, path: path`runners/${id}/projects` };
    return await listAll(send, list, projectSchema, limits);
  } catch (error) {
    // Whether the runner or the endpoint is missing, the details tell.
    if (!(error instanceof NotFoundError)) throw error;
    const { projects = [] } = await getRunner(send, id);
    return projects.slice(0, limits.limit);
  }
}

function addressOf(owner: RunnerListOwner): { operation: string; path: string } {
  switch (owner.of) {
    case "caller":
      return { operation: "list the runners of the token's user", path: "runners" };
    case "instance":
      return { operation: "list all runners", path: "runners/all" };
    case "project":
      return {
        operation: `list the runners of project ${short(owner.id)}`,
        path: path`projects/${owner.id}/runners`,
      };
    case "group":
      return {
        operation: `list the runners of group ${short(owner.id)}`,
        path: path`groups/${owner.id}/runners`,
      };
  }
}

function queryOf({
  type,
  status,
  paused,
  tagList,
  versionPrefix,
}: RunnerFilter): Record<string, string | boolean | undefined> {
  return {
    type,
    status,
    paused,
    tag_list: tagList !== undefined && tagList.length > 0 ? tagList.join(",") : undefined,
    version_prefix: versionPrefix,
  };
}
