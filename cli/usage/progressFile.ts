import * as v from "valibot";

import { ConfigurationError } from "../../gitlab";
import { readJsonFile } from "../readJsonFile";
import { writeWhole } from "../writeWhole";

/** More than the runners of any fleet and their projects need. */
const LARGEST = 256 * 1024 * 1024;
const VERSION = 1;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const text = v.pipe(v.string(), v.maxLength(4096));
/** Milliseconds since 1970. */
const time = v.pipe(v.number(), v.safeInteger(), v.maxValue(8.64e15), v.minValue(-8.64e15));

const projectSchema = v.strictObject({
  id: count,
  path: text,
  jobs: count,
  unfinished: count,
  seconds: count,
});

const runnerSchema = v.strictObject({
  id,
  description: text,
  tags: v.array(text),
  cursor: v.nullable(text),
  isRead: v.boolean(),
  reason: v.nullable(text),
  projects: v.array(projectSchema),
});

const progressSchema = v.strictObject({
  version: v.literal(VERSION),
  apiUrl: text,
  /** Whose runners they are, for the title of a page. */
  title: text,
  since: time,
  until: time,
  /** Whose jobs count; null for all. */
  scope: v.nullable(v.union([v.strictObject({ projectId: id }), v.strictObject({ group: text })])),
  /** How many requests were made. */
  requests: count,
  runners: v.pipe(
    v.array(runnerSchema),
    v.check(
      (runners) => new Set(runners.map((runner) => runner.id)).size === runners.length,
      "each runner once",
    ),
  ),
});

/** How far a reading of jobs is. */
export type UsageProgress = Omit<v.InferOutput<typeof progressSchema>, "version">;

/** Writes it, in one step: a file of before stays whole. */
export function writeProgress(progress: UsageProgress, file: string): void {
  writeWhole(`${JSON.stringify({ version: VERSION, ...progress })}\n`, file, 0o600);
}

/**
 * Reads it.
 *
 * @throws ConfigurationError where there is none, or it is of another GitLab.
 */
export async function readProgress(file: string, apiUrl: string): Promise<UsageProgress> {
  const progress = await readJsonFile(file, {
    schema: progressSchema,
    largest: LARGEST,
    what: "reading of jobs",
    command: "usage",
    refusal: noProgress,
  });
  if (progress.apiUrl !== apiUrl)
    throw new ConfigurationError(
      `${file} is of ${progress.apiUrl}, and this command asks ${apiUrl}. Set GITLAB_BASE_URL to the ` +
        "GitLab of the file, or start again without --resume",
    );
  return progress;
}

function noProgress(file: string, reason: string): ConfigurationError {
  return new ConfigurationError(
    `${file} is not what an interrupted gitlab-runners usage wrote: ${reason}. Start again without --resume`,
  );
}
