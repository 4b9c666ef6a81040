import * as pulumi from "@pulumi/pulumi";
import { demandCoverage } from "../../functions/requireTagCoverage";
import type { TagCoverage } from "../../gitlab/coverage/tagCoverage";
import { runError } from "../runError";
import { Runner } from "../runner";
import { type DataOutputOptions, askOutput } from "./connection";
import { declaredRunner } from "./declaredRunner";
import type { InputsOf } from "./inputs";
import type { ContactStatus, GetTagCoverageArgs } from "./tagCoverage";

/** Arguments of {@link requireTagCoverage}. */
export interface RequireTagCoverageArgs extends InputsOf<GetTagCoverageArgs> {
  /**
   * The runners that count, as they will be once the program is applied: new ones with the
   * arguments that they are given, and not those that the program no longer has. They are taken to
   * serve the project. Without this it is the runners that the project may use now.
   */
  runners?: Runner[] | undefined;
  /**
   * The statuses in which a runner counts; `online` and `never_contacted` if left out, so that a
   * stack which makes its first runner passes. A warning names the sets that no runner in contact
   * takes.
   */
  statuses?: pulumi.Input<ContactStatus[] | undefined>;
  /** True if a runner for protected branches and tags suffices. */
  protectedRefs?: pulumi.Input<boolean | undefined>;
}

/**
 * The same, and fails the preview of a change that leaves a set of tags without a runner. In an
 * apply without a preview it fails after the change.
 *
 * ```ts
 * const docker = new Runner("docker", { runnerType: "group_type", groupId, tagList: ["docker"] });
 * requireTagCoverage({ projectId: "acme/app", tags: [["docker"]], runners: [docker] });
 * ```
 *
 * What cannot be checked, of which {@link getTagCoverage} says `unknown`, is a warning.
 *
 * @throws pulumi.RunError that names the tags, the jobs and what keeps runners from them.
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
