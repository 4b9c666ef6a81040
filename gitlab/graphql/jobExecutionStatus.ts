import * as v from "valibot";
import { AbortedError, GitLabError } from "../transport/errors";
import type { Transport } from "../transport/transport";
import { askGraphql } from "./query";

const QUERY = `query ($id: CiRunnerID!) { runner(id: $id) { jobExecutionStatus } }`;

/** What GitLab before 17 calls a runner that runs jobs. */
const BEFORE_17 = "running";

const nodeSchema = v.object({
  jobExecutionStatus: v.pipe(
    v.string(),
    v.toLowerCase(),
    v.transform((status) => (status === BEFORE_17 ? "active" : status)),
  ),
});

/**
 * Whether a runner runs jobs of any project, also of those that the credential may not see: REST shows it
 * from GitLab 18 on, GraphQL from 15.7 on.
 *
 * @returns `active` or `idle`; undefined where GitLab does not answer that.
 */
export async function getJobExecutionStatus(
  send: Transport,
  id: number,
): Promise<string | undefined> {
  try {
    const { data } = await askGraphql(send, `read what runner ${id} works at`, QUERY, {
      id: `gid://gitlab/Ci::Runner/${id}`,
    });
    const found = v.safeParse(nodeSchema, data["runner"]);
    return found.success ? found.output.jobExecutionStatus : undefined;
  } catch (error) {
    if (!(error instanceof GitLabError) || error instanceof AbortedError) throw error;
    return undefined;
  }
}
