import { type ListedRunner, NotFoundError, PermissionError } from "../gitlab";
import { asListed } from "../gitlab/graphql/listedDetails";
import type { RunnerDetailsPayload, RunnerPayload } from "../gitlab/payloads/schemas";
import { unlessRefused } from "../gitlab/transport/unlessRefused";
import { counted } from "./audit/text";
import type { Connection } from "./connection";

/** A runner of a list, with the details that GitLab shows of it. */
export interface RunnerWithDetails {
  /** What the list showed. */
  readonly listed: RunnerPayload;
  /** Undefined where GitLab refuses to show them. */
  readonly details?: RunnerDetailsPayload;
  /** Why GitLab refuses to show something. */
  readonly reason?: string;
}

/**
 * Adds the details to a listed runner. Undefined if the runner has gone since it was listed.
 *
 * @param known - the same runner of a list that may already have them.
 */
export async function detailsOf(
  { gitlab }: Connection,
  listed: RunnerPayload,
  known: ListedRunner | undefined,
): Promise<RunnerWithDetails | undefined> {
  if (known?.hasProjectsOfRest === true) return { listed, details: known.runner };
  const details = await unlessRefused(gitlab.getRunner(listed.id));
  if (details instanceof NotFoundError) return undefined;
  return details instanceof PermissionError
    ? { listed, reason: details.message }
    : { listed, details: asListed(details) };
}

/** A line about what GitLab refuses to show of runners, with the reason for the first. No line without runners. */
export function notShown(
  runners: readonly { readonly reason?: string | undefined }[],
  what: string,
  consequence = "",
): string[] {
  const [first] = runners;
  if (first === undefined) return [];
  const { reason = "" } = first;
  return [
    `GitLab does not show ${what} of ${counted(runners.length, "runner")}${consequence}: ${reason}`,
  ];
}
