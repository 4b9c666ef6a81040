import * as v from "valibot";
import {
  type Candidate,
  type TagCoverage,
  candidateOf,
  tagCoverage,
} from "../gitlab/coverage/tagCoverage";
import { type TagSet, givenTagSets, tagSetsOf } from "../gitlab/coverage/tagSets";
import { checkArgs, constantSchema, idOrPathSchema } from "./arguments";
import type { Connection } from "../gitlab/connection";
import type { RunnerListOwner } from "../gitlab";
import { listedPayloads } from "./runnerPayloads";

/** A runner's status, apart from whether it is paused. A paused runner takes no jobs in any status. */
export type ContactStatus = (typeof CONTACT_STATUSES)[number];
const CONTACT_STATUSES = ["online", "offline", "stale", "never_contacted"] as const;

/** The arguments of {@link getTagCoverage}. */
export interface GetTagCoverageArgs {
  /** The project's id or full path. */
  projectId: number | string;
  /** The sets of tags that jobs require. An empty set stands for jobs without tags. */
  tags?: string[][] | undefined;
  /**
   * The text of a `.gitlab-ci.yml`, whose jobs count. GitLab resolves its `include` and `extends`.
   * Without this and `tags`, the project's own configuration on its default branch counts.
   */
  ciConfig?: string | undefined;
  /** The statuses in which a runner counts. Only `online` by default. */
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

export async function readCoverage(connection: Connection, args: unknown): Promise<TagCoverage[]> {
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
  const owner: RunnerListOwner = { of: "project", id: projectId };
  const runners = await connection.gitlab.listRunners(owner);
  return (await listedPayloads(connection, owner, runners, { projects: false })).map(candidateOf);
}
