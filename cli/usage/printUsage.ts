import { type Column, sortedRows } from "../columns";
import { type OutputOptions, outputOf, printRows, printThing } from "../output";
import type { UsageReport } from "./report";
import { type UsageRow, minutes, usageRows } from "./rows";

/** Prints a report: JSON and YAML have all of it, CSV each row with what it sums by. */
export function printUsage(report: UsageReport, options: OutputOptions): void {
  const output = outputOf(options);
  if (output === "json" || output === "yaml") {
    printThing({ ...report }, options);
    return;
  }
  const { total, projects, groups, tagSets, runners } = usageRows(report);
  const columns = usageColumns(report);
  const sorted = [projects, groups, tagSets, runners].flatMap((rows) =>
    sortedRows(rows, columns, options),
  );
  printRows([total, ...sorted], columns, { ...options, sortBy: undefined });
}

/** @param prices - undefined where the jobs have no cost. */
export function usageColumns({
  currency,
}: {
  readonly currency?: string;
} = {}): readonly Column<UsageRow>[] {
  return [
    { heading: "BY", text: ({ by }) => by },
    { heading: "JOBS", text: ({ jobs }) => jobs },
    { heading: "UNFINISHED", text: ({ unfinishedJobs }) => unfinishedJobs },
    { heading: "SECONDS", text: ({ seconds }) => seconds },
    { heading: "MINUTES", text: minutes },
    ...(currency === undefined
      ? []
      : [{ heading: `COST ${currency}`, text: ({ cost }: UsageRow) => cost }]),
    { heading: "NAME", text: ({ name }) => name, fills: true },
  ];
}
