import { type Context } from "../../provider/context/context";
import { createLookups } from "../../provider/context/lookups";
import { runnerHandler } from "../../provider/handlers/runner";
import type { Difference, Properties, ResourceHandler } from "../../provider/values/operation";
import { ask } from "../helpers/gitlab";
import { World } from "../properties/helpers/world";

const DAY_MS = 24 * 60 * 60 * 1000;
const START = new Date("2026-03-01T00:00:00Z");
const OPERATION = { resource: {} };
const CREATED = { runnerType: "project_type", projectId: 11 };
const ADOPTED = { runnerId: 2 };

interface Process {
  readonly handler: ResourceHandler;
  readonly warnings: string[];
}

/** A runner in a state. */
interface Stored {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

describe("a rotation", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  beforeEach(() => {
    jest.useFakeTimers({
      now: START,
      // The clock only: the requests wait as they do.
      doNotFake: [
        "hrtime",
        "nextTick",
        "performance",
        "queueMicrotask",
        "setImmediate",
        "clearImmediate",
        "setInterval",
        "clearInterval",
        "setTimeout",
        "clearTimeout",
      ],
    });
    world.gitlab.reset();
    world.gitlab.clock.set(START);
    world.gitlab.requests.clear();
  });
  afterEach(() => {
    jest.useRealTimers();
  });
  afterAll(() => world.gitlab.close());

  /** Moves the clocks of the machine and of GitLab. */
  const wait = (days: number): void => {
    jest.setSystemTime(Date.now() + days * DAY_MS);
    world.gitlab.clock.set(new Date());
  };
  /** The provider, as in a process of the engine that has just started. */
  const start = (isRunning = true): Process => {
    const warnings: string[] = [];
    const warn = (text: string): void => void warnings.push(text);
    const plain = world.context({ previewChecks: false });
    const lookups = createLookups(plain.gitlab, warn);
    const context: Context = { ...plain, program: { isRunning }, lookups, warn };
    return { handler: runnerHandler(() => context), warnings };
  };
  const check = async (args: Properties, olds: Properties = {}): Promise<Properties> => {
    const { inputs, failures } = await start().handler.check(OPERATION, olds, args);
    expect(failures).toEqual([]);
    return inputs;
  };
  const create = async (args: Properties): Promise<Stored> => {
    const inputs = await check(args);
    const { id, outputs } = await start().handler.create(OPERATION, inputs);
    return { id, inputs, outputs };
  };
  const diff = async (
    { id, inputs, outputs }: Stored,
    news: Properties = inputs,
  ): Promise<{ difference: Difference; warnings: string[]; handler: ResourceHandler }> => {
    const { handler, warnings } = start();
    return { difference: await handler.diff(OPERATION, id, outputs, news), warnings, handler };
  };
  /** Compares and updates in one process, as `up` does. */
  const update = async (stored: Stored, news: Properties = stored.inputs): Promise<Stored> => {
    const { handler } = await diff(stored, news);
    const outputs = await handler.update(OPERATION, stored.id, stored.outputs, news);
    return { ...stored, inputs: news, outputs };
  };
  const refuseReset = (): void => {
    const path = "/runners/:id/reset_authentication_token";
    world.gitlab.faults.add({ kind: "status", status: 403, path, times: 1 });
  };
  /** What the state has after an update that failed half way. */
  const refused = async (stored: Stored, news: Properties = stored.inputs): Promise<Stored> => {
    const failure: unknown = await update(stored, news).catch((error: unknown) => error);
    expect(failure).toMatchObject({ id: stored.id });
    return { ...stored, inputs: news, outputs: (failure as { outputs: Properties }).outputs };
  };
  const refresh = async (stored: Stored): Promise<Stored> => {
    const reading = { ...OPERATION, isLookup: false };
    const read = await start(false).handler.read(reading, stored.id, stored.outputs);
    return { ...stored, outputs: read?.outputs ?? {} };
  };
  const isAlive = async (token: unknown): Promise<boolean> =>
    (await ask(world.gitlab, "POST", "/runners/verify", { token })).status === 200;

  describe("by days", () => {
    test("is not due before, and says when it will be", async () => {
      const stored = await create({ ...CREATED, rotation: { everyDays: 30 } });
      expect(stored.outputs["nextRotationAt"]).toBe("2026-03-31T00:00:00.000Z");
      wait(29.9);
      const { difference, warnings } = await diff(stored);
      expect(difference).toEqual({ changes: false });
      expect(warnings).toEqual([]);
    });

    test("replaces the runner once it is due, with the date and the reason", async () => {
      const stored = await create({ ...CREATED, rotation: { everyDays: 30 } });
      wait(30);
      const { difference, warnings } = await diff(stored);
      expect(difference).toEqual({ changes: true, replaces: ["rotation"] });
      expect(warnings).toEqual([
        `the token of runner ${stored.id} is rotated because 2026-03-31T00:00:00.000Z has passed, ` +
          "30 days after the stack got its token (rotation.everyDays): up creates a new runner with " +
          "the same settings, and deletes this one last",
      ]);
      const next = await create({ ...CREATED, rotation: { everyDays: 30 } });
      expect((await diff(next)).difference).toEqual({ changes: false });
    });

    test("is no matter of a refresh", async () => {
      const stored = await create({ ...CREATED, rotation: { everyDays: 30 } });
      wait(31);
      const { outputs } = await refresh(stored);
      expect(outputs["nextRotationAt"]).toBe("2026-03-31T00:00:00.000Z");
      const { handler, warnings } = start(false);
      expect(await handler.diff(OPERATION, stored.id, outputs, stored.inputs)).toEqual({
        changes: false,
      });
      expect(warnings).toEqual([]);
    });

    test("changes without a request, and is left out again", async () => {
      const stored = await create({ ...CREATED, rotation: { everyDays: 30 } });
      const steps: [rotation: Properties | undefined, next: string | undefined][] = [
        [{ everyDays: 60 }, "2026-04-30T00:00:00.000Z"],
        [undefined, undefined],
        [{ everyDays: 90 }, "2026-05-30T00:00:00.000Z"],
      ];
      let before = stored;
      for (const [rotation, next] of steps) {
        const news = await check({ ...CREATED, ...(rotation && { rotation }) }, before.inputs);
        expect((await diff(before, news)).difference).toEqual({});
        world.gitlab.requests.clear();
        before = await update(before, news);
        expect(world.changes()).toEqual([]);
        expect(before.outputs["nextRotationAt"]).toBe(next);
        expect(before.outputs["token"]).toBe(stored.outputs["token"]);
        expect((await diff(before)).difference).toEqual({ changes: false });
      }
    });

    test("counts from the creation of a runner whose token's age the state does not have", async () => {
      const stored = await create({ ...CREATED });
      const older = { ...stored.outputs };
      delete older["tokenObtainedAt"];
      wait(40);
      const news = await check({ ...CREATED, rotation: { everyDays: 30 } }, stored.inputs);
      const unread = await diff({ ...stored, outputs: older }, news);
      expect(unread.difference).toEqual({});
      expect(unread.warnings).toEqual([
        expect.stringMatching(/has nothing to count from: .* pulumi refresh gets it where/),
      ]);
      const read = await refresh({ ...stored, outputs: older });
      const { difference, warnings } = await diff(read, news);
      expect(difference).toEqual({ changes: true, replaces: ["rotation"] });
      expect(warnings).toEqual([expect.stringMatching(/30 days after its creation, as the state/)]);
    });

    test("replaces a registered runner, too", async () => {
      const stored = await create({
        registrationToken: "register-me",
        rotation: { everyDays: 30 },
      });
      wait(31);
      expect((await diff(stored)).difference).toEqual({ changes: true, replaces: ["rotation"] });
    });
  });

  describe("of the strategy reset", () => {
    test.each<[what: string, args: Properties]>([
      ["created", CREATED],
      ["registered", { registrationToken: "register-me" }],
      ["adopted, with a token of the stack", { ...ADOPTED, resetTokenOnAdopt: true }],
    ])("gives a runner that was %s a new token, and says who stops", async (_, args) => {
      const stored = await create({ ...args, rotation: { everyDays: 30, strategy: "reset" } });
      wait(30);
      const { difference, warnings, handler } = await diff(stored);
      expect(difference).toEqual({ changes: true });
      expect(warnings).toEqual([
        expect.stringMatching(/every machine with the old token takes no more jobs until it has/),
      ]);
      expect(await handler.renewed(OPERATION, stored.id, stored.outputs, stored.inputs)).toEqual([
        "token",
        "tokenObtainedAt",
        "tokenExpiresAt",
        "nextRotationAt",
      ]);
      const after = await update(stored);
      expect(after.outputs).toMatchObject({ nextRotationAt: "2026-04-30T00:00:00.000Z" });
      expect(await isAlive(stored.outputs["token"])).toBe(false);
      expect(await isAlive(after.outputs["token"])).toBe(true);
      expect((await diff(after)).difference).toEqual({ changes: false });
    });

    test("rotates an adopted runner whose token the stack does not have", async () => {
      const made = { runner_type: "project_type", project_id: 11 };
      const { body } = await ask(world.gitlab, "POST", "/user/runners", made);
      const runnerId = (body as { id: number }).id;
      const stored = await create({ runnerId, rotation: { everyDays: 30, strategy: "reset" } });
      expect(stored.outputs).not.toHaveProperty("token");
      wait(31);
      const after = await update(stored);
      expect(await isAlive(after.outputs["token"])).toBe(true);
    });

    test("keeps the runner with its old token where GitLab does not reset it, and goes on", async () => {
      const stored = await create({ ...CREATED, rotation: { everyDays: 30, strategy: "reset" } });
      wait(30);
      refuseReset();
      const kept = await refused(stored);
      expect(kept.outputs["token"]).toBe(stored.outputs["token"]);
      expect((await diff(kept)).difference).toEqual({ changes: true });
    });

    test("resets the token for its keepers once GitLab does it, after it was refused", async () => {
      const args = (reason: string): Properties => ({
        ...CREATED,
        rotation: { keepers: { reason }, strategy: "reset" },
      });
      const stored = await create(args("first"));
      refuseReset();
      // The engine has the inputs of the program in the state after a failure.
      const kept = await refused(stored, await check(args("laptop stolen"), stored.inputs));
      expect((await diff(kept)).difference).toEqual({ changes: true });
      const after = await update(kept);
      expect(await isAlive(stored.outputs["token"])).toBe(false);
      expect((await diff(after)).difference).toEqual({ changes: false });
    });

    test("refuses days that each reset would come to anew, also beside an expiry of the first token", async () => {
      const stored = await create({
        ...CREATED,
        tokenExpiresAt: "2026-03-21T00:00:00Z",
        rotation: { beforeExpiryDays: 10, strategy: "reset" },
      });
      world.gitlab.seed({ settings: { project_runner_token_expiration_interval: 7 * 86_400 } });
      wait(11);
      const after = await update(stored);
      expect(await isAlive(stored.outputs["token"])).toBe(false);
      await expect(diff(after)).rejects.toThrow(/beforeExpiryDays is 10, .* each up would rotate/);
    });
  });

  test("keeps the id of the project where the program has its path and no preview looks it up", async () => {
    const byPath = { ...CREATED, projectId: "acme/app" };
    const stored = await create(byPath);
    const news = await check({ ...byPath, rotation: { everyDays: 30 } }, stored.inputs);
    const after = await update(stored, news);
    expect(after.outputs["projectId"]).toBe(11);
    expect((await diff(after)).difference).toEqual({ changes: false });
  });

  describe("by keepers", () => {
    const withKeepers = (image: string, more: Properties = {}): Properties => ({
      ...CREATED,
      rotation: { keepers: { image }, ...more },
    });

    test("replaces the runner when one changes", async () => {
      const stored = await create(withKeepers("1"));
      expect((await diff(stored)).difference).toEqual({ changes: false });
      const { difference, warnings } = await diff(stored, await check(withKeepers("2")));
      expect(difference).toEqual({ replaces: ["rotation"] });
      expect(warnings).toEqual([expect.stringMatching(/a change of the keeper "image"/)]);
    });

    test("resets the token when one changes, if that is the strategy", async () => {
      const stored = await create(withKeepers("1", { strategy: "reset" }));
      const news = await check(withKeepers("2", { strategy: "reset" }), stored.inputs);
      expect((await diff(stored, news)).difference).toEqual({ changes: true });
      const after = await update(stored, news);
      expect(await isAlive(stored.outputs["token"])).toBe(false);
      expect(await isAlive(after.outputs["token"])).toBe(true);
    });

    test("notes the first ones", async () => {
      const stored = await create({ ...CREATED });
      const after = await update(stored, await check(withKeepers("1"), stored.inputs));
      expect(after.outputs["token"]).toBe(stored.outputs["token"]);
      expect((await diff(after)).difference).toEqual({ changes: false });
      const { difference } = await diff(after, await check(withKeepers("2"), after.inputs));
      expect(difference).toEqual({ replaces: ["rotation"] });
    });
  });

  describe("of a token that expires", () => {
    const WEEKS = 20;
    beforeEach(() => {
      world.gitlab.seed({ settings: { project_runner_token_expiration_interval: WEEKS * 86_400 } });
    });
    const beforeExpiry = (beforeExpiryDays: number, more: Properties = {}): Properties => ({
      ...CREATED,
      rotation: { beforeExpiryDays, ...more },
    });
    /** As gitlab-runner does it, by the token itself. */
    const rotateItself = async ({ outputs }: Stored): Promise<void> => {
      const { status } = await ask(world.gitlab, "POST", "/runners/reset_authentication_token", {
        token: outputs["token"],
      });
      expect(status).toBe(201);
    };

    test("is due some days before, and starts anew with the next runner", async () => {
      const stored = await create(beforeExpiry(7));
      expect(stored.outputs["nextRotationAt"]).toBe("2026-03-14T00:00:00.000Z");
      wait(12);
      expect((await diff(stored)).difference).toEqual({ changes: false });
      wait(1);
      expect((await diff(stored)).difference).toEqual({ changes: true, replaces: ["rotation"] });
      const next = await create(beforeExpiry(7));
      expect(next.outputs["nextRotationAt"]).toBe("2026-03-27T00:00:00.000Z");
    });

    test("counts from gitlab-runner's own rotation, with and without a refresh", async () => {
      const stored = await create(beforeExpiry(7, { everyDays: 19 }));
      wait(12);
      await rotateItself(stored);
      wait(2);
      for (const each of [stored, await refresh(stored)]) {
        const { difference, warnings } = await diff(each);
        expect(difference).toEqual({ changes: false });
        const own = warnings.filter((line) => line.startsWith("gitlab-runner rotated"));
        expect(own).toEqual(
          each === stored
            ? [
                `gitlab-runner rotated the token of runner ${stored.id} itself: the next rotation is at ` +
                  "2026-03-26T00:00:00.000Z, 7 days before its token expires (rotation.beforeExpiryDays)",
              ]
            : [],
        );
      }
      expect((await refresh(stored)).outputs["nextRotationAt"]).toBe("2026-03-26T00:00:00.000Z");
      wait(12);
      expect((await diff(stored)).difference).toEqual({ changes: true, replaces: ["rotation"] });
    });

    test.each<[what: string, rotation: Properties, reason: RegExp]>([
      ["at each up", { beforeExpiryDays: 20 }, /beforeExpiryDays is 20, .* live 20 days: each up/],
      ["never in time", { everyDays: 30 }, /everyDays is 30, .* would expire before it is rotated/],
    ])(
      "that would rotate %s stops the preview of a runner that exists",
      async (_, rotation, reason) => {
        const stored = await create({ ...CREATED, rotation });
        await expect(diff(stored)).rejects.toThrow(reason);
      },
    );
  });

  describe("is refused", () => {
    const inDays = (days: number): string => new Date(+START + days * DAY_MS).toISOString();

    test.each<[what: string, args: Properties, reason: RegExp]>([
      ["without a time", { ...CREATED, rotation: {} }, /says nothing of when to rotate/],
      ["with a null only", { ...CREATED, rotation: { everyDays: null } }, /says nothing of when/],
      ["with half a day", { ...CREATED, rotation: { everyDays: 0.5 } }, /whole number of days/],
      [
        "with an unknown option",
        { ...CREATED, rotation: { everyDay: 3 } },
        /did you mean everyDays/,
      ],
      ["as a text", { ...CREATED, rotation: "monthly" }, /must be an object of everyDays, /],
      [
        "with an unknown strategy",
        { ...CREATED, rotation: { everyDays: 3, strategy: "swap" } },
        /strategy must be one of replace, reset/,
      ],
      [
        "with keepers that are no texts",
        { ...CREATED, rotation: { keepers: { a: 1 } } },
        /keepers must hold texts only/,
      ],
      [
        "for an adopted runner, which cannot be replaced",
        { ...ADOPTED, rotation: { everyDays: 30 } },
        /cannot replace an adopted runner, .* Give the strategy "reset"/,
      ],
      [
        "for a token that the program gives",
        { authenticationToken: "glrt-given", rotation: { everyDays: 30, strategy: "reset" } },
        /would make the authenticationToken invalid/,
      ],
      [
        "with an expiry that each new runner would have again",
        { ...CREATED, tokenExpiresAt: inDays(10), rotation: { beforeExpiryDays: 2 } },
        /does not go with tokenExpiresAt/,
      ],
      [
        "where the first token expires before",
        {
          ...CREATED,
          tokenExpiresAt: inDays(10),
          rotation: { everyDays: 12, strategy: "reset" },
        },
        /everyDays is 12, .* live 10 days: the token would expire before/,
      ],
    ])("%s", async (_, args, reason) => {
      const { failures } = await start().handler.check(OPERATION, {}, args);
      expect(failures).toEqual([
        { property: "rotation", reason: expect.stringMatching(reason) as string },
      ]);
    });
  });
});
