import type { CheckFailure } from "../values/operation";
import { GitLabError } from "../../gitlab";
import type { Context } from "../context/context";
import { failure } from "../values/checking";
import { scopeFailures } from "./credentialCheck";
import { unreadableRunner } from "./missingRunnerCheck";
import type { AssignableRunner } from "../context/lookups";
import { targetFailures } from "./targetCheck";

/** What is known of assignments of one runner before the apply. */
interface Assignments {
  readonly runnerId: number | undefined;
  /** The argument that names the projects. */
  readonly property: "projectId" | "projectIds";
  /** A path is one that GitLab could not be asked for. */
  readonly projects: readonly (number | string)[];
}

/** What GitLab would refuse when it assigns a runner to projects, as far as it can be known. */
export async function assignmentFailures(
  context: Context,
  { runnerId, property, projects }: Assignments,
): Promise<CheckFailure[]> {
  if (!context.settings.previewChecks) return [];
  const ids = projects.filter((project) => typeof project === "number");
  const [scope, runner, ...targets] = await Promise.all([
    scopeFailures(context, "assign runners to projects"),
    runnerId === undefined ? [] : runnerFailures(context, runnerId),
    ...ids.map((id) => targetFailures(context, { property, kind: "project", id })),
  ]);
  return [...scope, ...runner, ...targets.flat()];
}

/** The runner as {@link assignmentFailures} read it; undefined if it was not read. */
export async function checkedRunner(
  { settings, lookups }: Context,
  runnerId: number | undefined,
): Promise<AssignableRunner | undefined> {
  if (!settings.previewChecks || runnerId === undefined) return undefined;
  return lookups.assignableRunner(runnerId).catch((error: unknown) => {
    // `assignmentFailures` has said why it cannot be read.
    if (error instanceof GitLabError) return undefined;
    throw error;
  });
}

/** The owner project always may use its runner, and GitLab never takes it away. */
export async function ownerFailures(
  context: Context,
  { runnerId, projectId }: { runnerId?: number; projectId?: number | string },
): Promise<CheckFailure[]> {
  const runner = await checkedRunner(context, runnerId);
  const owner = runner && ownerOf(runner);
  if (owner === undefined || owner !== projectId) return [];
  return [
    failure(
      "projectId",
      `the ${context.lookups.named("project", owner)} owns the runner ${runnerId} and may always use it. Leave ` +
        "this assignment out",
    ),
  ];
}

/** The project that owns a runner; of several GitLab doesn't say which one it is. */
export function ownerOf({ projects = [] }: AssignableRunner): number | undefined {
  return projects.length === 1 ? projects[0]?.id : undefined;
}

async function runnerFailures(context: Context, runnerId: number): Promise<CheckFailure[]> {
  const { lookups } = context;
  const refuse = (reason: string): CheckFailure[] => [failure("runnerId", reason)];
  try {
    const { runner_type: type, locked } = await lookups.assignableRunner(runnerId);
    if (type === "instance_type") {
      return refuse(
        `the runner ${runnerId} is an instance runner, which serves all projects: only a project ` +
          "runner is assigned",
      );
    }
    if (type === "group_type") {
      return refuse(
        `the runner ${runnerId} is a group runner, which serves all projects of its group: only a ` +
          "project runner is assigned",
      );
    }
    // A locked runner is for administrators to assign.
    if (!locked || (await lookups.user()).is_admin === true) return [];
    return refuse(
      `the runner ${runnerId} is locked to its projects. Set locked to false on it first`,
    );
  } catch (error) {
    return unreadableRunner(context, runnerId, error);
  }
}
