/**
 * Makes what shows the progress of a wait: a line when what was found is another, and now and then that
 * nothing changes.
 *
 * @param repeatAfterMs - how long the same is not repeated.
 */
export function progressLine(
  repeatAfterMs: number,
  show: (found: string, waitedMs: number) => void,
): (found: string, waitedMs: number) => void {
  let shown: string | undefined;
  let shownAtMs = 0;
  return (found, waitedMs) => {
    if (found === shown && waitedMs - shownAtMs < repeatAfterMs) return;
    shown = found;
    shownAtMs = waitedMs;
    show(found, waitedMs);
  };
}
