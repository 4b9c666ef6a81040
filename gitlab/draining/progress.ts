import { progressLine } from "../text/progressLine";
import type { Work } from "./runnerWork";
import { shownSeconds, workInShort } from "./shownWork";

/** How often the same is repeated, milliseconds. */
const REPEATED_AFTER_MS = 60_000;

/**
 * Makes what shows how far a wait for jobs is: when the jobs are others, and once a minute.
 *
 * @param timeout - seconds.
 */
export function reporter(
  subject: string,
  timeout: number,
  note: (text: string) => void,
): (work: Work, waitedMs: number) => void {
  const report = progressLine(REPEATED_AFTER_MS, (found, waitedMs) => {
    note(`${subject}: it ${found}, ${shownSeconds(waitedMs)} of at most ${timeout} s`);
  });
  return (work, waitedMs) => {
    report(workInShort(work), waitedMs);
  };
}
