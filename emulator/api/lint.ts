import { type LintResult, lint, refusal, simulate } from "../ci/lint";
import { type Routes, ok } from "../http/endpoint";
import { forbidden, invalidParams, notFound } from "../http/errors";
import { visible } from "./projectRunners";
import { COMMIT, REFS, includableOf } from "./repositories";

const ID = { id: { type: "string", required: true } } as const;
const CHECK = { dry_run: { type: "boolean" }, include_jobs: { type: "boolean" } } as const;

/** `/projects/:id/ci/lint`: GitLab's lib/api/lint.rb. */
export function addLint(routes: Routes): void {
  const { instance } = routes;

  const existing = {
    ...ID,
    ...CHECK,
    sha: { type: "string" },
    content_ref: { type: "string" },
    ref: { type: "string" },
    dry_run_ref: { type: "string" },
  } as const;
  routes.user("GET", "/projects/:id/ci/lint", { params: existing }, ({ params, policy }) => {
    refuseBoth(params, "sha", "content_ref");
    refuseBoth(params, "ref", "dry_run_ref");
    const project = visible(params.id, policy, instance);
    if (!policy.canReadCode(project)) throw forbidden();
    // A file of state that an older version wrote does not have it.
    if (project.ci_config == null) throw notFound("Repository");
    const ref = params.content_ref ?? params.sha ?? COMMIT;
    if (!REFS.includes(ref)) throw notFound("Commit");
    const source = includableOf(project, policy, instance);
    if (params.dry_run !== true) return answer(lint(project.ci_config, source), params);
    return answer(
      policy.canCreatePipeline(project)
        ? simulate(project.ci_config, source)
        : refusal("Insufficient permissions to create a new pipeline"),
      params,
    );
  });

  const given = {
    ...ID,
    ...CHECK,
    content: { type: "string", required: true },
    ref: { type: "string" },
  } as const;
  routes.user("POST", "/projects/:id/ci/lint", { params: given }, ({ params, policy }) => {
    const project = visible(params.id, policy, instance);
    if (!policy.canCreatePipeline(project)) throw forbidden();
    const check = params.dry_run === true ? simulate : lint;
    return answer(check(params.content, includableOf(project, policy, instance)), params);
  });
}

function answer(
  { jobs, ...result }: LintResult,
  { include_jobs }: { include_jobs?: boolean | null | undefined },
): ReturnType<typeof ok> {
  return ok(include_jobs === true ? { ...result, jobs } : result);
}

function refuseBoth<Name extends string>(
  params: { readonly [Each in Name]?: unknown },
  one: Name,
  other: Name,
): void {
  if (params[one] != null && params[other] != null)
    throw invalidParams([`${one}, ${other} are mutually exclusive`]);
}
