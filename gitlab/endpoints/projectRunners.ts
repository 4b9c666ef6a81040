import { path } from "../transport/path";
import { type RunnerPayload, parseReply, runnerSchema } from "../payloads/schemas";
import type { Transport } from "../transport/transport";

/**
 * `POST /projects/:id/runners`: lets a project use a project runner. Repeatable: assigning twice
 * is refused by GitLab and changes nothing.
 * @see https://docs.gitlab.com/api/runners/#assign-a-runner-to-project
 */
export async function assignRunner(
  send: Transport,
  projectId: string | number,
  runnerId: string | number,
): Promise<RunnerPayload> {
  const operation = `assign runner ${runnerId} to project ${projectId}`;
  const { body } = await send({
    operation,
    method: "POST",
    path: path`projects/${projectId}/runners`,
    json: { runner_id: Number(runnerId) },
  });
  return parseReply(runnerSchema, body, operation);
}

/** `DELETE /projects/:id/runners/:runner_id`. */
export async function unassignRunner(
  send: Transport,
  projectId: string | number,
  runnerId: string | number,
): Promise<void> {
  await send({
    operation: `unassign runner ${runnerId} from project ${projectId}`,
    method: "DELETE",
    path: path`projects/${projectId}/runners/${runnerId}`,
  });
}
