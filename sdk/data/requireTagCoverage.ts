import * as pulumi from "@pulumi/pulumi";
import { demandCoverage } from "../../functions/requireTagCoverage";
import type { TagCoverage } from "../../gitlab/coverage/tagCoverage";
import { runError } from "../runError";
import { Runner } from "../runner";
import { type DataOutputOptions, askOutput } from "./connection";
import { declaredRunner } from "./declaredRunner";
import type { InputsOf } from "./inputs";
import type { ContactStatus, GetTagCoverageArgs } from "./tagCoverage";

/** The arguments of {@link requireTagCoverage}. */
export interface RequireTagCoverageArgs extends InputsOf<GetTagCoverageArgs> {
  /**
   * The only runners that count, as they will be after the apply: a new runner has the arguments of
   * the program. The check assumes that they serve the project. If you leave this out, the runners
   * that the project may use now count.
   */
  runners?: Runner[] | undefined;
  /**
   * The statuses in which a runner counts. `online` and `never_contacted` by default, so that a stack
   * passes when it creates its first runner. A warning names the sets of tags that no online runner
   * takes.
   */
  statuses?: pulumi.Input<ContactStatus[] | undefined>;
  /** Whether a runner for protected branches and tags suffices. False by default. */
  protectedRefs?: pulumi.Input<boolean | undefined>;
}

/**
 * Like {@link getTagCoverage}, but fails the preview of a change that leaves a set of tags without a
 * runner. In an apply without a preview, it fails after the change.
 *
 * ```ts
 * const docker = new Runner("docker", { runnerType: "group_type", groupId, tagList: ["docker"] });
 * requireTagCoverage({ projectId: "acme/app", tags: [["docker"]], runners: [docker] });
 * ```
 *
 * If {@link getTagCoverage} reports `unknown`, this function warns.
 *
 * @throws pulumi.RunError that names the tags, the jobs and why the matching runners do not take them.
 */
export function requireTagCoverage(
  args: RequireTagCoverageArgs,
  options?: DataOutputOptions,
): pulumi.Output<TagCoverage[]> {
  const { runners, ...rest } = args;
  if (runners !== undefined && !runners.every((runner) => Runner.isInstance(runner))) {
    throw runError("requireTagCoverage: runners must be resources of the type Runner");
  }
  const declared = runners && pulumi.all(runners.map(declaredRunner));
  return askOutput({ ...rest, ...(declared && { runners: declared }) }, options, demandCoverage);
}
