import * as v from "valibot";

import { listAll } from "../../gitlab/pages/pages";
import { path } from "../../gitlab/transport/path";
import { parseReply } from "../../gitlab/payloads/schemas";
import type { Transport } from "../../gitlab/transport/transport";

/** Entity `Note`, as far as the audit reads it. */
const noteSchema = v.object({
  id: v.number(),
  body: v.string(),
  system: v.boolean(),
  author: v.nullable(v.object({ id: v.number() })),
});
export type NotePayload = v.InferOutput<typeof noteSchema>;

/** A merge request: the id or full path of its project, and its number there. */
export interface MergeRequest {
  readonly project: string;
  readonly iid: number;
}

/**
 * `GET /projects/:id/merge_requests/:iid/notes`, the oldest first.
 * @see https://docs.gitlab.com/api/notes/#list-all-merge-request-notes
 */
export function listNotes(send: Transport, { project, iid }: MergeRequest): Promise<NotePayload[]> {
  return listAll(
    send,
    {
      operation: `list the notes of merge request ${project}!${iid}`,
      path: path`projects/${project}/merge_requests/${iid}/notes`,
      query: { sort: "asc", order_by: "created_at" },
    },
    noteSchema,
  );
}

/** `POST /projects/:id/merge_requests/:iid/notes`. */
export async function createNote(
  send: Transport,
  { project, iid }: MergeRequest,
  body: string,
): Promise<NotePayload> {
  const operation = `post a note to merge request ${project}!${iid}`;
  const reply = await send({
    operation,
    method: "POST",
    path: path`projects/${project}/merge_requests/${iid}/notes`,
    json: { body },
    creates: true,
  });
  return parseReply(noteSchema, reply.body, operation);
}

/** `PUT /projects/:id/merge_requests/:iid/notes/:note_id`. */
export async function updateNote(
  send: Transport,
  { project, iid }: MergeRequest,
  id: number,
  body: string,
): Promise<NotePayload> {
  const operation = `update note ${id} of merge request ${project}!${iid}`;
  const reply = await send({
    operation,
    method: "PUT",
    path: path`projects/${project}/merge_requests/${iid}/notes/${id}`,
    json: { body },
  });
  return parseReply(noteSchema, reply.body, operation);
}
