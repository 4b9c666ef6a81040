import { printableJson } from "../../../gitlab/text/shown";
import { type Literal, Secret, Variable } from "../literals";
import type { FileProgram } from "../program";

/** The options of a RunnerProcess, where a runner is its variable and a secret its name in the stack. */
export function json({ options }: FileProgram): string {
  return printableJson(plain(options));
}

function plain(value: Literal): unknown {
  if (value instanceof Secret) return { secret: value.name };
  if (value instanceof Variable) return value.name;
  // fromEntries defines what it is given, a `__proto__`, too.
  if (value instanceof Map)
    return Object.fromEntries(Array.from(value, ([key, item]) => [key, plain(item)]));
  return Array.isArray(value) ? value.map(plain) : value;
}
