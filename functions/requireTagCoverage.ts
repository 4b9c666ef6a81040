import * as v from "valibot";
import {
  type CoveringRunner,
  type TagCoverage,
  isUncovered,
  tagCoverage,
} from "../gitlab/coverage/tagCoverage";
import { uncheckedLines } from "../gitlab/coverage/tagSets";
import { checkArgs } from "./arguments";
import type { Connection } from "../gitlab/connection";
import { type DeclaredRunner, declaredCandidate } from "./declaredRunner";
import { FunctionError } from "./functionError";
import {
  EXCLUDING,
  coverageArguments,
  isOneAtMost,
  projectCandidates,
  tagSets,
} from "./tagCoverage";

const requiredArgs = v.pipe(
  v.strictObject({
    ...coverageArguments,
    protectedRefs: v.optional(v.boolean("must be true or false")),
    runners: v.optional(v.array(v.custom<DeclaredRunner>(() => true))),
  }),
  v.check((args) => isOneAtMost(args), EXCLUDING),
);

/**
 * What the sets of tags find, with a warning for each that no runner in contact takes.
 *
 * @throws FunctionError for a set that no runner takes.
 */
export async function demandCoverage(
  connection: Connection,
  args: unknown,
): Promise<TagCoverage[]> {
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
    throw new FunctionError(
      `requireTagCoverage: in project ${projectId} ${missing.map(explain).join("; ")}. Keep a ` +
        "runner that has these tags and takes their jobs, or remove the tags from the jobs",
    );
  }
  for (const line of uncheckedLines(found)) {
    connection.warn(`requireTagCoverage: in project ${projectId} ${line}`);
  }
  const inContact = tagCoverage(sets, candidates, ["online"]);
  for (const [index, set] of found.entries()) {
    if (inContact[index]?.coverage !== set.coverage) {
      connection.warn(
        `requireTagCoverage: no online runner takes jobs with ${nameOf(set)} in ` +
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
