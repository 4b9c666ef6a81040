import type { MarkedRunner } from "../../gitlab";
import { NotFoundError, PermissionError } from "../../gitlab";
import { type PruneRule, type Verdict, isoSecond, verdictOf } from "../../gitlab/pruning/staleness";
import type { RunnerPayload, RunnerType } from "../../gitlab/payloads/schemas";
import type { Connection } from "../connection";
import { withProgress } from "../progress";
import { unlessRefused } from "../runnerDetails";
import { type FleetOptions, readEach } from "../runners";
import type { Plan, PlannedRunner } from "./plan";

interface Judged {
  readonly is: Verdict["is"];
  readonly runner: PlannedRunner;
}

/**
 * The stale runners of a list. Of a group's or project's list only its own count: the runners of the groups
 * above and of the instance are somebody else's.
 */
export async function findStale(
  connection: Connection,
  options: FleetOptions,
  rule: PruneRule,
): Promise<Pick<Plan, "delete" | "keep">> {
  const { group } = options;
  const groupId = group === undefined ? undefined : (await connection.gitlab.getGroup(group)).id;
  const ownType = ownTypeOf(options);
  const isOwn = ({ runner }: MarkedRunner): boolean =>
    (ownType === undefined || runner.runner_type === ownType) &&
    (groupId === undefined || runner.groups?.some(({ id }) => id === groupId) === true);
  const asked = ownType === undefined ? options : { type: ownType, ...options };
  const found = await withProgress((report) =>
    readEach(
      connection,
      asked,
      report,
      async ({ gitlab }, listed, known): Promise<Judged | undefined> => {
        const details = known ?? (await unlessRefused(gitlab.getMarkedRunner(listed.id)));
        if (details instanceof NotFoundError) return undefined;
        if (details instanceof PermissionError)
          return { is: "kept", runner: planned(listed, null, details.message) };
        if (!isOwn(details)) return undefined;
        const { is, reason, heardAt } = verdictOf(details, rule);
        const time = heardAt === undefined ? null : isoSecond(heardAt);
        return { is, runner: planned(details.runner, time, reason) };
      },
    ),
  );
  const those = (wanted: Verdict["is"]): PlannedRunner[] =>
    found.filter(({ is }) => is === wanted).map(({ runner }) => runner);
  return { delete: those("stale"), keep: those("kept") };
}

function ownTypeOf({ project, group }: FleetOptions): RunnerType | undefined {
  if (project !== undefined) return "project_type";
  return group === undefined ? undefined : "group_type";
}

function planned(runner: RunnerPayload, heardAt: string | null, reason: string): PlannedRunner {
  const { id, runner_type: runnerType, description } = runner;
  return { id, runnerType, description: description ?? "", heardAt, reason };
}
