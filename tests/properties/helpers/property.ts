import fc from "fast-check";

/** Replays a run: what a failure printed as its seed. */
const SEED = "PROPERTIES_SEED";
/** Looks so many times as long. */
const FACTOR = "PROPERTIES_FACTOR";

const seed = wholeNumber(SEED);
const factor = wholeNumber(FACTOR) ?? 1;

/** Making a counterexample small may else take minutes. */
const TIME_LIMIT_MS = 60_000;

const LONGEST_REPORT = 3000;

/** Looks for a value that breaks a statement; a failure prints it, made small, with the seed. */
export async function holds<Value>(
  values: fc.Arbitrary<Value>,
  statement: (value: Value) => Promise<void> | void,
  { runs }: { runs: number },
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(values, async (value) => {
      await statement(value);
    }),
    {
      numRuns: runs * factor,
      interruptAfterTimeLimit: TIME_LIMIT_MS,
      // A counterexample may be a megabyte.
      reporter: (details) => {
        if (!details.failed) return;
        const message = fc.defaultReportMessage(details) ?? "";
        throw new Error(message.slice(0, LONGEST_REPORT), { cause: details.errorInstance });
      },
      ...(seed !== undefined && { seed }),
    },
  );
}

function wholeNumber(variable: string): number | undefined {
  const value = process.env[variable];
  if (value === undefined) return undefined;
  if (!/^-?\d+$/.test(value)) throw new Error(`${variable} is "${value}"; it is a whole number`);
  return Number(value);
}
