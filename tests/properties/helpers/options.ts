import fc, { type Arbitrary } from "fast-check";

import { EXECUTORS, type ExecutorName } from "../../../functions/delivery/executors";
import { PROCESS_KEYS, RUNNER_KEYS } from "../../../functions/delivery/keys/keys";
import type { Key, Kind } from "../../../functions/delivery/keys/kinds";

/** An option's value, and what config.toml must have for it. */
export interface Given {
  readonly option: unknown;
  readonly toml: unknown;
}

const same = (value: Arbitrary<unknown>): Arbitrary<Given> =>
  value.map((option) => ({ option, toml: option }));

const WHOLE = /^[^\0\p{Surrogate}]*$/u;
const text = fc
  .oneof(
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.constantFrom(
      "",
      "{{ .Values }}",
      '"""',
      "'''",
      "\u007f\u0080\u0085\u2028\r\n\t",
      "$TOKEN",
      "1979-05-27",
    ),
  )
  .filter((value) => WHOLE.test(value));
/** TOML has no zero below zero as a whole number. */
const number = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((value) => (value === 0 ? 0 : value));
const name = fc.oneof(text, fc.constantFrom("a.b", "__proto__", "constructor", "é", "a b", ""));

const any = fc.letrec<{ value: unknown; scalar: unknown }>((tie) => ({
  scalar: fc.oneof(text, fc.maxSafeInteger(), number, fc.boolean()),
  value: fc.oneof(
    { maxDepth: 3 },
    tie("scalar"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(name, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

const LABELS: ReadonlySet<string> = new Set(["labels", "runners.labels"]);
const SPECIAL: Readonly<Record<string, Arbitrary<Given>>> = {
  concurrent: same(fc.integer({ min: 1 })),
  "runners.machine.MachineOptionsWithName": same(fc.array(text.map((each) => `${each}%s`))),
};

function ofKind(kind: Kind): Arbitrary<Given> {
  switch (kind.is) {
    case "text":
    case "time":
      return same(text);
    case "flag":
      return same(fc.boolean());
    case "integer":
      return same(fc.maxSafeInteger());
    case "int32":
      return same(fc.integer());
    case "number":
      return same(number);
    case "duration":
      return same(fc.constantFrom("1h30m0s", "90s", "1.5h", ...(kind.isLong ? [] : ["0s", "1us"])));
    case "period":
      return same(fc.constantFrom("* 7-18 * * mon-fri", "* * * * * * *", "@daily"));
    case "timezone":
      return same(fc.constantFrom("", "Local", "UTC", "Europe/Berlin", "America/New_York"));
    case "constant":
      return same(fc.constantFrom(...kind.of));
    case "any":
      return same(any);
    case "list":
      return listOf(ofKind(kind.item));
    case "oneOrList":
      return fc.oneof(ofKind(kind.item), listOf(ofKind(kind.item)));
    case "map":
      return fc
        .dictionary(name, ofKind(kind.item), { maxKeys: 3, noNullPrototype: true })
        .map((given) => collected(Object.entries(given).map(([key, value]) => [key, key, value])));
    case "table":
      return ofKeys(kind.keys);
  }
}

function listOf(item: Arbitrary<Given>): Arbitrary<Given> {
  return fc.array(item, { maxLength: 3 }).map((items) => ({
    option: items.map(({ option }) => option),
    toml: items.map(({ toml }) => toml),
  }));
}

function collected(entries: readonly (readonly [string, string, Given])[]): Given {
  return {
    option: Object.fromEntries(entries.map(([option, , given]) => [option, given.option])),
    toml: Object.fromEntries(entries.map(([, key, given]) => [key, given.toml])),
  };
}

/** Some of the options of these keys. */
function ofKeys(keys: readonly Key[]): Arbitrary<Given> {
  return fc
    .subarray([...keys], { maxLength: Math.min(keys.length, 6) })
    .chain((chosen) => fc.tuple(...chosen.map((key) => optionOf(key))))
    .map((entries) => collected(entries));
}

function optionOf(key: Key): Arbitrary<readonly [string, string, Given]> {
  const labels = same(
    fc.dictionary(fc.stringMatching(/^[a-z_][\w.-]{2,20}$/), fc.stringMatching(/^[\w.-]{1,20}$/), {
      noNullPrototype: true,
    }),
  );
  const value = LABELS.has(key.path) ? labels : (SPECIAL[key.path] ?? ofKind(key.kind));
  return value.map((given) => [key.option, key.name, given] as const);
}

const GIVEN_BY_RESOURCE = ["name", "url", "executor"];
const process = ofKeys(PROCESS_KEYS);

/** A runner of an executor, with what that needs, and any options that it may be given. */
const runner = fc
  .constantFrom(...(Object.keys(EXECUTORS) as ExecutorName[]))
  .chain((executor) => {
    const { tables, needs } = EXECUTORS[executor] as {
      tables: readonly string[];
      needs: readonly (readonly [string, string])[];
    };
    const others: readonly string[] = Object.values(EXECUTORS)
      .flatMap((each) => each.tables as readonly string[])
      .filter((table) => !tables.includes(table));
    const keys = RUNNER_KEYS.filter(
      ({ option, name: key }) => !others.includes(option) && !GIVEN_BY_RESOURCE.includes(key),
    );
    const needed = RUNNER_KEYS.filter(({ option }) => needs.some(([table]) => table === option));
    return fc.record({
      executor: fc.constant(executor),
      tables: fc.constant(tables),
      some: ofKeys(keys.filter((key) => !needed.includes(key))),
      needed: fc.tuple(...needed.map((key) => withNeeds(key, needs))),
    });
  })
  .map(({ executor, tables, some, needed }) => {
    const all = collected(needed);
    const empty = Object.fromEntries(tables.map((table) => [table, {}]));
    const shell = executor === "docker-windows" ? { shell: "pwsh" } : {};
    return {
      option: { executor, ...(some.option as object), ...(all.option as object) },
      toml: { executor, ...shell, ...empty, ...(some.toml as object), ...(all.toml as object) },
    };
  });

function withNeeds(
  key: Key,
  needs: readonly (readonly [string, string])[],
): Arbitrary<readonly [string, string, Given]> {
  const keys = key.kind.is === "table" ? key.kind.keys : [];
  const needed = keys.filter(({ option }) =>
    needs.some(([table, each]) => table === key.option && each === option),
  );
  return fc
    .tuple(ofKeys(keys), fc.tuple(...needed.map((each) => optionOf(each))))
    .map(([some, own]) => {
      const all = collected(own);
      return [
        key.option,
        key.name,
        {
          option: { ...(some.option as object), ...(all.option as object) },
          toml: { ...(some.toml as object), ...(all.toml as object) },
        },
      ] as const;
    });
}

/** The options of a process, and what its config.toml must have besides whose runners they are. */
export const processOptions: Arbitrary<Given> = fc
  .tuple(process, fc.array(runner, { minLength: 1, maxLength: 3 }))
  .map(([global, runners]) => ({
    option: { ...(global.option as object), runners: runners.map(({ option }) => option) },
    toml: {
      concurrent: 1,
      ...(global.toml as object),
      runners: runners.map(({ toml }) => toml),
    },
  }));
