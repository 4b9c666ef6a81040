import { forbidden, invalidModel, invalidParams, notFound, recordNotFound } from "../http/errors";
import { checkUnmodified } from "../http/conditional";
import { type Routes, created, noContent, ok } from "../http/endpoint";
import { PAGINATION, paginate, paginateByKeyset } from "../http/pagination";
import type { Instance } from "../instance";
import type { Policy } from "../rules/policies";
import { runnerErrors } from "../rules/runnerModel";
import { JOB_STATUSES, type Job, type Runner } from "../store/records";
import {
  jobWithProject,
  project,
  resetTokenResult,
  runnerDetails,
  runnerManager,
  runnerProjects,
} from "./entities";
import { SCOPED_LIST_PARAMS, listRunners, onlyStatusScopes } from "./runnerList";
import { RUNNER_ATTRIBUTES, attributesFrom } from "./runnerParams";
import { renewToken } from "./tokenReset";

const ID = { id: { type: "integer", required: true } } as const;
const MANAGE = ["manage_runner"] as const;

/** `/runners` for users: GitLab's lib/api/ci/runners.rb. */
export function addRunners(routes: Routes): void {
  const { instance } = routes;
  const { store, features } = instance;

  routes.user("GET", "/runners", { params: SCOPED_LIST_PARAMS }, (request) => {
    onlyStatusScopes(request.params.scope);
    const owned = store.runners.all().filter((runner) => request.policy.ownsRunner(runner));
    return listRunners(owned, request, instance);
  });

  routes.user("GET", "/runners/all", { params: SCOPED_LIST_PARAMS }, (request) => {
    if (!request.policy.canReadAll) throw forbidden();
    return listRunners(store.runners.all(), request, instance);
  });

  routes.user(
    "GET",
    "/runners/:id",
    { scopes: MANAGE, params: { ...ID, include_projects: { type: "boolean" } } },
    ({ params, policy }) => {
      const runner = readable(params.id, policy, instance);
      const include = !features.runnerProjects || (params.include_projects ?? true);
      return ok(runnerDetails(runner, policy, instance, include));
    },
  );

  routes.user(
    "PUT",
    "/runners/:id",
    { scopes: MANAGE, params: { ...ID, ...RUNNER_ATTRIBUTES, active: { type: "boolean" } } },
    ({ params, policy, now }) => {
      const { id, ...sent } = params;
      if (Object.keys(sent).length === 0)
        throw invalidParams([
          `${UPDATE_KEYS.join(", ")} are missing, at least one parameter must be provided`,
        ]);
      if (sent.active !== undefined && sent.paused !== undefined)
        throw invalidParams(["active, paused are mutually exclusive"]);
      const runner = changeable(id, policy, instance);
      const attributes = attributesFrom(sent);
      const errors = runnerErrors({ ...runner, ...attributes }, runner);
      if (errors) throw invalidModel(errors);
      store.runners.update(runner, { ...attributes, updated_at: now.toISOString() });
      return ok(runnerDetails(runner, policy, instance, !features.runnerProjects));
    },
  );

  routes.user("DELETE", "/runners/:id", { scopes: MANAGE, params: ID }, ({ c, params, policy }) => {
    const runner = find(params.id, instance);
    if (!policy.isAdmin && runner.project_ids.length > 1)
      throw forbidden("Runner associated with more than one project");
    if (!policy.canDeleteRunner(runner)) throw noAccess();
    checkUnmodified(c, runner.updated_at);
    store.removeRunner(runner);
    return noContent();
  });

  routes.user(
    "POST",
    "/runners/:id/reset_authentication_token",
    { scopes: MANAGE, params: ID },
    ({ params, policy }) => {
      const runner = changeable(params.id, policy, instance);
      renewToken(runner, instance);
      return created(resetTokenResult(runner.token, runner.token_expires_at));
    },
  );

  if (features.createByUser)
    routes.user("GET", "/runners/:id/managers", { scopes: MANAGE, params: ID }, (request) => {
      const runner = readable(request.params.id, request.policy, instance);
      return ok(store.managersOf(runner).map((manager) => runnerManager(manager, instance)));
    });

  if (features.runnerProjects)
    routes.user(
      "GET",
      "/runners/:id/projects",
      { scopes: MANAGE, params: { ...ID, ...PAGINATION } },
      ({ c, params, raw, policy }) => {
        const runner = readable(params.id, policy, instance);
        const address = { url: instance.url + c.req.path, params: raw };
        const page = paginate(runnerProjects(runner, policy, instance), params, address);
        return ok(
          page.rows.map((each) => project(each, instance)),
          page.headers,
        );
      },
    );

  routes.user(
    "GET",
    "/runners/:id/jobs",
    {
      scopes: MANAGE,
      params: {
        ...ID,
        ...PAGINATION,
        system_id: { type: "string" },
        status: { type: "string", values: JOB_STATUSES },
        order_by: { type: "string", values: ["id"] },
        sort: { type: "string", values: ["asc", "desc"] },
        pagination: { type: "string", values: ["keyset", "legacy"] },
        cursor: { type: "string" },
      },
    },
    ({ c, params, raw, policy }) => {
      const runner = find(params.id, instance);
      if (!policy.canReadJobs(runner)) throw noAccess();
      const readable = new Set(
        store.projects.all().flatMap((of) => (policy.canReadBuilds(of) ? [of.id] : [])),
      );
      const { status, system_id } = params;
      const isListed = (job: Job): boolean =>
        (status == null || job.status === status) &&
        (system_id == null || job.system_id === system_id) &&
        readable.has(job.project_id);
      const keyset = params.pagination === "keyset";
      const jobs = [...store.jobsOf(runner)];
      // The order counts only when it is asked for, and then the newest come first.
      const ordered = params.order_by != null || keyset;
      if (ordered && params.sort !== "asc") jobs.reverse();
      const address = { url: instance.url + c.req.path, params: raw };
      const page = keyset
        ? paginateByKeyset(jobs, params, address, isListed)
        : paginate(jobs.filter(isListed), params, address, system_id == null);
      return ok(
        page.rows.map((job) => jobWithProject(job, instance)),
        page.headers,
      );
    },
  );
}

/** The parameters of an update, in the order in which GitLab lists them. */
const UPDATE_KEYS = [
  "description",
  "active",
  "paused",
  "tag_list",
  "run_untagged",
  "locked",
  "access_level",
  "maximum_timeout",
  "maintenance_note",
];

const noAccess = (): Error => forbidden("No access granted");

/** @throws ApiError 404 */
export function find(id: number, { store, features }: Instance): Runner {
  const runner = store.runners.get(id);
  if (!runner) throw features.namesMissingRunner ? notFound("Runner") : recordNotFound();
  return runner;
}

function readable(id: number, policy: Policy, instance: Instance): Runner {
  const runner = find(id, instance);
  if (!policy.canReadRunner(runner)) throw noAccess();
  return runner;
}

function changeable(id: number, policy: Policy, instance: Instance): Runner {
  const runner = find(id, instance);
  if (!policy.canUpdateRunner(runner)) throw noAccess();
  return runner;
}
