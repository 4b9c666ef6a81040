import type { dynamic } from "@pulumi/pulumi";
import { GitLabError, NotFoundError, PermissionError, type RunnerDetailsPayload } from "../api";
import type { Context } from "../configure";
import { failure } from "./checking";
import { scopeFailures } from "./credentialCheck";
import { targetFailures } from "./targetCheck";

/** What is known of an assignment before the apply. */
interface Assignment {
  readonly projectId?: number | undefined;
  readonly runnerId?: number | undefined;
}

/** What GitLab would refuse when it assigns a runner to a project, as far as it can be known. */
export async function assignmentFailures(
  context: Context,
  { projectId, runnerId }: Assignment,
): Promise<dynamic.CheckFailure[]> {
  if (!context.settings.previewChecks) return [];
  const [scope, project, runner] = await Promise.all([
    scopeFailures(context, "assign runners to projects"),
    projectId === undefined
      ? []
      : targetFailures(context, { property: "projectId", kind: "project", id: projectId }),
    runnerId === undefined ? [] : runnerFailures(context, runnerId, projectId),
  ]);
  return [...scope, ...project, ...runner];
}

async function runnerFailures(
  { lookups, warn }: Context,
  runnerId: number,
  projectId: number | undefined,
): Promise<dynamic.CheckFailure[]> {
  try {
    const runner = await lookups.runner(runnerId);
    const refused = kindFailures(runner, projectId);
    if (refused.length > 0 || !runner.locked) return refused;
    // A locked runner is for administrators to assign.
    if ((await lookups.user()).is_admin === true) return [];
    return [
      failure(
        "runnerId",
        `the runner ${runnerId} is locked to its projects. Set locked to false on it first`,
      ),
    ];
  } catch (error) {
    if (error instanceof NotFoundError) {
      return [failure("runnerId", `GitLab has no runner ${runnerId}`)];
    }
    if (!(error instanceof GitLabError)) throw error;
    const reason = error instanceof PermissionError ? error.reason : error.message;
    warn(`runnerId: the runner ${runnerId} could not be checked: ${reason}`);
    return [];
  }
}

function kindFailures(
  { id, runner_type: type, projects = [] }: RunnerDetailsPayload,
  projectId: number | undefined,
): dynamic.CheckFailure[] {
  if (type !== "project_type") {
    const whose =
      type === "instance_type"
        ? "an instance runner, which serves"
        : "a group runner, which serves";
    const what = type === "instance_type" ? "all projects" : "all projects of its group";
    return [
      failure(
        "runnerId",
        `the runner ${id} is ${whose} ${what}: only a project runner is assigned`,
      ),
    ];
  }
  // Of several projects GitLab doesn't tell which one owns the runner.
  if (projects.length !== 1 || projects[0]?.id !== projectId) return [];
  return [
    failure(
      "projectId",
      `the project ${projectId} owns the runner ${id} and always may use it. Leave this assignment out`,
    ),
  ];
}
