import { type CreationMarker, splitNote } from "../text/creationMarker";
import { path } from "../transport/path";
import {
  type AccessLevel,
  type ResetTokenPayload,
  type RunnerDetailsPayload,
  type RunnerRegistrationPayload,
  type RunnerType,
  parseCreated,
  parseReply,
  resetTokenSchema,
  runnerDetailsSchema,
  runnerRegistrationSchema,
} from "../payloads/schemas";
import type { Transport } from "../transport/transport";

/** What both a new and an existing runner can be given, in GitLab's names. */
export interface RunnerAttributes {
  description?: string | null;
  paused?: boolean;
  locked?: boolean;
  run_untagged?: boolean;
  tag_list?: readonly string[];
  access_level?: AccessLevel;
  /** Seconds. */
  maximum_timeout?: number | null;
  maintenance_note?: string | null;
}

export interface NewRunner extends RunnerAttributes {
  runner_type: RunnerType;
  group_id?: number;
  project_id?: number;
  /** ISO 8601; Premium. */
  token_expires_at?: string;
  /** ISO 8601; Premium. */
  token_rotation_deadline?: string;
}

/**
 * `POST /user/runners`.
 * @see https://docs.gitlab.com/api/users/#create-a-runner-linked-to-a-user
 */
export async function createRunner(
  send: Transport,
  runner: NewRunner,
): Promise<RunnerRegistrationPayload> {
  const operation = "create a runner";
  const { body } = await send({
    operation,
    method: "POST",
    path: "user/runners",
    json: runner,
    creates: true,
  });
  return parseCreated(runnerRegistrationSchema, body, operation);
}

/**
 * `POST /runners`, deprecated by GitLab.
 * @see https://docs.gitlab.com/api/runners/#create-a-runner
 */
export async function registerRunner(
  send: Transport,
  registrationToken: string,
  runner: RunnerAttributes,
): Promise<RunnerRegistrationPayload> {
  const operation = "register a runner";
  const { body } = await send({
    operation,
    method: "POST",
    path: "runners",
    json: { token: registrationToken, ...runner },
    creates: true,
    authenticated: false,
  });
  return parseCreated(runnerRegistrationSchema, body, operation);
}

/** A runner's details; the marker is taken out of its note. */
export interface MarkedRunner {
  readonly runner: RunnerDetailsPayload;
  readonly marker?: CreationMarker | undefined;
}

/** `GET /runners/:id`, with the projects that may use it. */
export async function getRunner(
  send: Transport,
  id: string | number,
): Promise<RunnerDetailsPayload> {
  return (await readRunner(send, id)).runner;
}

/**
 * The same without the projects, of which a runner may have so many that GitLab takes too long.
 * Before it had the parameter, GitLab sends them all the same.
 */
export async function getRunnerAlone(
  send: Transport,
  id: string | number,
): Promise<RunnerDetailsPayload> {
  return (await getMarkedRunner(send, id)).runner;
}

/** The same without the projects and with the marker of its creation. */
export function getMarkedRunner(send: Transport, id: string | number): Promise<MarkedRunner> {
  return readRunner(send, id, { include_projects: false });
}

async function readRunner(
  send: Transport,
  id: string | number,
  query: { include_projects?: boolean } = {},
): Promise<MarkedRunner> {
  const operation = `read runner ${id}`;
  const { body } = await send({ operation, method: "GET", path: path`runners/${id}`, query });
  return parseDetails(body, operation);
}

function parseDetails(body: unknown, operation: string): MarkedRunner {
  return markedRunner(parseReply(runnerDetailsSchema, body, operation));
}

/** Details as GitLab shows them, with the marker apart from the note. */
export function markedRunner(runner: RunnerDetailsPayload): MarkedRunner {
  const { note, marker } = splitNote(runner.maintenance_note ?? "");
  // Empty, not null: where there is a marker, GitLab has shown the note.
  return marker ? { runner: { ...runner, maintenance_note: note }, marker } : { runner };
}

/** `PUT /runners/:id`: changes what is given; null, "" and [] clear. */
export async function updateRunner(
  send: Transport,
  id: string | number,
  changes: RunnerAttributes,
): Promise<RunnerDetailsPayload> {
  const operation = `update runner ${id}`;
  const { body } = await send({
    operation,
    method: "PUT",
    path: path`runners/${id}`,
    json: changes,
  });
  return parseDetails(body, operation).runner;
}

/** `DELETE /runners/:id`. */
export async function deleteRunner(send: Transport, id: string | number): Promise<void> {
  await send({ operation: `delete runner ${id}`, method: "DELETE", path: path`runners/${id}` });
}

/**
 * `POST /runners/:id/reset_authentication_token`: the old token is dead at once. Repeatable: the
 * token of a lost reply is known to nobody.
 */
export async function resetRunnerToken(
  send: Transport,
  id: string | number,
): Promise<ResetTokenPayload> {
  const operation = `reset the token of runner ${id}`;
  const { body } = await send({
    operation,
    method: "POST",
    path: path`runners/${id}/reset_authentication_token`,
  });
  return parseReply(resetTokenSchema, body, operation);
}
