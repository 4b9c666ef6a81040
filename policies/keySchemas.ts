import type { KeySchema } from "./runnerRule";

/** A key that is a list of texts. */
export function textList(description: string, ...defaults: string[]): KeySchema {
  return { type: "array", items: { type: "string" }, default: defaults, description };
}

/** A key that is a list of ids of GitLab, none by default. */
export function idList(description: string): KeySchema {
  return { type: "array", items: { type: "integer" }, default: [], description };
}
