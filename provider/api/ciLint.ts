import * as v from "valibot";
import { GitLabError, UnexpectedReplyError } from "./errors";
import { parseYaml } from "./parseYaml";
import { path } from "./path";
import { parseReply } from "./schemas";
import type { Transport } from "./transport";

/** A job of a CI configuration that a runner would run. */
export interface ConfiguredJob {
  readonly name: string;
  /** The tags that it asks for; those with a variable, `$RUNNER_TAG`, are as they are written. */
  readonly tagList: readonly string[];
}

/** Entity `Ci::Lint::Result`. */
const lintSchema = v.object({
  valid: v.boolean(),
  errors: v.array(v.string()),
  merged_yaml: v.optional(v.nullable(v.string())),
  jobs: v.optional(
    v.array(
      v.object({
        name: v.string(),
        script: v.optional(v.array(v.string()), []),
        tag_list: v.array(v.string()),
      }),
    ),
    [],
  ),
});

/**
 * The jobs of a CI configuration, as GitLab itself resolves `include`, `extends` and `default`: of
 * the given text by `POST /projects/:id/ci/lint`, else of the project's own on its default branch
 * by `GET`. Nothing is changed by either.
 *
 * @throws {GitLabError} with GitLab's findings, when the configuration is not valid.
 * @see https://docs.gitlab.com/api/lint/
 */
export async function listConfiguredJobs(
  send: Transport,
  project: string | number,
  content?: string,
): Promise<ConfiguredJob[]> {
  const operation =
    content === undefined
      ? `read the CI configuration of project ${project}`
      : `resolve ciConfig in project ${project}`;
  const at = path`projects/${project}/ci/lint`;
  const { body, quote } = await send(
    content === undefined
      ? { operation, method: "GET", path: at, query: { include_jobs: true } }
      : { operation, method: "POST", path: at, json: { content, include_jobs: true } },
  );
  const { valid, errors, jobs, merged_yaml } = parseReply(lintSchema, body, operation);
  if (!valid) {
    throw new GitLabError(
      `cannot ${operation}: GitLab finds it not valid: ${quote(errors.join("; "))}`,
    );
  }
  const isTrigger = await triggers(merged_yaml ?? "", operation);
  return jobs
    .filter(({ name, script }) => script.length > 0 || !isTrigger(name))
    .map(({ name, tag_list: tagList }) => ({ name, tagList }));
}

/**
 * Tells the jobs that start another pipeline, which no runner runs. The list of jobs does not tell
 * them from those with `run` instead of `script`; the merged configuration does.
 */
async function triggers(mergedYaml: string, operation: string): Promise<(name: string) => boolean> {
  const names = Object.entries(await parseMerged(mergedYaml, operation))
    .filter(([, job]) => typeof job === "object" && job !== null && "trigger" in job)
    .map(([name]) => name);
  // Parallel jobs are called `name 1/2` and `name: [a, b]`.
  return (job) =>
    names.some((name) => job === name || job.startsWith(`${name} `) || job.startsWith(`${name}:`));
}

async function parseMerged(
  mergedYaml: string,
  operation: string,
): Promise<Record<string, unknown>> {
  try {
    return ((await parseYaml(mergedYaml)) ?? {}) as Record<string, unknown>;
  } catch {
    // What the parser says quotes the text.
    throw new UnexpectedReplyError(
      `cannot ${operation}: GitLab's reply is not as documented, at merged_yaml: expected YAML`,
    );
  }
}
