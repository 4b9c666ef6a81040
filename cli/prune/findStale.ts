import { type Judged, isOwn, judgeListed, ownTypeOf } from "../../gitlab/pruning/listedStale";
import { type PruneRule, type Verdict, isoSecond } from "../../gitlab/pruning/staleness";
import type { Connection } from "../connection";
import { withProgress } from "../progress";
import { type FleetOptions, ownerOf, readEach } from "../runners";
import type { Plan, PlannedRunner } from "./plan";

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
  const owner = ownerOf(options);
  const ownType = ownTypeOf(owner);
  const asked = ownType === undefined ? options : { type: ownType, ...options };
  const found = await withProgress((report) =>
    readEach(connection, asked, report, ({ gitlab }, listed, known) =>
      judgeListed(gitlab, listed, known, {
        rule,
        counts: (details) => isOwn(details, owner, groupId),
      }),
    ),
  );
  const those = (wanted: Verdict["is"]): PlannedRunner[] =>
    found.filter(({ is }) => is === wanted).map(planned);
  return { delete: those("stale"), keep: those("kept") };
}

function planned({ runner, heardAt, reason }: Judged): PlannedRunner {
  const { id, runner_type: runnerType, description } = runner;
  const time = heardAt === undefined ? null : isoSecond(heardAt);
  return { id, runnerType, description: description ?? "", heardAt: time, reason };
}
