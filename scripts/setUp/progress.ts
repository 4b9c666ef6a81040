const EVERY_MILLISECONDS = 15_000;

/** Shows a person what happens. */
export type Log = (line: string) => void;

/** Shows that a long step goes on, by a line now and then that also suits a log. */
export async function withProgress<Result>(
  step: string,
  log: Log,
  work: () => Promise<Result>,
): Promise<Result> {
  const start = Date.now();
  const seconds = (): string => `${Math.round((Date.now() - start) / 1000)} s`;
  log(`${step} ...`);
  const timer = setInterval(() => {
    log(`${step} ... ${seconds()}`);
  }, EVERY_MILLISECONDS);
  try {
    const result = await work();
    log(`${step}: done in ${seconds()}`);
    return result;
  } finally {
    clearInterval(timer);
  }
}
