import type * as pulumi from "@pulumi/pulumi";
import { type GetTagCoverageArgs, readCoverage } from "../../functions/tagCoverage";
import type { TagCoverage } from "../../gitlab/coverage/tagCoverage";
import { type DataOptions, type DataOutputOptions, ask, askOutput } from "./connection";
import type { InputsOf } from "./inputs";

export type { ContactStatus, GetTagCoverageArgs } from "../../functions/tagCoverage";

/**
 * For each set of tags that a project's jobs ask for, the runners that take them: in contact with
 * GitLab, not paused, with all of the tags, or for jobs without tags. Those that match but take no
 * jobs now are listed with the reason.
 *
 * A variable in a tag has the value that the configuration gives it: in a matrix, in the job, or at
 * its root. One of the project, its groups, the instance or a pipeline would beat that, and is not
 * looked up. Where there is no such value, or a rule may set another, the answer is `unknown`; so it
 * is for the jobs of child pipelines, and for a configuration without a job for a runner.
 *
 * ```ts
 * const sets = await getTagCoverage({ projectId: "acme/app" });
 * const stuck = sets.filter(({ coverage }) => coverage === "none");
 * ```
 *
 * @throws Error that says what GitLab answered, as a rejection: also its findings in a CI
 *   configuration that is not valid.
 * @see https://docs.gitlab.com/ci/runners/configure_runners/#control-jobs-that-a-runner-can-run
 */
export function getTagCoverage(
  args: GetTagCoverageArgs,
  options?: DataOptions,
): Promise<TagCoverage[]> {
  return ask(options, (connection) => readCoverage(connection, args));
}

/** The same as an Output. */
export function getTagCoverageOutput(
  args: pulumi.Input<InputsOf<GetTagCoverageArgs>>,
  options?: DataOutputOptions,
): pulumi.Output<TagCoverage[]> {
  return askOutput(args, options, readCoverage);
}
