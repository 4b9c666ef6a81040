import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";

import { ConfigurationError } from "../../gitlab";
import { type ConnectionOptions, connect } from "../connection";
import { EXIT } from "../endings";
import { withProgress } from "../progress";
import type { FleetOptions } from "../runners";
import { cannotWrite, terminalWidth } from "../terminal";
import { wrappedLines } from "../wrapped";
import { writeOutput } from "../writeOutput";
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

/**
 * A reader of the file, such as node_exporter, never sees a part of it. A link stays one, a file keeps its mode, and
 * what is no file, such as a pipe, is written to.
 */
function writeWhole(text: string, file: string): void {
  const present = statSync(file, { throwIfNoEntry: false });
  if (present?.isFile() === false) {
    writeOutput(text, file);
    return;
  }
  const target = present === undefined ? file : realpathSync(file);
  const whole = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(whole, text);
    if (present !== undefined) chmodSync(whole, present.mode);
    renameSync(whole, target);
  } catch (cause) {
    rmSync(whole, { force: true });
    throw cannotWrite(file, cause);
  }
}
