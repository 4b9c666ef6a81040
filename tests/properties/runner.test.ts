import fc from "fast-check";

import {
  type CreationMarker,
  NotFoundError,
  ValidationError,
  markerLine,
  splitNote,
} from "../../gitlab";
import { dynamicOperations } from "../../provider/dynamic/dynamicProvider";
import { runnerHandler } from "../../provider/handlers/runner";
import type { Properties } from "../../provider/values/operation";
import { ATTRIBUTE_NAMES } from "../../provider/runner/argumentNames";
import { runnerArguments } from "../../provider/runner/runnerArguments";
import { fromWire } from "../../provider/engine/wire";
import { isUnknown } from "../../provider/values/unknown";
import { expectClearFailures, expectExplained } from "./helpers/clear";
import { hostile, spoiled } from "./helpers/hostile";
import { holds } from "./helpers/property";
import { NAMES, attributes, good, own, ways } from "./helpers/runnerValues";
import { GIVEN_TOKEN } from "./helpers/tokens";
import { World } from "./helpers/world";

const SECRETS = [GIVEN_TOKEN, "register-me"];

let world: World;
beforeAll(async () => {
  world = await World.start();
});
beforeEach(() => {
  world.gitlab.reset();
});
afterAll(() => world.gitlab.close());

/** GitLab's attribute for each argument that it can tell. */
const ATTRIBUTES = [
  ["runnerType", runnerArguments.runnerType.creationAttribute] as const,
  ...ATTRIBUTE_NAMES.map((name) => [name, runnerArguments[name].attribute] as const),
];

/** The last line of the note of a runner that was created. */
const MARK = /(^|\n)Created by pulumi-gitlab-runners \([0-9a-f]{16}-[0-9a-f]{8}\)$/;

/** What GitLab holds is what was declared; of what was not, it is what it was before. */
function expectHeld(
  runner: Record<string, unknown>,
  inputs: Properties,
  before: Record<string, unknown> = {},
): void {
  for (const [name, attribute] of ATTRIBUTES) {
    if (inputs[name] === undefined && before[attribute] === undefined) continue;
    const expected = inputs[name] === undefined ? before[attribute] : inputs[name];
    const plain = (value: unknown): unknown => {
      if (typeof value === "string") return value.replace(MARK, "");
      return Array.isArray(value) ? [...(value as string[])].sort() : (value ?? "");
    };
    expect({ [name]: plain(runner[attribute]) }).toEqual({ [name]: plain(expected) });
  }
}

/** Of an adopted runner only what is given counts, of others GitLab's defaults as well. */
function declaredBy(news: Properties, inputs: Properties): Properties {
  if (inputs["runnerId"] === undefined && inputs["authenticationToken"] === undefined)
    return inputs;
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => news[name] != null));
}

/** What GitLab refuses by itself is left: what is not there, tokens, and what its version decides. */
function expectNotForeseeable(error: unknown, previewChecks: boolean): void {
  if (!(error instanceof ValidationError)) return;
  expect(previewChecks).toBe(false);
  expect(error.reason).toMatch(/Missing\/invalid (group|project)|too far in the future/);
}

/** The arguments as the engine hands them: as JSON crosses. */
async function check(news: Properties, previewChecks: boolean, olds: Properties = {}) {
  const context = world.context({ previewChecks });
  const handler = dynamicOperations(runnerHandler(() => context));
  world.gitlab.requests.clear();
  const { inputs, failures } = await handler.check(olds, news);
  expect(world.changes()).toEqual([]);
  expectClearFailures(failures, news, { names: NAMES, secrets: SECRETS });
  // An id is the one that was given, not one that it was taken for.
  for (const name of ["groupId", "projectId", "runnerId"])
    if (failures.length === 0 && /^\d+$/.test(String(news[name])))
      expect(String(inputs[name])).toBe(String(news[name]));
  return { handler, inputs, refused: failures.length > 0 };
}

