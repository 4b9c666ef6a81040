import { AuthenticationError, ConnectionError, GitLabError } from "../gitlab";
import { mapBounded } from "../gitlab/mapBounded";
import type { Connection } from "./connection";
import { EXIT } from "./endings";
import { withInterruption } from "./interruption";
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

type Row = Outcome & Named;

/**
 * Changes runners, some at once, and prints what became of each. What GitLab refuses for one runner leaves
 * the others to be done; after a refusal of the credential, or without a GitLab, no more are tried. A
 * command that a signal ends prints it, too.
 */
export async function changeEach<Runner extends Named>(
  { concurrency }: Connection,
  runners: readonly Runner[],
  options: OutputOptions,
  change: (runner: Runner) => Promise<Outcome>,
  wording: Wording = { things: "runners", named: "DESCRIPTION" },
): Promise<void> {
  const { things } = wording;
  const known = new Map<Runner, Outcome>();
  let end: GitLabError | undefined;
  const rows = (): Row[] =>
    runners.map((runner) => ({
      id: runner.id,
      ...(known.get(runner) ?? INTERRUPTED),
      description: runner.description,
    }));
  const outcomeOf = async (runner: Runner): Promise<Outcome> => {
    if (end) return { outcome: "not tried", reason: end.message };
    known.set(runner, ASKED);
    try {
      return await change(runner);
    } catch (error) {
      if (!(error instanceof GitLabError)) throw error;
      if (error instanceof AuthenticationError || error instanceof ConnectionError) end ??= error;
      return { outcome: "failed", reason: error.message };
    }
  };
  const print = (): void => {
    printOutcomes(rows(), options, wording);
  };
  await withInterruption(print, () =>
    withProgress(async (report) => {
      let done = 0;
      report(countOf(done, runners.length, things));
      await mapBounded(runners, concurrency, async (runner) => {
        known.set(runner, await outcomeOf(runner));
        done += 1;
        report(countOf(done, runners.length, things));
      });
    }),
  );
  print();
  if (rows().some(({ outcome }) => outcome === "failed" || outcome === "not tried"))
    process.exitCode = EXIT.failed;
}

const INTERRUPTED: Outcome = { outcome: "not tried", reason: "interrupted before" };
const ASKED: Outcome = {
  outcome: "failed",
  reason: "interrupted before GitLab answered, which may do it all the same",
};

function printOutcomes(
  rows: readonly Row[],
  options: OutputOptions,
  { things, named }: Wording,
): void {
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
}
