import { refused } from "../http/errors";
import { type Answer, type UserRequest, ok } from "../http/endpoint";
import { PAGINATION, paginate } from "../http/pagination";
import type { ParamRules, Params } from "../http/params";
import type { Instance } from "../instance";
import { filtered } from "../rules/runnerFilters";
import { type RunnerStatus, RUNNER_STATUSES, hasStatus } from "../rules/status";
import type { Runner } from "../store/records";
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
  const { scope }: Filters = params;
  const inside = runners.filter((runner) => scope == null || inScope(runner, scope, now));
  const rows = filtered(inside, params, instance);
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
