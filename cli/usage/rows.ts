import { counted } from "../audit/text";
import type { Usage, UsageReport } from "./report";

/** A row of a report, whatever it sums by. */
export interface UsageRow extends Usage {
  readonly by: "total" | "project" | "group" | "tags of the runner" | "runner";
  readonly name: string;
}

/** The rows of each kind, as people read them. */
export interface UsageRows {
  readonly total: UsageRow;
  readonly projects: readonly UsageRow[];
  readonly groups: readonly UsageRow[];
  readonly tagSets: readonly UsageRow[];
  readonly runners: readonly UsageRow[];
}

export function usageRows({ total, projects, groups, tagSets, runners }: UsageReport): UsageRows {
  return {
    total: { ...total, by: "total", name: counted(runners.length, "runner") },
    projects: projects.map((row) => ({ ...row, by: "project", name: row.path })),
    groups: groups.map((row) => ({ ...row, by: "group", name: row.path })),
    tagSets: tagSets.map((row) => ({ ...row, by: "tags of the runner", name: row.tags.join(",") })),
    runners: runners.map((row) => ({
      ...row,
      by: "runner",
      name: `${row.id} ${row.description}`.trim(),
    })),
  };
}

/** `1234.50`, to a hundredth. */
export function minutes({ seconds }: Usage): string {
  return (seconds / 60).toFixed(2);
}
