import { note } from "./terminal";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Does work. If a signal ends the process meanwhile, a closed terminal too, `lastAct` comes first.
 *
 * @param lastAct - at once: the process does not wait for it.
 */
export async function withInterruption<Result>(
  lastAct: () => void,
  work: () => Promise<Result>,
): Promise<Result> {
  const interrupted = (signal: NodeJS.Signals): void => {
    try {
      lastAct();
    } catch (error) {
      // The signal ends the process all the same.
      note((error as Error).message);
    }
    // The progress at a terminal ends the process itself, and tidies the terminal up before.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.once(signal, interrupted);
  try {
    return await work();
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupted);
  }
}
