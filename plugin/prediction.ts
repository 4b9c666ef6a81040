import { UNKNOWN_ON_WIRE } from "../provider/engine/wire";
import type { Properties } from "../provider/values/operation";

/** Outputs that an apply makes of inputs, where both are known. */
const DERIVED: Readonly<Record<string, (inputs: Properties) => unknown>> = {
  active: ({ paused }) => (typeof paused === "boolean" ? !paused : UNKNOWN_ON_WIRE),
};

/** The outputs of a resource that is to be created, as far as they are known before. */
export function predictCreation(names: readonly string[], inputs: Properties): Properties {
  return Object.fromEntries<unknown>(
    names.map((name) => [name, DERIVED[name]?.(inputs) ?? inputs[name] ?? UNKNOWN_ON_WIRE]),
  );
}

/**
 * The outputs of a resource after an update, of which all stay that nothing changes.
 *
 * @param renewed - outputs that an update gets anew where no input differs: it repairs something.
 */
export function predictUpdate(
  olds: Properties,
  news: Properties,
  changed: readonly string[],
  renewed: readonly string[],
): Properties {
  const derived = Object.entries(DERIVED)
    .filter(([name]) => name in olds)
    .map(([name, derive]) => [name, derive({ ...olds, ...news })]);
  const unknown = changed.length === 0 ? renewed.filter((name) => name in olds) : [];
  return {
    ...olds,
    ...news,
    ...(Object.fromEntries(derived) as Properties),
    ...Object.fromEntries(unknown.map((name) => [name, UNKNOWN_ON_WIRE])),
  };
}
