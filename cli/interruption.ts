/**
 * Does work. If SIGINT or SIGTERM ends the process meanwhile, `lastAct` comes first.
 *
 * @param lastAct - at once: the process does not wait for it.
 */
export async function withInterruption<Result>(
  lastAct: () => void,
  work: () => Promise<Result>,
): Promise<Result> {
  const interrupted = (signal: NodeJS.Signals): void => {
    lastAct();
    // The progress at a terminal ends the process itself, and tidies the terminal up before.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    return await work();
  } finally {
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
  }
}
