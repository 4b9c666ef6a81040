import { refused } from "../http/errors";
import { type Answer, type UserRequest, ok } from "../http/endpoint";
import { PAGINATION, paginate } from "../http/pagination";
import type { ParamRules, Params } from "../http/params";
import type { Instance } from "../instance";
import { type RunnerStatus, RUNNER_STATUSES, hasStatus } from "../rules/status";
import type { Runner, RunnerManager } from "../store/records";
import { runnerBasic } from "./entities";
import { RUNNER_FILTERS, SCOPE } from "./runnerParams";

export const LIST_PARAMS = { ...RUNNER_FILTERS, ...PAGINATION } as const satisfies ParamRules;
export const SCOPED_LIST_PARAMS = { ...LIST_PARAMS, ...SCOPE } as const satisfies ParamRules;

type Filters = Params<typeof SCOPED_LIST_PARAMS>;

/** A page of the runners that pass the request's filters. */
export function listRunners(
  runners: readonly Runner[],
  request: UserRequest<typeof SCOPED_LIST_PARAMS> | UserRequest<typeof LIST_PARAMS>,
  instance: Instance,
): Answer {
  const { params, raw, c, policy, now } = request;
  const rows = runners
    .filter((runner) => passes(runner, params, now))
    .flatMap((runner) => matchingVersions(runner, params.version_prefix, instance));
  const address = { url: instance.url + c.req.path, params: raw };
  const page = paginate(rows, params, address);
  return ok(
    page.rows.map((runner) => runnerBasic(runner, policy, instance)),
    page.headers,
  );
}

/**
 * Refuses a scope that another list takes, but this one not.
 *
 * @throws ApiError 400
 */
export function onlyStatusScopes(scope: Filters["scope"]): void {
  if (scope != null && !(RUNNER_STATUSES as readonly string[]).includes(scope))
    throw refused(400, "Scope contains invalid value");
}

function passes(runner: Runner, params: Filters, now: Date): boolean {
  const { type, paused, status, scope, tag_list } = params;
  return (
    (type == null || runner.runner_type === type) &&
    (paused == null || runner.active === !paused) &&
    (status == null || hasStatus(runner, status, now)) &&
    (scope == null || inScope(runner, scope, now)) &&
    (tag_list ?? []).every((tag) => runner.tag_list.includes(tag))
  );
}

function inScope(runner: Runner, scope: NonNullable<Filters["scope"]>, now: Date): boolean {
  switch (scope) {
    case "shared":
      return runner.runner_type === "instance_type";
    case "specific":
      return runner.runner_type !== "instance_type";
    case "instance_type":
    case "group_type":
    case "project_type":
      return runner.runner_type === scope;
    default:
      return hasStatus(runner, scope satisfies RunnerStatus, now);
  }
}

/** GitLab joins the managers, so a runner comes once for every one that matches. */
function matchingVersions(
  runner: Runner,
  prefix: string | null | undefined,
  { store }: Instance,
): Runner[] {
  if (prefix == null || prefix === "") return [runner];
  return store
    .managersOf(runner)
    .filter((manager) => hasVersion(manager, prefix))
    .map(() => runner);
}

/** By whole components: 15 is 15.x, never 150. */
function hasVersion(manager: RunnerManager, prefix: string): boolean {
  const wanted = prefix.replace(/\.$/, "");
  const version = manager.version ?? "";
  return version === wanted || version.startsWith(`${wanted}.`);
}
