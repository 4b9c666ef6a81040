import { countAgainst } from "../http/applicationLimits";
import { type Routes, created, ok } from "../http/endpoint";
import { badRequest, forbidden, invalidParams, recordNotFound } from "../http/errors";
import { PAGINATION, paginate } from "../http/pagination";
import type { Instance } from "../instance";
import { MAINTAINER, type Policy } from "../rules/policies";
import type { MergeRequest, Note } from "../store/records";
import { userBasic } from "./entities";
import { visible } from "./projectRunners";

const NOTEABLE = {
  id: { type: "string", required: true },
  noteable_id: { type: "integer", required: true },
} as const;
const LONGEST_NOTE = 1_000_000;

/** `/projects/:id/merge_requests/:iid/notes`: GitLab's lib/api/notes.rb, without quick actions. */
export function addNotes(routes: Routes): void {
  const { instance } = routes;
  const { store } = instance;
  const list = "/projects/:id/merge_requests/:noteable_id/notes";

  const listing = {
    ...NOTEABLE,
    ...PAGINATION,
    order_by: { type: "string", values: ["created_at", "updated_at"] },
    sort: { type: "string", values: ["asc", "desc"] },
    activity_filter: { type: "string", values: ["all_notes", "only_comments", "only_activity"] },
  } as const;
  routes.user("GET", list, { params: listing }, ({ params, policy, raw }) => {
    const of = readable(params, policy, instance);
    const order = params.order_by ?? "created_at";
    const direction = params.sort === "asc" ? 1 : -1;
    // There are no notes of the system here, which are the activity.
    const notes = store.notes
      .all()
      .filter(
        (note) => note.merge_request_id === of.id && params.activity_filter !== "only_activity",
      )
      .sort((one, two) => direction * (one[order].localeCompare(two[order]) || one.id - two.id));
    const url = `${instance.url}/api/v4/projects/${encodeURIComponent(params.id)}/merge_requests/${of.iid}/notes`;
    const { rows, headers } = paginate(notes, params, { url, params: raw });
    return ok(
      rows.map((note) => entity(note, of, instance)),
      headers,
    );
  });

  const creation = {
    ...NOTEABLE,
    body: { type: "string", required: true },
    confidential: { type: "boolean" },
    internal: { type: "boolean" },
  } as const;
  routes.user("POST", list, { params: creation }, ({ params, policy, now }) => {
    countAgainst("notes_create_limit", `user:${policy.caller.user.id}`, instance);
    const of = readable(params, policy, instance);
    const note = {
      merge_request_id: of.id,
      author_id: policy.caller.user.id,
      body: validated(params.body),
      confidential: (params.internal ?? params.confidential) === true,
      created_at: now.toISOString(),
      updated_at: now.toISOString(),
    };
    return created(entity(store.notes.insert(note), of, instance));
  });

  const update = {
    ...NOTEABLE,
    note_id: { type: "integer", required: true },
    body: { type: "string" },
  } as const;
  routes.user("PUT", `${list}/:note_id`, { params: update }, ({ params, policy, now }) => {
    if (params.body?.trim() === "") throw invalidParams(["body is empty"]);
    const of = readable(params, policy, instance);
    const note = store.notes.get(params.note_id);
    if (note?.merge_request_id !== of.id) throw recordNotFound();
    if (!mayEdit(note, of, policy, instance)) throw forbidden();
    if (params.body != null) {
      const body = validated(params.body);
      store.notes.update(note, { body, updated_at: now.toISOString() });
    }
    return ok(entity(note, of, instance));
  });
}

/** @throws ApiError 404, which also hides what the caller may not see. */
function readable(
  params: { id: string; noteable_id: number },
  policy: Policy,
  instance: Instance,
): MergeRequest {
  const project = visible(params.id, policy, instance);
  const found = instance.store.mergeRequests.find(
    ({ iid, project_id }) => iid === params.noteable_id && project_id === project.id,
  );
  if (!found || !policy.canReadCode(project)) throw recordNotFound();
  return found;
}

/** GitLab's `admin_note`. */
function mayEdit(note: Note, of: MergeRequest, policy: Policy, { store }: Instance): boolean {
  const project = store.projects.get(of.project_id);
  return (
    policy.isAdmin ||
    note.author_id === policy.caller.user.id ||
    (project !== undefined && policy.projectLevel(project) >= MAINTAINER)
  );
}

function validated(body: string): string {
  if (body.trim() === "") throw badRequest(`Note {:note=>["can't be blank"]}`);
  if (Array.from(body).length > LONGEST_NOTE)
    throw badRequest(`Note {:note=>["is too long (maximum is ${LONGEST_NOTE} characters)"]}`);
  return body;
}

function entity(note: Note, of: MergeRequest, instance: Instance): object {
  const author = instance.store.users.get(note.author_id);
  return {
    id: note.id,
    type: null,
    body: note.body,
    attachment: null,
    author: author ? userBasic(author, instance) : null,
    created_at: note.created_at,
    updated_at: note.updated_at,
    system: false,
    noteable_id: of.id,
    noteable_type: "MergeRequest",
    project_id: of.project_id,
    resolvable: false,
    confidential: note.confidential,
    internal: note.confidential,
    imported: false,
    imported_from: "none",
    noteable_iid: of.iid,
    commands_changes: {},
  };
}
