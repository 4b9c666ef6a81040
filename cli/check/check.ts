import { ConfigurationError } from "../../gitlab";
import { type ConnectionOptions, connect } from "../connection";
import { EXIT } from "../endings";
import { withProgress } from "../progress";
import type { FleetOptions } from "../runners";
import { terminalWidth } from "../terminal";
import { wrappedLines } from "../wrapped";
import { writeOutput } from "../writeOutput";
import { writeWhole } from "../writeWhole";
import { Budget } from "./budget";
import { checkedOf, checksOf, waitingOf } from "./checks";
import { type CheckReport, FORMATS } from "./formats";
import { readHealth } from "./readHealth";
import { type Thresholds, readThresholds } from "./thresholds";

export const CHECK_FORMATS = Object.keys(FORMATS);

interface CheckOptions extends ConnectionOptions, FleetOptions, Partial<Thresholds> {
  thresholds?: string;
  maxRequests: number;
  output: keyof typeof FORMATS;
  out?: string;
}

/** The health of a fleet now; a threshold that is crossed is an answer of its own. */
export async function check(options: CheckOptions): Promise<void> {
  const thresholds = await readThresholds(options, options.thresholds);
  const withQuota = thresholds.maxQuota !== undefined;
  if (withQuota && options.project === undefined && options.group === undefined)
    throw new ConfigurationError("--max-quota needs --group or --project, which have the limit");
  const budget = new Budget(options.maxRequests);
  const connection = connect(options, { beforeAttempt: budget.take });
  const { all, project, group } = options;
  const scope: FleetOptions = {
    ...(all !== undefined && { all }),
    ...(project !== undefined && { project }),
    ...(group !== undefined && { group }),
  };
  const health = await withProgress((report) => readHealth(connection, scope, withQuota, report));
  const checks = checksOf(health, thresholds, Date.now());
  const requests = { used: budget.used, most: budget.most };
  const found: CheckReport = {
    checked: checkedOf(health),
    checks,
    waiting: waitingOf(health),
    requests,
  };
  const { output, out } = options;
  const shown = async (format: keyof typeof FORMATS): Promise<string> =>
    connection.redacted(await FORMATS[format](found));
  if (out !== undefined) writeWhole(await shown(output), out);
  const printed = out === undefined ? output : "text";
  const width = printed === "text" ? terminalWidth() : undefined;
  writeOutput(wrappedLines(await shown(printed), width), undefined);
  if (checks.some(({ state }) => state === "crossed")) process.exitCode = EXIT.no;
  else if (checks.some(({ state }) => state === "not_looked_at")) process.exitCode = EXIT.failed;
}
