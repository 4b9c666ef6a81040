import { AuthenticationError, ConnectionError, GitLabError } from "../gitlab";
import { mapBounded } from "../gitlab/mapBounded";
import type { Connection } from "./connection";
import { EXIT } from "./endings";
import { type OutputOptions, printRows } from "./output";
import { countOf, withProgress } from "./progress";

/** What became of a runner that a command was to change. */
export interface Outcome {
  readonly outcome: "deleted" | "paused" | "resumed" | "kept" | "gone" | "failed" | "not tried";
  /** Why, if it is not what was wanted. */
  readonly reason?: string | undefined;
}

interface Named {
  readonly id: number;
  readonly description: string;
}

/** What the output calls the things that change. */
interface Wording {
  /** In the plural: `runners`. */
  readonly things: string;
  /** The heading of the column with their names. */
  readonly named: string;
}

/**
 * Changes runners, some at once, and prints what became of each. What GitLab refuses for one runner leaves
 * the others to be done; after a refusal of the credential, or without a GitLab, no more are tried.
 */
export async function changeEach<Runner extends Named>(
  { concurrency }: Connection,
  runners: readonly Runner[],
  options: OutputOptions,
  change: (runner: Runner) => Promise<Outcome>,
  { things, named }: Wording = { things: "runners", named: "DESCRIPTION" },
): Promise<void> {
  let done = 0;
  let end: GitLabError | undefined;
  const rows = await withProgress((report) => {
    report(countOf(0, runners.length, things));
    return mapBounded(runners, concurrency, async (runner) => {
      const { id, description } = runner;
      if (end) return { id, outcome: "not tried" as const, reason: end.message, description };
      try {
        return { id, ...(await change(runner)), description };
      } catch (error) {
        if (!(error instanceof GitLabError)) throw error;
        if (error instanceof AuthenticationError || error instanceof ConnectionError) end ??= error;
        return { id, outcome: "failed" as const, reason: error.message, description };
      } finally {
        done += 1;
        report(countOf(done, runners.length, things));
      }
    });
  });
  printRows(
    rows,
    [
      { heading: "ID", text: ({ id }) => id },
      { heading: "OUTCOME", text: ({ outcome }) => outcome },
      { heading: "REASON", text: ({ reason }) => reason, fills: true },
      { heading: named, text: ({ description }) => description, fills: true },
    ],
    options,
    `${things} to list`,
  );
  if (rows.some(({ outcome }) => outcome === "failed" || outcome === "not tried"))
    process.exitCode = EXIT.failed;
}
