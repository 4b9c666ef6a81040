import { isDeepStrictEqual } from "node:util";
import { EXECUTORS, EXECUTOR_TABLES } from "../../functions/delivery/executors";
import { PROCESS_KEYS, RUNNER_KEYS } from "../../functions/delivery/keys/keys";
import { type Key, type Kind, keysIn } from "../../functions/delivery/keys/kinds";
import { GITLAB_RUNNER_VERSION } from "../../functions/delivery/keys/table";
import { DESCRIPTIONS, DESCRIPTIONS_OF_NAMES } from "./descriptions";
import { typeName } from "./typeNames";

/** A type of options. */
export interface OptionType {
  readonly name: string;
  readonly extended?: string;
  readonly keys: readonly Key[];
  readonly description: string;
}

const NAMES_OF_RUNNER: ReadonlySet<string> = new Set(RUNNER_KEYS.map(({ name }) => name));
const isOfBoth = ({ name }: Key): boolean => NAMES_OF_RUNNER.has(name);
const isOfExecutor = ({ option }: Key): boolean => EXECUTOR_TABLES.includes(option);

/** The types that are not of one table alone. */
const SECTIONS: readonly OptionType[] = [
  {
    name: "SharedProcessOptions",
    keys: PROCESS_KEYS.filter((key) => !isOfBoth(key)),
    description:
      "Options of the global section whose names none of the options of `[[runners]]` has.",
  },
  {
    name: "ProcessOptions",
    extended: "SharedProcessOptions",
    keys: PROCESS_KEYS.filter(isOfBoth),
    description: "Options of the global section of gitlab-runner's config.toml.",
  },
  {
    name: "SharedRunnerOptions",
    keys: RUNNER_KEYS.filter((key) => !isOfExecutor(key)),
    description: "Options of `[[runners]]` that every executor has.",
  },
];

/** Every type of options, those of tables as well. */
export function optionTypes(): OptionType[] {
  const types = new Map(SECTIONS.map((type) => [type.name, type]));
  for (const key of [...PROCESS_KEYS, ...RUNNER_KEYS].flatMap(withThoseBelow)) {
    if (!isTable(key.kind)) continue;
    const name = typeName(key.path);
    const known = types.get(name);
    if (known !== undefined && !isDeepStrictEqual(shape(known.keys), shape(keysIn(key.kind)))) {
      throw new Error(`two tables would be called ${name}, one of them ${key.path}`);
    }
    if (known === undefined) {
      types.set(name, { name, keys: keysIn(key.kind), description: descriptionOf(key) });
    }
  }
  return [...types.values()];
}

/** Options of some kind, each by its type and its name, `SshOptions.password`. */
export function optionsWhere(isWanted: (key: Key) => boolean): string[] {
  return optionTypes().flatMap(({ name, keys }) =>
    keys.filter(isWanted).map(({ option }) => `${name}.${option}`),
  );
}

function withThoseBelow(key: Key): Key[] {
  return [key, ...keysIn(key.kind).flatMap(withThoseBelow)];
}

function isTable(kind: Kind): boolean {
  return kind.is === "table" || (kind.is === "list" && kind.item.is === "table");
}

/** What must be the same of tables of one type. */
function shape(keys: readonly Key[]): unknown {
  return keys.map(({ name, kind }) => [name, isTable(kind) ? shape(keysIn(kind)) : kind]);
}

const IMPORT = 'import type * as pulumi from "@pulumi/pulumi";';

/** The module of the types, as prettier does not write it yet. */
export function optionTypesModule(): string {
  const head = [
    "/*",
    " * Written by `npm run keys` of functions/delivery/keys/table.ts and scripts/runnerKeys: change those.",
    ` * The keys are those of gitlab-runner ${GITLAB_RUNNER_VERSION}. Each value may be an Output, at any depth.`,
    " * See https://docs.gitlab.com/runner/configuration/advanced-configuration/",
    " */",
  ].join("\n");
  const types = optionTypes();
  return [head, IMPORT, TOML_VALUE, executorType(), ...types.map(interfaceOf)].join("\n\n") + "\n";
}

