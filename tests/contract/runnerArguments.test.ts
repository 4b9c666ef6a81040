import { splitNote } from "../../gitlab";
import { runnerHandler } from "../../provider/handlers/runner";
import {
  ATTRIBUTE_NAMES,
  CREATION_NAMES,
  SECRET_NAMES,
  isAttribute,
} from "../../provider/runner/argumentNames";
import { type ArgumentName, runnerArguments } from "../../provider/runner/runnerArguments";
import type { Properties, ResourceHandler } from "../../provider/values/operation";
import { ARGUMENT_VALUES, argumentsWith } from "../helpers/argumentValues";
import { ask } from "../helpers/gitlab";
import { World } from "../properties/helpers/world";

const NAMES = Object.keys(runnerArguments) as ArgumentName[];
const OPERATION = { resource: {} };

let world: World;
let handler: ResourceHandler;
beforeAll(async () => {
  world = await World.start();
});
beforeEach(() => {
  world.gitlab.reset();
  const context = world.context({ previewChecks: false });
  handler = runnerHandler(() => context);
});
afterAll(() => world.gitlab.close());

/** Arguments as they are applied. */
async function checked(news: Properties, olds: Properties = {}): Promise<Properties> {
  const { inputs, failures } = await handler.check(OPERATION, olds, news);
  expect(failures).toEqual([]);
  return inputs;
}

describe.each(NAMES)("the argument %s of a runner", (name) => {
  const { value, other } = ARGUMENT_VALUES[name];

  test("is kept, also by a refresh", async () => {
    const inputs = await checked(argumentsWith(name, value));
    const { id, outputs } = await handler.create(OPERATION, inputs);
    const reading = { ...OPERATION, isLookup: false };
    const read = await handler.read(reading, id, outputs);
    expect(read?.inputs[name]).toEqual(value);
    expect(read?.secretInputs?.includes(name)).toBe(SECRET_NAMES.includes(name));
    expect(await handler.diff(OPERATION, id, read?.outputs ?? {}, inputs)).toEqual({
      changes: false,
    });
  });

  test(`changing it: ${runnerArguments[name].changing}`, async () => {
    const inputs = await checked(argumentsWith(name, value));
    const { id, outputs } = await handler.create(OPERATION, inputs);
    const expected = { replaces: { replaces: [name] }, updates: {}, nothing: { changes: false } };
    expect(await handler.diff(OPERATION, id, outputs, { ...inputs, [name]: other })).toEqual(
      expected[runnerArguments[name].changing],
    );
  });
});

const OWN_NAMES = NAMES.filter(
  (name) => runnerArguments[name].changing === "updates" && !isAttribute(name),
);
test.each(OWN_NAMES)("%s, which only the package keeps, can be left out again", async (name) => {
  const before = await checked(argumentsWith(name, ARGUMENT_VALUES[name].value));
  const { id, outputs } = await handler.create(OPERATION, before);
  const after = await checked(argumentsWith(name, undefined), before);
  expect(await handler.diff(OPERATION, id, outputs, after)).toEqual({});
  const updated = await handler.update(OPERATION, id, outputs, after);
  expect(updated).not.toHaveProperty(name);
  expect(await handler.diff(OPERATION, id, updated, after)).toEqual({ changes: false });
});

describe.each(ATTRIBUTE_NAMES)("the setting %s of a runner", (name) => {
  const { attribute } = runnerArguments[name];
  const { value, other } = ARGUMENT_VALUES[name];

  /** What GitLab shows of it, without the marker that a note ends with; none of it is empty. */
  const shown = async (id: number | string): Promise<unknown> => {
    const present = (await world.runner(id))[attribute] ?? "";
    return name === "maintenanceNote" ? splitNote(present as string).note : present;
  };
  /** What GitLab gives a runner for which nothing is asked. */
  const given = async (): Promise<unknown> => {
    const bare = { runner_type: "project_type", project_id: 11 };
    const { body } = await ask(world.gitlab, "POST", "/user/runners", bare);
    return shown((body as { id: number }).id);
  };

  test("reaches GitLab when the runner is created, changed, and no longer declares it", async () => {
    const first = await checked(argumentsWith(name, value));
    const { id, outputs } = await handler.create(OPERATION, first);
    expect(await shown(id)).toEqual(value);
    const before = await given();
    expect(before).not.toEqual(value);
    let state = outputs;
    let olds = first;
    for (const [next, expected] of [
      [other, other],
      [value, value],
      [undefined, before],
    ]) {
      const news = await checked(argumentsWith(name, next), olds);
      expect(await handler.diff(OPERATION, id, state, news)).toEqual({});
      state = await handler.update(OPERATION, id, state, news);
      expect(await shown(id)).toEqual(expected);
      expect(await handler.diff(OPERATION, id, state, news)).toEqual({ changes: false });
      olds = news;
    }
  });

  test("is changed by an adoption that declares it, and left by one that does not", async () => {
    const adopted = { runnerId: 2 };
    const beside = name === "runUntagged" ? { tagList: ["docker"] } : {};
    const inputs = await checked({ ...adopted, ...beside, [name]: value });
    const { id, outputs } = await handler.create(OPERATION, inputs);
    expect(await shown(id)).toEqual(value);
    const news = await checked({ ...adopted, ...beside }, inputs);
    await handler.update(OPERATION, id, outputs, news);
    expect(await shown(id)).toEqual(value);
  });
});

test.each(CREATION_NAMES)("GitLab is given %s when it creates a runner", async (name) => {
  const { value } = ARGUMENT_VALUES[name];
  const sent: unknown[] = [];
  const context = world.context({ previewChecks: false });
  const gitlab: typeof context.gitlab = {
    ...context.gitlab,
    createRunner: (runner) => {
      sent.push(runner);
      return context.gitlab.createRunner(runner);
    },
  };
  const inputs = await checked(argumentsWith(name, value));
  await runnerHandler(() => ({ ...context, gitlab })).create(OPERATION, inputs);
  expect(sent).toEqual([
    expect.objectContaining({ [runnerArguments[name].creationAttribute]: value }),
  ]);
});
