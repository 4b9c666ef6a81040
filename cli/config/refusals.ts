import { FunctionError, NOT_KNOWN_YET, checkProcess } from "../../functions";
import { type Literal, type LiteralTable, Secret, Variable } from "./literals";

/** What RunnerProcess would refuse of its argument; empty where that is nothing. */
export function refusals(options: LiteralTable): string[] {
  try {
    checkProcess("RunnerProcess", "process", known(options));
    return [];
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    return [error.message];
  }
}

function known(value: Literal): unknown {
  if (value instanceof Secret) return NOT_KNOWN_YET;
  if (Array.isArray(value)) return value.map(known);
  if (!(value instanceof Map)) return value;
  const entries = Array.from(value).filter(([, item]) => !(item instanceof Variable));
  return Object.fromEntries(entries.map(([key, item]) => [key, known(item)]));
}
