import { type ListedRunner, NotFoundError, PermissionError } from "../gitlab";
import { asListed } from "../gitlab/graphql/listedDetails";
import type { RunnerDetailsPayload, RunnerPayload } from "../gitlab/payloads/schemas";
import { unlessRefused } from "../gitlab/transport/unlessRefused";
import { counted } from "./audit/text";
import type { Connection } from "./connection";

/** A runner of a list, as far as GitLab reports it. */
export interface ToldRunner {
  /** What the list showed. */
  readonly listed: RunnerPayload;
  /** Undefined where GitLab refuses them. */
  readonly details?: RunnerDetailsPayload;
  /** Why something of it is missing, as GitLab says. */
  readonly reason?: string;
}

/**
 * A listed runner with its details; undefined for one that has gone since it was listed.
 *
 * @param known - what a list showed of it.
 */
export async function detailsOf(
  { gitlab }: Connection,
  listed: RunnerPayload,
  known: ListedRunner | undefined,
): Promise<ToldRunner | undefined> {
  if (known?.hasProjectsOfRest === true) return { listed, details: known.runner };
  const details = await unlessRefused(gitlab.getRunner(listed.id));
  if (details instanceof NotFoundError) return undefined;
  return details instanceof PermissionError
    ? { listed, reason: details.message }
    : { listed, details: asListed(details) };
}

/** A line about what GitLab refuses to show of runners, with the reason of the first; none for none. */
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
