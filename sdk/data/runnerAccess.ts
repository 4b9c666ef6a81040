import type * as pulumi from "@pulumi/pulumi";
import { type GetRunnerAccessArgs, readAccess } from "../../functions/runnerAccess";
import type { AccessReview } from "../../gitlab/access/review";
import { type DataOptions, type DataOutputOptions, ask, askOutput } from "./connection";
import type { InputsOf } from "./inputs";

export type { GetRunnerAccessArgs } from "../../functions/runnerAccess";

/**
 * Which projects may use which runners, and why or why not: GitLab's switches of the project and its
 * groups, assignments, pauses, protected branches and tags, and the tags of jobs.
 *
 * A group runner and a project outside of its group have nothing to do with each other, nor have a
 * project runner and a project that it is not assigned to. Such a pair is in `access` only if you give
 * both `runnerId` and `projectId`.
 *
 * ```ts
 * const { access } = await getRunnerAccess({ projectId: "acme/app" });
 * const usable = access.filter((each) => each.access === "yes").map(({ runnerId }) => runnerId);
 * ```
 *
 * @throws Error with GitLab's answer: the Promise rejects.
 * @see https://docs.gitlab.com/ci/runners/runners_scope/
 */
export function getRunnerAccess(
  args: GetRunnerAccessArgs,
  options?: DataOptions,
): Promise<AccessReview> {
  return ask(options, (connection) => readAccess(connection, args));
}

/** Like {@link getRunnerAccess}, but returns an Output. */
export function getRunnerAccessOutput(
  args: pulumi.Input<InputsOf<GetRunnerAccessArgs>>,
  options?: DataOutputOptions,
): pulumi.Output<AccessReview> {
  return askOutput(args, options, readAccess);
}
