import type { Key, Kind } from "./keys/kinds";
import { keysIn } from "./keys/kinds";
import type { TomlTable, TomlValue } from "./keys/readKeys";

/** What sets keys at `gitlab-runner register`, and the options that it has nothing for. */
export interface Flags {
  /** `--docker-image=alpine:3`, in one word: so a value may begin with a hyphen. */
  readonly words: readonly string[];
  /** Credentials, by the environment variables that it reads them from. */
  readonly environment: readonly (readonly [name: string, value: string])[];
  /** Options, by their names, that no flag says. */
  readonly unsaid: readonly string[];
}

const NONE: Flags = { words: [], environment: [], unsaid: [] };

/** What sets the keys of a table. */
export function flagsOf(keys: readonly Key[], table: TomlTable, parent = ""): Flags {
  return together(
    Object.entries(table).map(([name, value]) => {
      const key = keys.find((each) => each.name === name);
      if (key === undefined) throw new Error(`gitlab-runner has no key ${name}`);
      return flagsOfKey(key, value, parent + key.option);
    }),
  );
}

function flagsOfKey(key: Key, value: TomlValue, option: string): Flags {
  const { kind, flag, variable } = key;
  if (kind.is === "table") {
    return hasFlags(key)
      ? flagsOf(kind.keys, value as TomlTable, `${option}.`)
      : { ...NONE, unsaid: [option] };
  }
  if (variable !== undefined) return { ...NONE, environment: [[variable, textOf(value)]] };
  const values = flag === undefined ? undefined : valuesOf(kind, value);
  return values === undefined
    ? { ...NONE, unsaid: [option] }
    : { ...NONE, words: values.map((each) => `${String(flag)}=${each}`) };
}

function hasFlags({ kind, flag }: Key): boolean {
  return flag !== undefined || keysIn(kind).some(hasFlags);
}

function together(all: readonly Flags[]): Flags {
  return {
    words: all.flatMap(({ words }) => words),
    environment: all.flatMap(({ environment }) => environment),
    unsaid: all.flatMap(({ unsaid }) => unsaid),
  };
}

/** What a flag is given, as often as it must be; undefined where it cannot say the value. */
function valuesOf(kind: Kind, value: TomlValue): string[] | undefined {
  switch (kind.is) {
    case "list":
      // Of several tables the flag takes one list in JSON.
      return kind.item.is === "table"
        ? [JSON.stringify(value)]
        : (value as TomlValue[]).map(textOf);
    case "oneOrList":
      return [[value].flat().map(textOf).join(",")];
    case "map":
      return pairs(Object.entries(value as TomlTable));
    default:
      return [textOf(value)];
  }
}

/** A pair is parted at its first colon, and of a list in it the flag takes one item. */
function pairs(entries: readonly (readonly [string, TomlValue])[]): string[] | undefined {
  const all = entries.map(([name, value]) => {
    const [item, ...more] = [value].flat();
    return name.includes(":") || item === undefined || more.length > 0
      ? undefined
      : `${name}:${textOf(item)}`;
  });
  const said = all.filter((pair) => pair !== undefined);
  return said.length === all.length ? said : undefined;
}

function textOf(value: TomlValue): string {
  if (typeof value === "object") throw new Error("a flag is given a text, a number, true or false");
  return String(value);
}
