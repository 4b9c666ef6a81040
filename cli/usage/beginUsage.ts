import { mapBounded } from "../../gitlab/mapBounded";
import type { RunnerDetailsPayload, RunnerPayload } from "../../gitlab/payloads/schemas";
import { webUrl } from "../../gitlab/settings/baseUrl";
import type { RunnerUsage, UsageScope } from "../../gitlab/usage/runnerUsage";
import { counted } from "../audit/text";
import type { Connection } from "../connection";
import { titleOf } from "../fleetPage/scope";
import type { Report } from "../progress";
import { detailsOf } from "../runnerDetails";
import { type FleetOptions, readEach } from "../runners";
import type { UsageProgress } from "./progressFile";

/** Whose jobs to read, and from which time on. */
export interface UsageWanted extends FleetOptions {
  /** Milliseconds since 1970. */
  since: number;
}

/** Finds the runners whose jobs to read. It reads no jobs. */
export async function beginUsage(
  connection: Connection,
  ids: readonly number[],
  options: UsageWanted,
  report: Report,
): Promise<UsageProgress> {
  const { gitlab, concurrency, apiUrl, redacted } = connection;
  const until = Date.now();
  const { host, pathname } = new URL(webUrl(apiUrl));
  const place = `${host}${pathname.replace(/\/$/, "")}`;
  const runners =
    ids.length === 0
      ? (await readEach(connection, options, report, detailsOf)).map(
          ({ listed, details, reason }) => unread(details ?? listed, redacted, reason),
        )
      : await mapBounded([...new Set(ids)], concurrency, async (id) =>
          unread(await gitlab.getRunner(id), redacted),
        );
  return {
    apiUrl,
    title: redacted(
      ids.length === 0 ? titleOf(options, place) : `${counted(ids.length, "runner")} of ${place}`,
    ),
    since: options.since,
    until,
    scope: await scopeOf(connection, options),
    requests: 0,
    runners,
  };
}

/** Whose jobs count: the runners of a project or a group run jobs of others, too. */
async function scopeOf(
  { gitlab }: Connection,
  { project, group }: FleetOptions,
): Promise<UsageScope | null> {
  if (project !== undefined) return { projectId: (await gitlab.getProject(project)).id };
  if (group !== undefined) return { group: (await gitlab.getGroup(group)).full_path };
  return null;
}

/** @param reason - why GitLab does not show it, and its jobs neither. */
function unread(
  runner: RunnerPayload & Partial<Pick<RunnerDetailsPayload, "tag_list">>,
  redacted: (text: string) => string,
  reason?: string,
): RunnerUsage {
  return {
    id: runner.id,
    description: redacted(runner.description ?? ""),
    tags: (runner.tag_list ?? []).map((tag) => redacted(tag)),
    cursor: null,
    isRead: reason !== undefined,
    reason: reason ?? null,
    projects: [],
  };
}
