import type { Access, AccessProject, AccessRunner } from "../../gitlab/access/access";
import type { AccessReview } from "../../gitlab/access/review";

/** A pair with its runner and its project. */
export type Row = Access & { readonly runner: AccessRunner; readonly project: AccessProject };

/** Which jobs a runner takes of the projects that may use it. */
export function jobsOf({ accessLevel, runUntagged, tagList }: AccessRunner): string {
  return [
    ...(accessLevel === "ref_protected" ? ["protected refs"] : []),
    ...(runUntagged ? ["untagged"] : []),
    ...(tagList.length === 0 ? [] : [`tags ${tagList.join(",")}`]),
  ].join("; ");
}

/** Each pair with its runner and its project. */
export function rowsOf({
  access: pairs,
  runners,
  projects,
}: Pick<AccessReview, "access" | "runners" | "projects">): Row[] {
  const runnersById = new Map(runners.map((runner) => [runner.id, runner]));
  const projectsById = new Map(projects.map((project) => [project.id, project]));
  return pairs.flatMap((pair) => {
    const [runner, project] = [runnersById.get(pair.runnerId), projectsById.get(pair.projectId)];
    return runner && project ? [{ ...pair, runner, project }] : [];
  });
}
