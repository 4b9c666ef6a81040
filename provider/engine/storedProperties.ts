import type { Checked, Properties } from "../values/operation";
import { fromWire } from "./wire";

/*
 * The program's class of a dynamic resource gives, and states hold, more than arguments and outputs:
 * names that begin with `__`.
 */

/** What is stored beside the inputs and outputs, as later operations need it. */
const STORED = ["__mark", "__timeouts"] as const;
/** All that is of the dialect; other names that begin with `__` are of our states. */
const DIALECT: ReadonlySet<string> = new Set([
  ...STORED,
  "__urn",
  "__engine",
  "__provider",
  "__adopted",
  "__paths",
]);
/** The arguments among the inputs that the engine sends. */
export function argumentsOf(inputs: Properties): Properties {
  return fromWire(filtered(inputs, (name) => !name.startsWith("__")));
}

/** The resource's own among the outputs that the engine sends. */
export function stateOf(outputs: Properties): Properties {
  return fromWire(filtered(outputs, (name) => !DIALECT.has(name)));
}

/** What goes with the inputs or outputs that an operation answers with. */
export function storedWith(
  properties: Properties,
  names: readonly (typeof STORED)[number][] = STORED,
): Properties {
  return Object.fromEntries(
    names.filter((name) => properties[name] !== undefined).map((name) => [name, properties[name]]),
  );
}

/**
 * What a check notes for those who read the preview by program. It is of the change that a check saw last, so
 * that a check without one changes nothing.
 */
export function notedWith(
  { adopted, paths }: Pick<Checked, "adopted" | "paths">,
  olds: Properties,
): Properties {
  const noted = { __adopted: adopted ?? olds["__adopted"], __paths: paths ?? olds["__paths"] };
  return filtered(noted, (name) => noted[name as keyof typeof noted] !== undefined);
}

function filtered(properties: Properties, isOurs: (name: string) => boolean): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => isOurs(name)));
}
