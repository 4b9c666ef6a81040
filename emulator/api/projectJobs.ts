import { type Routes, ok } from "../http/endpoint";
import { forbidden } from "../http/errors";
import { PAGINATION, paginate, paginateByKeyset } from "../http/pagination";
import { JOB_STATUSES } from "../store/records";
import { jobOfProject } from "./entities";
import { visible } from "./projectRunners";
import { refuseUnknown } from "./unknownParams";

const JOBS = {
  ...PAGINATION,
  id: { type: "string", required: true },
  scope: { type: "list", values: JOB_STATUSES },
  pagination: { type: "string" },
  cursor: { type: "string" },
} as const;

/** `GET /projects/:id/jobs`, the newest first, not counted: GitLab's lib/api/ci/jobs.rb. */
export function addProjectJobs(routes: Routes): void {
  const { instance } = routes;
  routes.user("GET", "/projects/:id/jobs", { params: JOBS }, ({ c, params, raw, policy }) => {
    refuseUnknown(raw, JOBS);
    const project = visible(params.id, policy, instance);
    if (!policy.canReadBuilds(project)) throw forbidden();
    const scope = params.scope ?? [];
    const jobs = instance.store.jobs
      .all()
      .filter(
        ({ project_id: id, status }) =>
          id === project.id && (scope.length === 0 || scope.includes(status)),
      )
      .sort((one, other) => other.id - one.id);
    const address = { url: instance.url + c.req.path, params: raw };
    const page =
      params.pagination === "keyset"
        ? paginateByKeyset(jobs, params, address)
        : paginate(jobs, params, address, false);
    return ok(
      page.rows.map((job) => jobOfProject(job, policy, instance)),
      page.headers,
    );
  });
}
