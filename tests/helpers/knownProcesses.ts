import { type KnownProcess, knownProcess } from "../../functions/delivery/knownProcess";

/** Outputs of a resource Runner. */
export const RUNNER = { id: "42", token: "glrt-abcdefghij0123456789", description: "Builds" };

/** A process of the options of its global section and of one or several `[[runners]]`. */
export function processOf(
  options: Readonly<Record<string, unknown>>,
  ...runners: readonly Readonly<Record<string, unknown>>[]
): KnownProcess {
  const all = runners.map((runner, index) => ({
    ...RUNNER,
    id: String(42 + index),
    ...(index > 0 && { token: `${RUNNER.token}-${index}` }),
    ...runner,
  }));
  return knownProcess(
    "test",
    "process",
    { ...options, runners: all },
    () => "https://gitlab.example.com/api/v4",
  );
}