test("arguments are refused by their names before anything changes, or GitLab holds them", async () => {
  await holds(
    fc.tuple(spoiled(good, NAMES, own), fc.boolean()),
    async ([news, previewChecks]) => {
      world.gitlab.reset();
      const before = await world.runners();
      const { handler, inputs, refused } = await check(news, previewChecks);
      // A preview goes no further with what only the apply knows.
      if (refused || isUnknown(fromWire(inputs))) return;
      try {
        const { id, outs } = await handler.create(inputs);
        expectHeld(
          await world.runner(id),
          declaredBy(news, inputs),
          before.find((runner) => String(runner["id"]) === id),
        );
        expect(outs).toEqual(JSON.parse(JSON.stringify(outs)));
        // Nothing is left to do.
        expect(await handler.diff(id, outs, inputs)).toEqual({ changes: false });
        const { props = {}, inputs: declared = {} } = await handler.read(id, outs);
        expect(await handler.diff(id, props, inputs)).toEqual({ changes: false });
        const others = Object.keys(declared).filter((name) => !NAMES.includes(name));
        expect(others.filter((name) => !name.startsWith("__"))).toEqual([]);
      } catch (error) {
        expectExplained(error, SECRETS);
        expectNotForeseeable(error, previewChecks);
        expect(await world.runners()).toEqual(before);
      }
    },
    { runs: 200 },
  );
});

const markerOf = (digit: string): CreationMarker => ({
  resource: digit.repeat(16),
  attempt: digit.repeat(8),
});
/** Notes of all line breaks, of markers and of characters that take two places in JavaScript. */
const notes = fc
  .array(
    fc.oneof(
      fc.constantFrom("\n", "\r", "\r\n", " ", "a", "\u{1f600}"),
      fc.constantFrom("0", "f").map((digit) => markerLine(markerOf(digit))),
      fc.string({ unit: "grapheme", maxLength: 5 }),
      fc.constantFrom("\u{1f600}".repeat(500), "n".repeat(463), "n".repeat(462)),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(""));

test("a note comes back from GitLab as it was declared", async () => {
  await holds(
    notes,
    async (maintenanceNote) => {
      world.gitlab.reset();
      const declared = { runnerType: "instance_type", maintenanceNote, __mark: "0123456789abcdef" };
      const { handler, inputs, refused } = await check(declared, false);
      const length = Array.from(maintenanceNote).length;
      if (refused) {
        expect(length > 962 || splitNote(maintenanceNote).note.trim() === "").toBe(true);
        return;
      }
      const { id, outs } = await handler.create(inputs);
      const { props = {}, inputs: found = {} } = await handler.read(id, outs);
      expect(await handler.diff(id, props, inputs)).toEqual({ changes: false });
      const note = (inputs["maintenanceNote"] ?? "") as string;
      expect(splitNote(note)).toEqual({ note });
      for (const values of [outs, props, found]) expect(values["maintenanceNote"] ?? "").toBe(note);
    },
    { runs: 200 },
  );
});

test("a change is refused by its name before anything changes, or GitLab holds it", async () => {
  await holds(
    fc.tuple(ways, spoiled(attributes, NAMES, own), fc.boolean()),
    async ([first, more, previewChecks]) => {
      world.gitlab.reset();
      const made = await check(first, previewChecks);
      expect(made.refused).toBe(false);
      const { id, outs } = await made.handler.create(made.inputs);
      const before = await world.runners();
      const { handler, inputs, refused } = await check(
        Object.fromEntries([...Object.entries(first), ...Object.entries(more)]),
        previewChecks,
        made.inputs,
      );
      if (refused) return;
      try {
        const { changes, replaces = [] } = await handler.diff(id, outs, inputs);
        if (changes === false || replaces.length > 0 || isUnknown(fromWire(inputs))) return;
        await handler.update(id, outs, inputs);
        expectHeld(await world.runner(id), inputs);
      } catch (error) {
        expectExplained(error, SECRETS);
        expectNotForeseeable(error, previewChecks);
        // Without its checks a preview looks for a group or project only to compare it.
        if (error instanceof NotFoundError) expect(previewChecks).toBe(false);
        expect(await world.runners()).toEqual(before);
      }
    },
    { runs: 100 },
  );
});

test("whatever is given, what is wrong with it is said in few and short failures", async () => {
  await holds(
    fc.tuple(ways, fc.dictionary(fc.constantFrom(...NAMES), hostile, { maxKeys: 6 })),
    async ([way, more]) => {
      await check({ ...way, ...more }, false);
    },
    { runs: 1000 },
  );
});
