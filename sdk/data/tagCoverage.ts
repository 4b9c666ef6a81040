import type * as pulumi from "@pulumi/pulumi";
import { type GetTagCoverageArgs, readCoverage } from "../../functions/tagCoverage";
import type { TagCoverage } from "../../gitlab/coverage/tagCoverage";
import { type DataOptions, type DataOutputOptions, ask, askOutput } from "./connection";
import type { InputsOf } from "./inputs";

export type { ContactStatus, GetTagCoverageArgs } from "../../functions/tagCoverage";

/**
 * Which runners take a project's jobs, for each set of tags that jobs require. A runner takes jobs if
 * it is online, is not paused, and has all of their tags. For jobs without tags, it must run untagged
 * jobs. The result also lists runners that match but take no jobs now, with the reason.
 *
 * A variable in a tag has its value in the configuration: in a matrix, in the job, or at the root. The
 * function does not read variables of the project, its groups, the instance or a pipeline, which would
 * take precedence. The coverage is `unknown` if a variable has no such value, or if a rule may change
 * it. It is also `unknown` for the jobs of child pipelines, and for a configuration without a job for a
 * runner.
 *
 * ```ts
 * const sets = await getTagCoverage({ projectId: "acme/app" });
 * const stuck = sets.filter(({ coverage }) => coverage === "none");
 * ```
 *
 * @throws Error with GitLab's answer, or with its findings in a CI configuration that is not valid:
 *   the Promise rejects.
 * @see https://docs.gitlab.com/ci/runners/configure_runners/#control-jobs-that-a-runner-can-run
 */
export function getTagCoverage(
  args: GetTagCoverageArgs,
  options?: DataOptions,
): Promise<TagCoverage[]> {
  return ask(options, (connection) => readCoverage(connection, args));
}

/** Like {@link getTagCoverage}, but returns an Output. */
export function getTagCoverageOutput(
  args: pulumi.Input<InputsOf<GetTagCoverageArgs>>,
  options?: DataOutputOptions,
): pulumi.Output<TagCoverage[]> {
  return askOutput(args, options, readCoverage);
}
