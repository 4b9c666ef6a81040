import { type DynamicOperations, dynamicOperations } from "../../provider/dynamic/dynamicProvider";
import type { Context } from "../../provider/context/context";
import { toTheSecond } from "../../gitlab/text/times";
import { createLookups } from "../../provider/context/lookups";
import type { Properties } from "../../provider/values/operation";
import { runnerHandler } from "../../provider/handlers/runner";
import { ask } from "../helpers/gitlab";
import { World } from "../properties/helpers/world";

const DAY_MS = 24 * 60 * 60 * 1000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
const DECLARED = inDays(10);
const INPUTS = { runnerType: "instance_type", description: "rotated", tokenExpiresAt: DECLARED };
const UNDATED = { runnerType: "instance_type", description: "rotated" };

interface Process {
  readonly handler: DynamicOperations;
  readonly warnings: string[];
}

describe("a token that gitlab-runner rotates by itself", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  beforeEach(() => {
    world.gitlab.reset();
  });
  afterAll(() => world.gitlab.close());

  /** The provider, as in a process of the engine that has just started. */
  const start = (): Process => {
    const warnings: string[] = [];
    const warn = (text: string): void => void warnings.push(text);
    const plain = world.context({ previewChecks: true });
    const context: Context = {
      ...plain,
      program: { isRunning: true },
      lookups: createLookups(plain.gitlab, warn),
      warn,
    };
    return { handler: dynamicOperations(runnerHandler(() => context)), warnings };
  };
  const create = async (): Promise<{ id: string; outs: Properties; inputs: Properties }> => {
    const { handler } = start();
    const { inputs, failures } = await handler.check({}, INPUTS);
    expect(failures).toEqual([]);
    const { id, outs } = await handler.create(inputs);
    return { id, outs, inputs };
  };
  /** As gitlab-runner does it, by the token itself. */
  const rotate = async ({ outs }: { outs: Properties }): Promise<string | undefined> => {
    const { body, status } = await ask(
      world.gitlab,
      "POST",
      "/runners/reset_authentication_token",
      {
        token: outs["token"],
      },
    );
    expect(status).toBe(201);
    const { token_expires_at: expiry } = body as { token_expires_at: string | null };
    // As states have it: GraphQL, which a refresh may go by, shows no more.
    return expiry === null ? undefined : toTheSecond(expiry);
  };
  /** What was stored when the token was to expire an hour ago. */
  const anHourLate = (outs: Properties): Properties => {
    const expiry = new Date(Date.now() - DAY_MS / 24).toISOString();
    return { ...outs, tokenExpiresAt: expiry, __tokenExpiresAt: expiry };
  };

  test.each<[what: string, interval: number | null]>([
    ["expires again", 20 * 24 * 3600],
    ["never expires any more", null],
  ])("is seen by a refresh, which resets none that %s", async (_, interval) => {
    world.gitlab.seed({ settings: { runner_token_expiration_interval: interval } });
    const made = await create();
    const present = await rotate(made);
    expect(present).not.toBe(DECLARED);
    const refresh = await start().handler.read(made.id, made.outs);
    expect(refresh.props?.["tokenExpiresAt"]).toBe(present);
    // What is declared is the expiry of the first token; another one is no change of it.
    expect(refresh.inputs).toMatchObject({ tokenExpiresAt: DECLARED });
    for (const state of [refresh.props ?? {}, made.outs]) {
      const { handler, warnings } = start();
      expect(await handler.diff(made.id, state, made.inputs)).toEqual({ changes: false });
      expect(warnings).toEqual([expect.stringMatching(/perhaps by gitlab-runner's own rotation/)]);
    }
    const again = await start().handler.read(made.id, refresh.props ?? {});
    expect(again.props).toEqual(refresh.props);
  });

  test("is left alone also when the expiry that the state knows has passed, without a refresh", async () => {
    const made = await create();
    await rotate(made);
    const { handler, warnings } = start();
    const late = anHourLate(made.outs);
    expect(await handler.diff(made.id, late, made.inputs)).toEqual({ changes: false });
    expect(warnings).toEqual([
      expect.stringMatching(/a token that never expires.*leaves it alone/),
    ]);
    const { outs } = await start().handler.update(made.id, late, {
      ...made.inputs,
      description: "changed",
    });
    expect(outs).toMatchObject({ token: made.outs["token"], description: "changed" });
  });

  test("is none that never expired: such a token was reset by somebody, and up gets a new one", async () => {
    const { inputs } = await start().handler.check({}, UNDATED);
    const made = await start().handler.create(inputs);
    world.gitlab.seed({ settings: { runner_token_expiration_interval: 20 * 24 * 3600 } });
    const present = await rotate(made);
    const { props = {} } = await start().handler.read(made.id, made.outs);
    expect(props["tokenExpiresAt"]).toBe(present);
    expect((await start().handler.read(made.id, props)).props).toEqual(props);
    const { handler, warnings } = start();
    expect(await handler.diff(made.id, props, inputs)).toEqual({ changes: true });
    expect(warnings).toEqual([
      expect.stringMatching(/GitLab rejects the token.*up gets a new one/),
    ]);
    const { outs } = await handler.update(made.id, props, inputs);
    expect(outs["token"]).not.toBe(made.outs["token"]);
    expect(await start().handler.diff(made.id, outs, inputs)).toEqual({ changes: false });
  });

  test("has an expiry of its own after a change of something else", async () => {
    world.gitlab.seed({ settings: { runner_token_expiration_interval: 20 * 24 * 3600 } });
    const made = await create();
    const present = await rotate(made);
    const { outs } = await start().handler.update(made.id, made.outs, {
      ...made.inputs,
      description: "changed",
    });
    expect(outs["tokenExpiresAt"]).toBe(present);
    const { props } = await start().handler.read(made.id, outs);
    expect(props).toMatchObject({ tokenExpiresAt: present, __tokenExpiresAt: DECLARED });
  });

  test("is warned of in the last quarter of its life, if nothing rotates it", async () => {
    world.gitlab.seed({ settings: { runner_token_expiration_interval: 10 * 24 * 3600 } });
    const { inputs } = await start().handler.check({}, UNDATED);
    const { id, outs } = await start().handler.create(inputs);
    const warningsOf = async (daysAgo: number, more: Properties = {}): Promise<string[]> => {
      const { handler, warnings } = start();
      const state = { ...outs, tokenObtainedAt: inDays(-daysAgo) };
      await handler.diff(id, state, { ...inputs, ...more });
      return warnings.filter((warning) => warning.includes("nothing rotates it before"));
    };
    // It has ten days more.
    expect(await warningsOf(20)).toEqual([]);
    expect(await warningsOf(40)).toEqual([
      `the token of runner ${id} expires on ${String(outs["tokenExpiresAt"])}, and nothing rotates it ` +
        "before, unless gitlab-runner does. Give the runner rotation: { beforeExpiryDays: 13 }",
    ]);
    expect(await warningsOf(40, { rotation: { everyDays: 49 } })).toEqual([]);
  });

  test("is replaced when it has expired and nobody rotated it", async () => {
    const { clock } = world.gitlab;
    clock.set(new Date(Date.now() - 20 * DAY_MS));
    const inputs = { ...INPUTS, tokenExpiresAt: inDays(-10) };
    const { id, outs } = await start().handler.create(inputs);
    clock.set(new Date());
    const { handler, warnings } = start();
    expect(await handler.diff(id, outs, inputs)).toEqual({ changes: true });
    expect(warnings).toEqual([expect.stringMatching(/up gets a new one/)]);
    const updated = await handler.update(id, outs, inputs);
    expect(updated.outs["token"]).not.toBe(outs["token"]);
    expect(updated.outs).not.toHaveProperty("tokenExpiresAt");
    expect(await start().handler.diff(id, updated.outs, inputs)).toEqual({ changes: false });
  });
});
