import * as v from "valibot";
import { expandTags } from "../ciConfig/ciVariables";
import { GitLabError, NotFoundError } from "../transport/errors";
import { type MergedJob, mergedJobs } from "../ciConfig/mergedJobs";
import { path } from "../transport/path";
import { parseReply } from "../payloads/schemas";
import type { Transport } from "../transport/transport";

/** A job of a CI configuration. */
export interface ConfiguredJob {
  readonly name: string;
  /** Undefined for a job that a runner runs. */
  readonly bridge: MergedJob["bridge"];
  /** The tags that it asks for, with the values of the variables that the configuration sets. */
  readonly tagList: readonly string[];
  /** Whether that are all of the variables in them; others are as they are written. */
  readonly isKnown: boolean;
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

/** GitLab's finding where the repository has no file: Gitlab::Ci::YamlProcessor. */
const NO_CONTENT = "Please provide content of .gitlab-ci.yml";

function noConfiguration(project: string | number, cause?: Error): GitLabError {
  return new GitLabError(
    `project ${project} has no CI configuration: check tags, or pass the text of a .gitlab-ci.yml`,
    { cause },
  );
}

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
  ).catch((error: unknown) => {
    const hasNone = error instanceof NotFoundError && error.reason.includes("Repository");
    throw hasNone ? noConfiguration(project, error) : error;
  });
  const { valid, errors, jobs, merged_yaml } = parseReply(lintSchema, body, operation);
  if (!valid && content === undefined && errors.includes(NO_CONTENT))
    throw noConfiguration(project);
  if (!valid) {
    throw new GitLabError(
      `cannot ${operation}: GitLab reports that it is not valid: ${quote(errors.join("; "))}`,
    );
  }
  const find = await mergedJobs(merged_yaml ?? "", operation);
  return jobs.map(({ name, script, tag_list: tags }) => {
    const { bridge, variables = new Map() } = find(name) ?? {};
    // A script is for a runner, whatever the merged configuration seems to say.
    return { name, bridge: script.length > 0 ? undefined : bridge, ...expandTags(tags, variables) };
  });
}
