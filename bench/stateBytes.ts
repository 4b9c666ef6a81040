import type { StateResource } from "../tests/helpers/stack";

/** What the package keeps for itself; all else in inputs and outputs is the runner. */
const BOOKKEEPING = ["__provider", "__mark", "__origin"];
/** Where in the program a resource comes from: the SDK reports it of resources of every package. */
const SOURCE = ["sourcePosition", "stackTrace"];

/** Bytes of the state for a runner and for a resource that does nothing, by what they are. */
export function stateBytes(
  fleet: readonly StateResource[],
  idle: readonly StateResource[],
): string[] {
  const ours = bytesOf(fleet);
  const floor = bytesOf(idle);
  return Object.entries(ours).map(
    ([what, bytes]) =>
      `               state: ${what.padEnd(34)} ${bytes.toFixed(0).padStart(5)} bytes  ` +
      `floor ${(floor[what] ?? 0).toFixed(0).padStart(5)}`,
  );
}

function bytesOf(runners: readonly StateResource[]): Record<string, number> {
  const average = (size: (runner: StateResource) => number): number =>
    runners.reduce((sum, runner) => sum + size(runner), 0) / runners.length;
  const picked = (from: object | undefined, names: readonly string[]): number =>
    Object.entries<unknown>({ ...from })
      .filter(([name]) => names.includes(name))
      .reduce((sum, entry) => sum + length(Object.fromEntries([entry])) - "{}".length, 0);
  return {
    "of a resource": average(length),
    "of which where in the program it is": average((runner) => picked(runner, SOURCE)),
    "of which the package's bookkeeping": average(
      ({ inputs, outputs }) => picked(inputs, BOOKKEEPING) + picked(outputs, BOOKKEEPING),
    ),
  };
}

/** Without white space; the engine's file backend writes it indented. */
function length(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
