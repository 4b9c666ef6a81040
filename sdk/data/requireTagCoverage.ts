import * as pulumi from "@pulumi/pulumi";
import * as v from "valibot";
import {
  type CoveringRunner,
  type TagCoverage,
  isUncovered,
  tagCoverage,
} from "../../gitlab/coverage/tagCoverage";
import { uncheckedLines } from "../../gitlab/coverage/tagSets";
import { runError } from "../runError";
import { Runner } from "../runner";
import { type InputsOf, checkArgs } from "./arguments";
import { type Connection, type DataOutputOptions, askOutput } from "./connection";
import { type DeclaredRunner, declaredCandidate, declaredRunner } from "./declaredRunner";
import {
  type ContactStatus,
  EXCLUDING,
  type GetTagCoverageArgs,
  coverageArguments,
  isOneAtMost,
  projectCandidates,
  tagSets,
} from "./tagCoverage";

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
   * stack which makes its first runner passes. A warning tells the sets that no runner in contact
   * takes.
   */
  statuses?: pulumi.Input<ContactStatus[] | undefined>;
  /** True if a runner for protected branches and tags suffices. */
  protectedRefs?: pulumi.Input<boolean | undefined>;
}

const requiredArgs = v.pipe(
  v.strictObject({
    ...coverageArguments,
    protectedRefs: v.optional(v.boolean("must be true or false")),
    runners: v.optional(v.array(v.custom<DeclaredRunner>(() => true))),
  }),
  v.check((args) => isOneAtMost(args), EXCLUDING),
);

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
 * @throws pulumi.RunError that tells the tags, the jobs and what keeps runners from them.
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

async function demandCoverage(connection: Connection, args: unknown): Promise<TagCoverage[]> {
  const {
    projectId,
    tags,
    ciConfig,
    runners,
    protectedRefs = false,
    statuses = ["online", "never_contacted"],
  } = checkArgs("requireTagCoverage", requiredArgs, args);
  const [sets, candidates] = await Promise.all([
    tagSets(connection, projectId, tags, ciConfig),
    runners === undefined
      ? projectCandidates(connection, projectId)
      : Promise.all(runners.map((runner) => declaredCandidate(connection, runner))),
  ]);
  const found = tagCoverage(sets, candidates, statuses);
  const missing = found.filter((set) => isUncovered(set, protectedRefs));
  if (missing.length > 0) {
    throw runError(
      `requireTagCoverage: in project ${projectId} ${missing.map(explain).join("; ")}. Keep a ` +
        "runner that has these tags and takes their jobs, or take the tags out of the jobs",
    );
  }
  for (const line of uncheckedLines(found)) {
    connection.warn(`requireTagCoverage: in project ${projectId} ${line}`);
  }
  const inContact = tagCoverage(sets, candidates, ["online"]);
  for (const [index, set] of found.entries()) {
    if (inContact[index]?.coverage !== set.coverage) {
      connection.warn(
        `requireTagCoverage: no runner in contact with GitLab takes jobs with ${nameOf(set)} in ` +
          `project ${projectId} yet: ${set.runners.map(describe).join(", ")}`,
      );
    }
  }
  return found;
}

function nameOf({ tags, jobs }: TagCoverage): string {
  const names = tags.length === 0 ? "no tags" : `the tags ${tags.join(", ")}`;
  return jobs.length === 0 ? names : `${names} (${jobs.join(", ")})`;
}

function explain(set: TagCoverage): string {
  const start =
    set.coverage === "none"
      ? `no runner takes jobs with ${nameOf(set)}`
      : `jobs with ${nameOf(set)} find a runner on protected branches and tags only (protectedRefs ` +
        "true accepts that)";
  const reasons = set.unavailable.map((runner) => `${describe(runner)} is ${runner.reason}`);
  return reasons.length === 0 ? start : `${start}: ${reasons.join(", ")}`;
}

function describe({ id, description }: CoveringRunner): string {
  const name = description === undefined ? "" : ` "${description}"`;
  return id === undefined ? `a new runner${name}` : `runner ${id}${name}`;
}
