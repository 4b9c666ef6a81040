import { rmSync } from "node:fs";

import { ConfigurationError } from "../../gitlab";
import { readUsage } from "../../gitlab/usage/readUsage";
import { counted, plainText } from "../audit/text";
import { checkColumns } from "../columns";
import { type Connection, type ConnectionOptions, connect } from "../connection";
import { EXIT } from "../endings";
import { cleaned } from "../cleaned";
import { withInterruption } from "../interruption";
import type { OutputOptions } from "../output";
import { type Report, jobProgress, withProgress } from "../progress";
import { notShown } from "../runnerDetails";
import { isPrinted, note } from "../terminal";
import { writeOutput } from "../writeOutput";
import { type UsageWanted, beginUsage } from "./beginUsage";
import { type PriceList, readPrices } from "./prices";
import { printUsage, usageColumns } from "./printUsage";
import { type UsageProgress, readProgress, writeProgress } from "./progressFile";
import { usageReport } from "./report";
import { usagePage } from "./usagePage";

export interface UsageOptions extends ConnectionOptions, OutputOptions, UsageWanted {
  /** A file of prices. */
  prices?: string;
  /** The file of an interrupted run. */
  resume?: string;
  /** A page of HTML, to a file or to standard output. */
  html?: true | string;
}

/** The minutes and the cost of runners, by project, group, tag set and runner. */
export async function usage(ids: readonly number[], options: UsageOptions): Promise<void> {
  refuseTwoChoices(ids, options);
  let requests = 0;
  const connection = connect(options, { beforeAttempt: () => (requests += 1) });
  // Before hours of reading.
  const prices = options.prices === undefined ? undefined : await readPrices(options.prices);
  checkColumns(usageColumns(prices), options);
  await keepingProgress(options.resume, async (keep) => {
    const progress = await withProgress((report) =>
      readAll(connection, ids, options, { report, keep, sent: () => requests }),
    );
    await show(connection, progress, prices, options);
  });
  if (options.resume !== undefined && (await isPrinted())) rmSync(options.resume);
}

function refuseTwoChoices(ids: readonly number[], options: UsageOptions): void {
  const { all, project, group, type, status, paused, tag, versionPrefix, resume } = options;
  const filters = [all, project, group, type, status, paused, tag, versionPrefix];
  const isFiltered = filters.some((value) => value !== undefined);
  if (ids.length > 0 && isFiltered)
    throw new ConfigurationError(
      "say which runners: give their ids, or filters such as --group acme, --tag docker or --all, but not both",
    );
  if (resume !== undefined && (ids.length > 0 || isFiltered))
    throw new ConfigurationError(
      "--resume goes on with the runners of the interrupted run. Leave out ids and filters, or start again without --resume",
    );
}

/**
 * Where the reading or its report ends too early, by a signal or an error, writes what was read and names the
 * command that goes on with it.
 */
async function keepingProgress(
  resumed: string | undefined,
  work: (keep: (progress: () => UsageProgress) => void) => Promise<void>,
): Promise<void> {
  let progress: (() => UsageProgress) | undefined;
  const save = (): void => {
    if (progress === undefined) return;
    const now = progress();
    const file = resumed ?? `usage-${new Date(now.until).toISOString().replace(/\W/g, "")}.json`;
    writeProgress(now, file);
    note(`What was read is in ${file}. Go on with: npx gitlab-runners usage --resume ${file}`);
  };
  try {
    // A page and its cursor are counted in one step, so that no signal comes in between.
    await withInterruption(save, () =>
      work((kept) => {
        progress = kept;
      }),
    );
  } catch (error) {
    save();
    throw error;
  }
}

/** What goes with a reading. */
interface Reading {
  readonly report: Report;
  readonly keep: (progress: () => UsageProgress) => void;
  /** How many requests were sent so far, repeated ones included. */
  readonly sent: () => number;
}

async function readAll(
  connection: Connection,
  ids: readonly number[],
  options: UsageOptions,
  { report, keep, sent }: Reading,
): Promise<UsageProgress> {
  const begun =
    options.resume === undefined
      ? await beginUsage(connection, ids, options, report)
      : await readProgress(options.resume, connection.apiUrl);
  const now = (): UsageProgress => ({
    ...begun,
    requests: begun.requests + sent(),
  });
  keep(now);
  const { runners } = begun;
  const { gitlab, concurrency } = connection;
  await readUsage(gitlab, runners, begun, concurrency, jobProgress(report, runners.length));
  return now();
}

async function show(
  connection: Connection,
  progress: UsageProgress,
  prices: PriceList | undefined,
  options: UsageOptions,
): Promise<void> {
  const report = cleaned(usageReport(progress, prices), connection.redacted);
  if (options.html === undefined) printUsage(report, options);
  else
    writeOutput(
      await usagePage(cleaned(report, plainText), plainText(progress.title)),
      options.html === true ? undefined : options.html,
    );
  note(`${counted(report.requests, "request")} to GitLab.`);
  if (report.notRead.length === 0) return;
  for (const line of notShown(report.notRead, "the jobs", "; no sum counts them")) note(line);
  process.exitCode = EXIT.failed;
}
