import { type Routes, ok } from "../http/endpoint";
import { forbidden, recordNotFound } from "../http/errors";
import { visible } from "./projectRunners";

const JOB = {
  id: { type: "string", required: true },
  job_id: { type: "integer", required: true },
} as const;

/** `GET /projects/:id/jobs/:job_id/trace`: GitLab's lib/api/ci/jobs.rb. */
export function addJobLogs(routes: Routes): void {
  const { store, logs } = routes.instance;
  routes.user("GET", "/projects/:id/jobs/:job_id/trace", { params: JOB }, ({ params, policy }) => {
    const project = visible(params.id, policy, routes.instance);
    if (!policy.canReadBuilds(project)) throw forbidden();
    const job = store.jobs.get(params.job_id);
    if (job?.project_id !== project.id) throw recordNotFound();
    return ok(Buffer.from(logs.read(job.id)).toString(), {
      "content-disposition": `infile; filename="${job.id}.log"`,
    });
  });
}
