import { type TimeoutAction } from "../gitlab/draining/drain";
import { drainRunner } from "../gitlab/draining/drainRunner";
import { unlessGone } from "../gitlab/transport/unlessGone";
import { withSignal } from "../gitlab/transport/operationSignal";
import { type ConnectionOptions, connect } from "./connection";
import { type OutputOptions, printThing } from "./output";
import { note } from "./terminal";

interface DrainOptions extends ConnectionOptions, OutputOptions {
  /** Seconds. */
  timeout: number;
  onTimeout: TimeoutAction;
  delete?: boolean;
}

/**
 * Pauses a runner and waits for its jobs. Ctrl-C, SIGTERM or a terminal that closes ends the wait, and the
 * runner takes jobs again.
 */
export async function drain(id: number, options: DrainOptions): Promise<void> {
  const { gitlab } = connect(options);
  const { paused } = await gitlab.getRunnerAlone(id);
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => {
      interrupted.abort(new Error("interrupted"));
    });
  const goal = options.delete === true ? "deleted" : "drained";
  const wayOut = "Give a longer --timeout, or --on-timeout force";
  await withSignal(interrupted.signal, () =>
    drainRunner(
      gitlab,
      id,
      options,
      { goal, staysPaused: paused, wayOut, note, warn: note },
      async ({ isIdle, milliseconds }) => {
        if (goal === "deleted") await unlessGone(gitlab.deleteRunner(id));
        const seconds = Math.round(milliseconds / 1000);
        printThing({ id, isIdle, isDeleted: goal === "deleted", seconds }, options);
      },
    ),
  );
}
