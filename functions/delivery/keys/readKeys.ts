import * as v from "valibot";
import { alikeName } from "../../../gitlab/text/noSuchName";
import { shown } from "../../../gitlab/text/shown";
import { isWhole } from "../../../gitlab/text/texts";
import { isPeriod, isTimeZone } from "./calendar";
import type { Key, Kind } from "./kinds";
import { NOT_KNOWN_YET } from "./notKnownYet";
import { RULES } from "./rules";

/** A value of config.toml. */
export type TomlValue = string | number | boolean | TomlValue[] | TomlTable;

/** A table of config.toml, by gitlab-runner's names. */
export interface TomlTable {
  [key: string]: TomlValue;
}

export function isTomlTable(value: TomlValue | undefined): value is TomlTable {
  return typeof value === "object" && !Array.isArray(value);
}

/** Notes what is wrong with the value at a place. */
export type Note = (place: readonly (string | number)[], message: string) => void;

type Place = readonly (string | number)[];

/** Options that a user may give at the wrong level of a process. */
interface Elsewhere {
  readonly keys: readonly Key[];
  /** The message about such an option. */
  readonly message: string;
}

/**
 * Options in camelCase as gitlab-runner's own keys. What is left out, or not known yet, is left out.
 *
 * @param note - gets everything that is wrong, with the option's place.
 */
export function readKeys(
  keys: readonly Key[],
  options: Readonly<Record<string, unknown>>,
  note: Note,
  place: Place = [],
  elsewhere?: Elsewhere,
): TomlTable {
  const byOption = new Map(keys.map((key) => [key.option, key]));
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined && !byOption.has(name)) {
      const isMisplaced = elsewhere?.keys.some(({ option }) => option === name) === true;
      note([...place, name], isMisplaced ? elsewhere.message : noSuchOption(name, keys));
    }
  }
  const entries = keys.flatMap((key): [string, TomlValue][] => {
    const value = readValue(key.kind, options[key.option], note, [...place, key.option]);
    if (value === undefined) return [];
    const reason = RULES[key.path]?.(value);
    if (reason !== undefined) note([...place, key.option], reason);
    return [[key.name, value]];
  });
  return Object.fromEntries(entries);
}

