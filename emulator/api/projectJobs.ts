import { type Routes, ok } from "../http/endpoint";
import { forbidden } from "../http/errors";
import { PAGINATION, paginate } from "../http/pagination";
import { JOB_STATUSES } from "../store/records";
import { jobWithProject } from "./entities";
import { visible } from "./projectRunners";
import { refuseUnknown } from "./unknownParams";

const JOBS = {
  ...PAGINATION,
  id: { type: "string", required: true },
  scope: { type: "string", values: JOB_STATUSES },
} as const;

/** `GET /projects/:id/jobs`, the newest first: GitLab's lib/api/ci/jobs.rb. */
export function addProjectJobs(routes: Routes): void {
  const { instance } = routes;
  routes.user("GET", "/projects/:id/jobs", { params: JOBS }, ({ c, params, raw, policy }) => {
    refuseUnknown(raw, JOBS);
    const project = visible(params.id, policy, instance);
    if (!policy.canReadBuilds(project)) throw forbidden();
    const jobs = instance.store.jobs
      .all()
      .filter(
        ({ project_id: id, status }) =>
          id === project.id && (params.scope == null || status === params.scope),
      )
      .reverse();
    const page = paginate(jobs, params, { url: instance.url + c.req.path, params: raw });
    return ok(
      page.rows.map((job) => ({
        ...jobWithProject(job, instance),
        tag_list: [...job.tag_list].sort(),
      })),
      page.headers,
    );
  });
}
