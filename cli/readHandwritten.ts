import * as v from "valibot";
import type { YAMLParseError } from "yaml";

import { ConfigurationError } from "../gitlab";
import { parseYaml } from "../gitlab/ciConfig/parseYaml";
import { isMapping } from "../gitlab/ciConfig/yamlMapping";
import { noSuchName } from "../gitlab/text/noSuchName";
import { inputName, readInput } from "./readInput";

/** A kind of file that a person writes for a command. */
export interface HandwrittenKind<Content> {
  /** What such a file is: `list of prices`. */
  readonly what: string;
  /** Most bytes. */
  readonly largest: number;
  /** A whole file in one line of YAML, for messages. */
  readonly example: string;
  /** Its scalars are texts. Each message says what is expected. */
  readonly schema: v.GenericSchema<unknown, Content>;
}

/**
 * Reads a file of YAML or JSON, which a person wrote.
 *
 * @param file - its path, or `-` for standard input.
 * @throws {ConfigurationError} that names what is wrong in it and shows what it looks like.
 */
export async function readHandwritten<Content>(
  file: string,
  { what, largest, example, schema }: HandwrittenKind<Content>,
): Promise<Content> {
  const refused = (reason: string, cause?: unknown): ConfigurationError =>
    new ConfigurationError(
      `${inputName(file)} is not a ${what}: ${reason}. A ${what} looks like this: ${example}`,
      { cause },
    );
  const text = (await readInput(file, { largest, what })).toString("utf8");
  const given = await parseYaml(text, { isHandwritten: true }).catch((cause: unknown) => {
    throw refused(reasonOf(cause as YAMLParseError, text), cause);
  });
  const result = v.safeParse(schema, plain(given));
  if (result.success) return result.output;
  throw refused(issueText(result.issues[0]));
}

/** What is wrong, by the path of a key. An unknown or missing key is wrong of the mapping. */
function issueText(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  return path === null || issue.type === "strict_object"
    ? issue.message
    : `${path}: expected ${issue.message}`;
}

/** A mapping that has these keys and no others; its messages name the key that is wrong. */
export function mapping<Entries extends v.ObjectEntries>(
  entries: Entries,
): v.StrictObjectSchema<Entries, (issue: v.StrictObjectIssue) => string> {
  const names = Object.keys(entries);
  return v.strictObject(entries, ({ expected, path }) => {
    const key = String(path?.at(-1)?.key);
    if (expected === "never") return `there is no key ${noSuchName(key, names)}`;
    if (path === undefined) return `expected a mapping with keys among ${names.join(", ")}`;
    return `the key ${key} is missing`;
  });
}

/** Without the parser's message, which quotes the text. */
function reasonOf({ code, pos }: Partial<YAMLParseError>, text: string): string {
  if (code !== "DUPLICATE_KEY") return "it is neither YAML nor JSON";
  return `line ${text.slice(0, pos?.[0]).split("\n").length} repeats a key`;
}

/** Mappings as objects; the depth is bounded by the parser. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isMapping(value)) return value;
  return Object.fromEntries(Array.from(value, ([key, inner]) => [String(key), plain(inner)]));
}
