import { ConfigurationError } from "../../gitlab";
import { deleteStale } from "../../gitlab/pruning/deleteStale";
import { type PruneRule, isoSecond, verdictOf } from "../../gitlab/pruning/staleness";
import { counted } from "../audit/text";
import { changeEach } from "../changes";
import { type Column, checkColumns } from "../columns";
import { type ConfirmOptions, isConfirmed } from "../confirm";
import { type Connection, type ConnectionOptions, connect } from "../connection";
import { type OutputOptions, noteRows, printRows, withoutTokens } from "../output";
import { type FleetOptions, typeName } from "../runners";
import { note } from "../terminal";
import { writeOutput } from "../writeOutput";
import { staleSince } from "./age";
import { findStale } from "./findStale";
import { type Plan, type PlannedRunner, planText, readPlan } from "./plan";

interface PruneOptions extends ConnectionOptions, OutputOptions, FleetOptions, ConfirmOptions {
  /** Milliseconds since 1970. */
  olderThan?: number;
  keep?: number[];
  /** Where to write the plan. */
  out?: string;
  /** The plan to go by. */
  plan?: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Lists the stale runners of a fleet, or deletes those of a plan. */
export async function prune(options: PruneOptions): Promise<void> {
  checkColumns(columnsAt(Date.now()), options);
  const connection = connect(options);
  const keep = new Set(options.keep);
  if (options.plan === undefined) await makePlan(connection, options, keep);
  else await applyPlan(connection, await readPlan(options.plan, connection.apiUrl), options, keep);
}

type Row = PlannedRunner & { readonly action: "delete" | "keep" };

async function makePlan(
  connection: Connection,
  options: PruneOptions,
  keep: ReadonlySet<number>,
): Promise<void> {
  const { olderThan, out, yes } = options;
  if (yes === true)
    throw new ConfigurationError(
      "--yes deletes by a plan only: write one with --out FILE, and delete by it with --plan FILE --yes",
    );
  if (olderThan === undefined)
    throw new ConfigurationError(
      "say from which age on a runner is stale, such as --older-than 30d, or give the --plan to go by",
    );
  const since = staleSince(olderThan);
  const now = Date.now();
  const found = await findStale(connection, options, ruleOf(since, keep));
  if (out !== undefined) {
    const times = { madeAt: isoSecond(now), since: new Date(since).toISOString() };
    writeOutput(planText(withoutTokens({ apiUrl: connection.apiUrl, ...times, ...found })), out);
  }
  const rows = [
    ...found.delete.map((runner): Row => ({ action: "delete", ...runner })),
    ...found.keep.map((runner): Row => ({ action: "keep", ...runner })),
  ];
  printRows(rows, columnsAt(now), options, "stale runners to list");
  if (found.delete.length > 0)
    note(
      out === undefined
        ? "Nothing was deleted. --out FILE writes this as a plan, and prune --plan FILE deletes by it."
        : `Nothing was deleted. prune --plan ${out} deletes what is still stale of it.`,
    );
}

async function applyPlan(
  connection: Connection,
  plan: Plan,
  options: PruneOptions,
  keep: ReadonlySet<number>,
): Promise<void> {
  const runners = plan.delete;
  if (runners.length === 0) {
    note("The plan deletes no runner.");
    return;
  }
  const count = runners.filter(({ id }) => !keep.has(id)).length;
  if (count === 0) {
    note("The plan deletes no runner but those of --keep.");
    return;
  }
  if (options.yes !== true) {
    const actionOf = ({ id }: PlannedRunner): Row["action"] => (keep.has(id) ? "keep" : "delete");
    const rows = runners.map((runner): Row => ({ action: actionOf(runner), ...runner }));
    noteRows(rows, columnsAt(Date.now()));
  }
  const question = `Delete ${counted(count, "runner")} if still stale?`;
  if (!(await isConfirmed(question, options))) return;
  const rule = ruleOf(Date.parse(plan.since), keep);
  await changeEach(connection, runners, options, ({ id }) =>
    deleteStale(connection.gitlab, id, (runner) => {
      const { is, reason } = verdictOf(runner, rule);
      return is === "stale" ? undefined : reason;
    }),
  );
}

function ruleOf(since: number, keep: ReadonlySet<number>): PruneRule {
  return {
    since,
    reasonToKeep: ({ runner }) =>
      keep.has(runner.id) ? "its id was given with --keep" : undefined,
  };
}

function columnsAt(now: number): readonly Column<Row>[] {
  return [
    { heading: "ACTION", text: ({ action }) => action },
    { heading: "ID", text: ({ id }) => id },
    { heading: "TYPE", text: ({ runnerType }) => typeName(runnerType) },
    { heading: "DAYS", text: ({ heardAt }) => daysBetween(heardAt, now) },
    { heading: "REASON", text: ({ reason }) => reason, fills: true },
    { heading: "DESCRIPTION", text: ({ description }) => description, fills: true },
  ];
}

/** Whole days since GitLab heard of a runner. */
function daysBetween(heardAt: string | null, now: number): number | undefined {
  return heardAt === null ? undefined : Math.floor((now - Date.parse(heardAt)) / DAY_MS);
}
