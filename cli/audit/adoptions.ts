import { recordOf } from "../../provider/api/recordOf";
import type { Values } from "./values";

const ADOPTION = /adopting runner (\d+) changes (.*)/;
const UNCHANGED = /runner (\d+) is adopted as it is/;

/** A text is JSON, so that nothing in it reads as the next setting. */
const TEXT = String.raw`"(?:[^"\\]|\\.)*"`;
const VALUE = String.raw`nothing|${TEXT}|\[(?:${TEXT},?)*\]|[\w.-]+`;
const SETTING = new RegExp(String.raw`(\w+) (${VALUE}) => (?:${VALUE})(?:, |$)`, "y");

/**
 * Reads what the provider says in a preview of runners that are adopted, which to the engine are new
 * and have no before.
 *
 * @returns by the id of a runner, those of the settings at GitLab that the adoption changes.
 */
export function adoptedSettings(messages: readonly string[]): ReadonlyMap<string, Values> {
  const told = new Map<string, Values>();
  for (const message of messages) {
    const [, unchanged] = UNCHANGED.exec(message) ?? [];
    if (unchanged !== undefined) told.set(unchanged, recordOf([]));
    const [, id, settings] = ADOPTION.exec(message) ?? [];
    if (id !== undefined) told.set(id, recordOf(settingsIn(settings ?? "")));
  }
  return told;
}

function settingsIn(text: string): [string, unknown][] {
  const found: [string, unknown][] = [];
  SETTING.lastIndex = 0;
  for (let match = SETTING.exec(text); match !== null; match = SETTING.exec(text)) {
    const [, name = "", value = ""] = match;
    found.push([name, value === "nothing" ? undefined : parsed(value)]);
  }
  return found;
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    // Taken for JSON and not: shown as it was told.
    return value;
  }
}
