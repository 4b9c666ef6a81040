import type { Properties } from "./providerHost";
import { inClear } from "./secrets";

/** Whether the engine would see no difference: it looks past what a user cannot see. */
export function sameInputs(one: Properties, other: Properties): boolean {
  const visible = (inputs: Properties): string =>
    JSON.stringify(
      Object.entries(inClear(inputs) as Properties)
        .filter(([key]) => !key.startsWith("__"))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  return visible(one) === visible(other);
}
