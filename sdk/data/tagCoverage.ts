import type * as pulumi from "@pulumi/pulumi";
import * as v from "valibot";
import {
  type Candidate,
  type TagCoverage,
  candidateOf,
  tagCoverage,
} from "../../gitlab/coverage/tagCoverage";
import { type TagSet, givenTagSets, tagSetsOf } from "../../gitlab/coverage/tagSets";
import { type InputsOf, checkArgs, constantSchema, idOrPathSchema } from "./arguments";
import {
  type Connection,
  type DataOptions,
  type DataOutputOptions,
  ask,
  askOutput,
} from "./connection";
import { listedPayloads } from "./runner";

/** In which contact with GitLab a runner is; a paused one takes no jobs in any. */
export type ContactStatus = (typeof CONTACT_STATUSES)[number];
const CONTACT_STATUSES = ["online", "offline", "stale", "never_contacted"] as const;

/** Arguments of {@link getTagCoverage}. */
export interface GetTagCoverageArgs {
  /** The project's id or full path. */
  projectId: number | string;
  /** The sets of tags that jobs ask for; an empty one is for jobs without tags. */
  tags?: string[][] | undefined;
  /**
   * The text of a `.gitlab-ci.yml`, whose jobs are looked at; GitLab resolves its `include` and
   * `extends`. Without this and `tags` it is the project's own, on its default branch.
   */
  ciConfig?: string | undefined;
  /** The statuses in which a runner counts; `online` alone, if left out. */
  statuses?: ContactStatus[] | undefined;
}

/** The arguments of both functions. */
export const coverageArguments = {
  projectId: idOrPathSchema,
  tags: v.optional(
    v.array(v.array(v.string("must hold texts"), "must hold lists of tags"), "must be a list"),
  ),
  ciConfig: v.optional(v.pipe(v.string("must be a text"), v.nonEmpty("is empty"))),
  statuses: v.optional(v.array(constantSchema(CONTACT_STATUSES), "must be a list of statuses")),
};
export const EXCLUDING = "tags and ciConfig exclude each other";
export function isOneAtMost({ tags, ciConfig }: { tags?: unknown; ciConfig?: unknown }): boolean {
  return tags === undefined || ciConfig === undefined;
}
const coverageArgs = v.pipe(
  v.strictObject(coverageArguments),
  v.check((args) => isOneAtMost(args), EXCLUDING),
);
/**
 * For each set of tags that a project's jobs ask for, the runners that take them: in contact with
 * GitLab, not paused, with all of the tags, or for jobs without tags. Those that match but take no
 * jobs now are told with the reason.
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

async function readCoverage(connection: Connection, args: unknown): Promise<TagCoverage[]> {
  const {
    projectId,
    tags,
    ciConfig,
    statuses = ["online"],
  } = checkArgs("getTagCoverage", coverageArgs, args);
  const [sets, candidates] = await Promise.all([
    tagSets(connection, projectId, tags, ciConfig),
    projectCandidates(connection, projectId),
  ]);
  return tagCoverage(sets, candidates, statuses);
}

export async function tagSets(
  { gitlab }: Connection,
  projectId: number | string,
  tags: string[][] | undefined,
  ciConfig: string | undefined,
): Promise<TagSet[]> {
  if (tags !== undefined) return givenTagSets(tags);
  return tagSetsOf(await gitlab.listConfiguredJobs(projectId, ciConfig));
}

export async function projectCandidates(
  connection: Connection,
  projectId: number | string,
): Promise<Candidate[]> {
  const runners = await connection.gitlab.listRunners({ of: "project", id: projectId });
  return (await listedPayloads(connection, runners, { projects: false })).map(candidateOf);
}
