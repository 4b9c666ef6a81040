import * as v from "valibot";

import { ConfigurationError } from "../../gitlab";
import { ACCESS_REASONS } from "../../gitlab/access/access";
import { ACCESS_LEVELS, RUNNER_TYPES } from "../../gitlab/payloads/schemas";
import { inputName } from "../readInput";
import { readJsonFile } from "../readJsonFile";

/** More than the review of any instance has. */
const LARGEST = 256 * 1024 * 1024;
export const VERSION = 1;

const text = v.string();
const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const idOrPath = v.union([id, text]);

const accessSchema = v.strictObject({
  runnerId: id,
  projectId: id,
  access: v.picklist(["yes", "no", "unknown"]),
  reason: v.picklist(ACCESS_REASONS),
  explanation: text,
});

const changeSchema = v.strictObject({
  change: v.picklist(["gained", "lost", "other"]),
  runnerId: id,
  projectId: id,
  /** Its full path, now or before. */
  project: text,
  before: v.nullable(v.omit(accessSchema, ["runnerId", "projectId"])),
  now: v.nullable(v.omit(accessSchema, ["runnerId", "projectId"])),
});

/** What `access --output json` prints: docs/access.schema.json. */
const fileSchema = v.strictObject({
  version: v.literal(VERSION),
  apiUrl: text,
  readAt: v.pipe(
    text,
    v.check((value) => !Number.isNaN(Date.parse(value)), "a time in ISO 8601"),
  ),
  scope: v.strictObject({
    runnerId: v.optional(idOrPath),
    projectId: v.optional(idOrPath),
    groupId: v.optional(idOrPath),
    all: v.optional(v.boolean()),
  }),
  job: v.strictObject({
    tags: v.optional(v.array(text)),
    protectedRef: v.optional(v.boolean()),
  }),
  runners: v.array(
    v.strictObject({
      id,
      description: text,
      runnerType: v.picklist(RUNNER_TYPES),
      group: v.optional(text),
      projectIds: v.array(id),
      tagList: v.array(text),
      runUntagged: v.boolean(),
      accessLevel: v.picklist(ACCESS_LEVELS),
      locked: v.boolean(),
      paused: v.boolean(),
      status: text,
    }),
  ),
  projects: v.array(
    v.strictObject({
      id,
      path: text,
      archived: v.boolean(),
      ciEnabled: v.optional(v.boolean()),
      instanceRunners: v.boolean(),
      instanceRunnersOffBy: v.optional(text),
      groupRunners: v.optional(v.boolean()),
    }),
  ),
  access: v.array(accessSchema),
  notes: v.array(text),
  changes: v.optional(v.array(changeSchema)),
});

/** A review as it is kept in a file. */
export type ReviewFile = v.InferOutput<typeof fileSchema>;

/** What has changed since an earlier review. */
export type AccessChange = v.InferOutput<typeof changeSchema>;

/**
 * Reads the review of a file, or of standard input, which must be of the same GitLab, scope and jobs.
 *
 * @throws ConfigurationError where there is none, or it is of something else.
 */
export async function readReview(
  file: string,
  now: Pick<ReviewFile, "apiUrl" | "scope" | "job">,
): Promise<ReviewFile> {
  const review = await readJsonFile(file, {
    schema: fileSchema,
    largest: LARGEST,
    what: "review",
    command: "access",
    refusal: noReview,
  });
  for (const [what, value] of [
    ["GitLab", "apiUrl"],
    ["scope", "scope"],
    ["kind of jobs", "job"],
  ] as const)
    if (JSON.stringify(review[value]) !== JSON.stringify(now[value]))
      throw new ConfigurationError(
        `the review of ${inputName(file)} is of another ${what}: ${JSON.stringify(review[value])}, not ` +
          `${JSON.stringify(now[value])}. Give the options by which that review was made, or leave --since out`,
      );
  return review;
}

function noReview(file: string, reason: string): ConfigurationError {
  return new ConfigurationError(
    `${inputName(file)} is not a review of gitlab-runners access --output json: ${reason}`,
  );
}
