import { ConfigurationError } from "../../gitlab";
import type { Connection } from "../connection";
import { markdownReport } from "./formats/markdown";
import { type MergeRequest, createNote, listNotes, updateNote } from "./notes";
import type { AuditReport } from "./report";
import { stackOf } from "./wording";

/** Where to post, as the command line and a CI job name it. */
export interface MergeRequestOptions {
  project?: string;
  mergeRequest?: number;
}

/**
 * The merge request that is meant.
 *
 * @throws {ConfigurationError} when none is named.
 */
export function mergeRequestOf(
  { project, mergeRequest }: MergeRequestOptions,
  environment: NodeJS.ProcessEnv,
): MergeRequest {
  const of = project ?? environment["CI_PROJECT_ID"] ?? "";
  const iid = mergeRequest ?? Number(environment["CI_MERGE_REQUEST_IID"] ?? Number.NaN);
  if (of === "" || Number.isNaN(iid)) {
    throw new ConfigurationError(
      "--post needs a merge request: a merge request pipeline sets CI_PROJECT_ID and " +
        "CI_MERGE_REQUEST_IID; elsewhere, give --project and --merge-request",
    );
  }
  return { project: of, iid };
}

/**
 * Posts a report, or updates the note that an earlier run posted for the same stack. Only a note of
 * the token's own user counts: somebody else could edit it afterwards.
 */
export async function postReport(
  { gitlab, send }: Connection,
  to: MergeRequest,
  report: AuditReport,
): Promise<void> {
  const marker = markerOf(report);
  const body = `${marker}\n\n${markdownReport(report)}`;
  const [notes, user] = await Promise.all([listNotes(send, to), gitlab.getCurrentUser()]);
  const own = notes.find(
    (note) => !note.system && note.author?.id === user.id && note.body.startsWith(marker),
  );
  if (own) await updateNote(send, to, own.id, body);
  else await createNote(send, to, body);
}

/** A comment that GitLab does not show; another stack has another. */
function markerOf(report: AuditReport): string {
  return `<!-- gitlab-runners audit of ${encodeURIComponent(stackOf(report))} -->`;
}