function noSuchOption(name: string, keys: readonly Key[]): string {
  const options = keys.map(({ option }) => option);
  const alike = alikeName(name, options);
  if (alike !== undefined) return `is no option; did you mean ${alike}?`;
  const paths = keys.flatMap((key) => below(key, key.option));
  const inner = alikeName(name, paths.map(lastOf));
  const elsewhere = paths.find((path) => inner !== undefined && lastOf(path) === inner);
  return elsewhere === undefined
    ? "is no option, as gitlab-runner has no such key here"
    : `is no option; did you mean ${elsewhere}?`;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

/** The options in the tables below a key, apart from those in lists. */
function below({ kind }: Key, path: string): string[] {
  if (kind.is !== "table") return [];
  return kind.keys.flatMap((key) => [
    `${path}.${key.option}`,
    ...below(key, `${path}.${key.option}`),
  ]);
}

function readValue(kind: Kind, value: unknown, note: Note, place: Place): TomlValue | undefined {
  if (value === undefined || value === NOT_KNOWN_YET) return undefined;
  switch (kind.is) {
    case "table":
      if (isObject(value)) return readKeys(kind.keys, value, note, place);
      note(place, "must be an object");
      return undefined;
    case "list":
      return readList(kind.item, value, note, place);
    case "oneOrList":
      return Array.isArray(value)
        ? readList(kind.item, value, note, place)
        : readValue(kind.item, value, note, place);
    case "map":
      return readMap(kind.item, value, note, place);
    case "any":
      return readAny(value, note, place);
    default: {
      const result = v.safeParse(plainSchema(kind), value);
      if (result.success) return result.output;
      note(place, result.issues[0].message);
      return undefined;
    }
  }
}

function readList(item: Kind, value: unknown, note: Note, place: Place): TomlValue[] | undefined {
  if (!Array.isArray(value)) {
    note(place, `must be a list${of(item)}`);
    return undefined;
  }
  return value.flatMap((each: unknown, index) => {
    if (each === undefined) note([...place, index], "is missing");
    const read = readValue(item, each, note, [...place, index]);
    return read === undefined ? [] : [read];
  });
}

function readMap(item: Kind, value: unknown, note: Note, place: Place): TomlTable | undefined {
  if (!isObject(value)) {
    note(place, `must be an object${of(item)}`);
    return undefined;
  }
  const entries = Object.entries(value).flatMap(([name, each]): [string, TomlValue][] => {
    if (!isWhole(name)) note([...place, name], NOT_WHOLE);
    const read = readValue(item, each, note, [...place, name]);
    return read === undefined ? [] : [[name, read]];
  });
  return Object.fromEntries(entries);
}

/** What a plugin of an autoscaler takes, which gitlab-runner hands over as it is. */
function readAny(value: unknown, note: Note, place: Place): TomlValue | undefined {
  if (Array.isArray(value)) return readList({ is: "any" }, value, note, place);
  if (isObject(value)) return readMap({ is: "any" }, value, note, place);
  const kinds: Readonly<Partial<Record<string, Kind>>> = {
    string: { is: "text" },
    number: { is: "number" },
    boolean: { is: "flag" },
  };
  const kind = kinds[typeof value];
  if (kind !== undefined) return readValue(kind, value, note, place);
  note(place, "must be a text, a number, true or false, a list or an object");
  return undefined;
}

function of(item: Kind): string {
  if (item.is === "text" || item.is === "period") return " of texts";
  return item.is === "integer" ? " of whole numbers" : "";
}

const NOT_WHOLE = "holds a NUL or half a surrogate pair, which gitlab-runner cannot be given";
const INT32 = 2 ** 31;

const textSchema = v.pipe(v.string("must be a text"), v.check(isWhole, NOT_WHOLE));
const flagSchema = v.boolean("must be true or false");
const numberSchema = v.pipe(v.number("must be a number"), v.finite("must be a finite number"));
const integerSchema = v.pipe(
  v.number("must be a number"),
  v.integer("must be a whole number"),
  v.safeInteger(`must be at most ${Number.MAX_SAFE_INTEGER}, either side of 0`),
);
const int32Schema = v.pipe(
  integerSchema,
  v.minValue(-INT32, "must be a whole number of 32 bits"),
  v.maxValue(INT32 - 1, "must be a whole number of 32 bits"),
);
const DURATION = /^[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
const NO_DURATION = 'must be a duration such as "1h30m", "90s" or "500ms"';
const durationSchema = v.pipe(v.string(NO_DURATION), v.regex(DURATION, NO_DURATION));
/** gitlab-runner calls a file wrong in which it is shorter. */
const longDurationSchema = v.pipe(
  durationSchema,
  v.check((text) => secondsOf(text) >= 1, 'must be a duration of at least a second, such as "20m"'),
);

const periodSchema = v.pipe(
  textSchema,
  v.check(
    isPeriod,
    ({ input }) =>
      `must be a period, 5 to 7 fields of cron such as "* 7-18 * * mon-fri", not ${shown(input)}`,
  ),
);
const timezoneSchema = v.pipe(
  textSchema,
  v.check(
    isTimeZone,
    ({ input }) => `must be a time zone such as "Europe/Berlin", not ${shown(input)}`,
  ),
);

const SECONDS: Readonly<Partial<Record<string, number>>> = { h: 3600, m: 60, s: 1, ms: 1e-3 };

function secondsOf(duration: string): number {
  const parts = [...duration.matchAll(/([\d.]+)([a-zµμ]+)/g)];
  const seconds = parts.map(([, count, unit = ""]) => Number(count) * (SECONDS[unit] ?? 0));
  const sum = seconds.reduce((one, other) => one + other, 0);
  return duration.startsWith("-") ? -sum : sum;
}

type PlainKind = Exclude<Kind, { is: "table" | "list" | "oneOrList" | "map" } | { is: "any" }>;

function plainSchema(kind: PlainKind): v.GenericSchema<string | number | boolean> {
  switch (kind.is) {
    case "text":
    case "time":
      return textSchema;
    case "flag":
      return flagSchema;
    case "integer":
      return integerSchema;
    case "int32":
      return int32Schema;
    case "number":
      return numberSchema;
    case "duration":
      return kind.isLong ? longDurationSchema : durationSchema;
    case "period":
      return periodSchema;
    case "timezone":
      return timezoneSchema;
    case "constant":
      return v.picklist(kind.of, `must be one of ${kind.of.join(", ")}`);
  }
}

/** Whether a value is an object with entries, as options are. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
