import { type CollectionTag, LineCounter, type ScalarTag, parseDocument, stringify } from "yaml";

/** What a `.gitlab-ci.yml` may hold. */
export type Value = string | number | boolean | null | Reference | Value[] | Mapping;
export interface Mapping {
  [key: string]: Value;
}

/** `!reference [job, keyword]`: stands for what is written there. */
export class Reference {
  constructor(readonly path: readonly unknown[]) {}

  toString(): string {
    return `!reference [${this.path.map((part) => JSON.stringify(part)).join(", ")}]`;
  }
}

/** GitLab refuses the whole text, before it looks at jobs. */
export class ConfigError extends Error {}

export function isMapping(value: Value | undefined): value is Mapping {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Reference)
  );
}

/** What a mapping holds itself: a job may be called `constructor`. */
export function valueAt(mapping: Mapping, key: string): Value | undefined {
  return Object.hasOwn(mapping, key) ? mapping[key] : undefined;
}

/** A scalar as it was written; what should have been one, as JSON. */
export function textOf(value: Value | undefined): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A list of texts within lists, as keywords with `!reference` in them are. */
export function textsOf(value: Value | undefined): string[] {
  if (value == null) return [];
  return (Array.isArray(value) ? value.flat(10) : [value]).map(textOf);
}

const REFERENCE: CollectionTag = {
  tag: "!reference",
  collection: "seq",
  resolve: (list) => new Reference(list.toJSON() as unknown[]),
};

/**
 * Reads YAML 1.1, as GitLab does, with anchors and merge keys.
 *
 * @throws ConfigError
 */
export function parseConfiguration(text: string): Mapping {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    schema: "yaml-1.1",
    merge: true,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
    lineCounter,
    customTags: (tags) => [
      ...tags.filter((tag) => typeof tag === "string" || !REPLACED.includes(tag.tag)),
      BOOLEAN,
      REFERENCE,
    ],
  });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    throw new ConfigError(`(<unknown>): ${error.message} at line ${line} column ${col}`);
  }
  const content = contentOf(document);
  if (!isMapping(content)) throw new ConfigError("Invalid configuration format");
  return content;
}

/** Ruby takes `y` and `n` as texts, and GitLab leaves times as they are written. */
const BOOLEAN: ScalarTag = {
  tag: "tag:yaml.org,2002:bool",
  default: true,
  test: /^(?:true|false|yes|no|on|off)$/i,
  resolve: (text) => /^(?:true|yes|on)$/i.test(text),
};
const REPLACED = [BOOLEAN.tag, "tag:yaml.org,2002:timestamp"];

/** @throws ConfigError for an alias without its anchor, or one of too many. */
function contentOf(document: { toJS: (options: { maxAliasCount: number }) => unknown }): Value {
  try {
    return document.toJS({ maxAliasCount: 1000 }) as Value;
  } catch (error) {
    if (error instanceof ReferenceError) throw new ConfigError(`(<unknown>): ${error.message}`);
    throw error;
  }
}

/** As Ruby writes YAML. */
export function writeConfiguration(configuration: Mapping): string {
  return `---\n${stringify(configuration, { indentSeq: false, lineWidth: 0, aliasDuplicateObjects: false })}`;
}