const TOML_VALUE = `/** A value of config.toml that gitlab-runner hands over to others as it is. */
export type TomlValue = pulumi.Input<
  string | number | boolean | TomlValue[] | { [key: string]: TomlValue }
>;`;

/** The tables of executors, with which of them have what. */
function executorType(): string {
  const variants = new Map<string, string[]>();
  for (const [name, { tables, needs }] of Object.entries(EXECUTORS)) {
    const needed = (needs as readonly (readonly [string, string])[]).map(([table]) => table);
    const members = (tables as readonly string[]).map((table) => {
      const key = RUNNER_KEYS.find(({ option }) => option === table);
      if (key === undefined) throw new Error(`gitlab-runner has no table ${table}`);
      return member(key, needed.includes(table));
    });
    const text = members.join("\n");
    variants.set(text, [...(variants.get(text) ?? []), JSON.stringify(name)]);
  }
  const parts = [...variants].map(
    ([members, names]) => `  | {\n executor: pulumi.Input<${names.join(" | ")}>;\n${members} }`,
  );
  return `/** How jobs are run, and what that takes. */\nexport type Executor =\n${parts.join("\n")};`;
}

function interfaceOf({ name, extended, keys, description }: OptionType): string {
  const needed = Object.values(EXECUTORS).flatMap(({ needs }) =>
    (needs as readonly (readonly [string, string])[]).map(
      ([table, option]) => `${table}.${option}`,
    ),
  );
  const members = keys
    .filter(({ name: each }) => each !== "executor")
    .map((key) => member(key, needed.includes(optionPath(key))));
  const heritage = extended === undefined ? "" : ` extends ${extended}`;
  return `${comment(description)}\nexport interface ${name}${heritage} {\n${members.join("\n")}\n}`;
}

function optionPath({ path, option }: Key): string {
  const [table = ""] = path.replace(/^runners\./, "").split(".");
  return path.split(".").length === 3 ? `${table}.${option}` : "";
}

function member(key: Key, isNeeded: boolean): string {
  const { option, kind } = key;
  return `${comment(descriptionOf(key))}\n${option}${isNeeded ? "" : "?"}: ${inputOf(kind, key)};`;
}

function descriptionOf({ path, name, kind }: Key): string {
  const meaning = DESCRIPTIONS[path] ?? DESCRIPTIONS_OF_NAMES[name] ?? UNITS[kind.is];
  return [...(meaning === undefined ? [] : [meaning]), `\`${shownPath(path, kind)}\``].join(" ");
}

const UNITS: Readonly<Partial<Record<Kind["is"], string>>> = {
  duration: "A duration, `1h30m`.",
  time: "ISO 8601.",
};

/** As one finds it in a file: `[runners.docker] image`. */
function shownPath(path: string, kind: Kind): string {
  if (kind.is === "table") return `[${path}]`;
  if (isTable(kind)) return `[[${path}]]`;
  const table = path.slice(0, Math.max(0, path.lastIndexOf(".")));
  const name = path.slice(path.lastIndexOf(".") + 1);
  if (table === "") return name;
  return table === "runners" ? `[[runners]] ${name}` : `[${table}] ${name}`;
}

function comment(text: string): string {
  const words = text.split(" ");
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length > 90) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.length === 1
    ? `/** ${lines[0] ?? ""} */`
    : ["/**", ...lines.map((line) => ` * ${line}`), " */"].join("\n");
}

function inputOf(kind: Kind, key: Key): string {
  return kind.is === "any" ? "TomlValue" : `pulumi.Input<${typeOf(kind, key)}>`;
}

function typeOf(kind: Kind, key: Key): string {
  switch (kind.is) {
    case "text":
    case "duration":
    case "time":
    case "period":
    case "timezone":
      return "string";
    case "flag":
      return "boolean";
    case "integer":
    case "int32":
    case "number":
      return "number";
    case "any":
      return "TomlValue";
    case "constant":
      return kind.of.map((value) => JSON.stringify(value)).join(" | ");
    case "table":
      return typeName(key.path);
    case "list":
      return `${inputOf(kind.item, key)}[]`;
    case "oneOrList":
      return `${typeOf(kind.item, key)} | ${inputOf(kind.item, key)}[]`;
    case "map":
      return `Record<string, ${inputOf(kind.item, key)}>`;
  }
}
