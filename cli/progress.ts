import type { FleetProgress } from "../gitlab/figures/fleetFigures";
import { printable } from "../gitlab/text/shown";
import { progressStream } from "./terminal";

/** Reports how far a read is. */
export type Report = (text: string) => void;

/** A terminal takes time to write to, and a person to read. */
const INTERVAL_MS = 100;

/** Shows on standard error how far a long read is, where that is a terminal. */
export async function withProgress<Result>(
  work: (report: Report) => Promise<Result>,
): Promise<Result> {
  const stream = progressStream();
  if (stream === undefined) return work(() => undefined);
  // An ES module, and none that a script needs.
  const { default: createSpinner } = await import("yocto-spinner");
  const spinner = createSpinner({ text: "Reading GitLab", stream }).start();
  try {
    let shownAtMs = 0;
    return await work((text) => {
      if (Date.now() - shownAtMs < INTERVAL_MS) return;
      shownAtMs = Date.now();
      spinner.text = printable(text);
    });
  } finally {
    spinner.stop();
  }
}

/** `1,200 of 10,000 runners`. */
export function countOf(read: number, total: number | undefined, things: string): string {
  const whole = total === undefined ? "" : ` of ${total.toLocaleString("en")}`;
  return `${read.toLocaleString("en")}${whole} ${things}`;
}

/** Reports how far the jobs of so many runners are read. */
export function jobProgress(report: Report, runners: number): (read: FleetProgress) => void {
  return (read) => {
    report(
      `${countOf(read.runners, runners, "runners")}, ${countOf(read.jobs, undefined, "jobs")}`,
    );
  };
}
