import { dynamicOperations } from "../../provider/dynamic/dynamicProvider";
import type { Context } from "../../provider/context/context";
import { runnerHandler } from "../../provider/handlers/runner";
import { ask } from "../helpers/gitlab";
import { World } from "../properties/helpers/world";

const MARKER = { resource: "0123456789abcdef", attempt: "01234567" };
const HOUR_MS = 3_600_000;
const NOTE = `Created by pulumi-gitlab-runners (${MARKER.resource}-${MARKER.attempt})`;

/** What is still open of a creation, whose state has runner 1 of the requests that got no reply. */
describe("requests for a runner that got no reply", () => {
  let world: World;
  let warnings: string[];
  let context: Context;
  beforeEach(async () => {
    world = await World.start();
    warnings = [];
    process();
  });
  afterEach(() => world.gitlab.close());

  /** As in another process of the engine. */
  const process = (): void => {
    context = {
      ...world.context({ previewChecks: false }),
      program: { isRunning: true },
      warn: (text) => warnings.push(text),
    };
  };
  const handler = dynamicOperations(runnerHandler(() => context));
  const inputs = {
    runnerType: "instance_type",
    paused: false,
    locked: false,
    runUntagged: true,
    tagList: [],
    accessLevel: "not_protected",
  };
  const state = (untilMs: number): Record<string, unknown> => ({
    ...inputs,
    __origin: {
      way: "create",
      attempt: MARKER.attempt,
      open: { marks: [MARKER], until: new Date(Date.now() + untilMs).toISOString() },
    },
  });
  /** A runner that one of the requests made. @returns its id. */
  const make = async (note = NOTE): Promise<number> => {
    const runner = { runner_type: "instance_type", maintenance_note: note };
    const { body } = await ask(world.gitlab, "POST", "/user/runners", runner);
    return (body as { id: number }).id;
  };
  const exists = async (id: number): Promise<boolean> =>
    (await ask(world.gitlab, "GET", `/runners/${id}`)).status === 200;
  const openIn = (outputs: unknown): unknown =>
    (outputs as { __origin?: { open?: unknown } }).__origin?.open;

  test("are open no longer when GitLab shows whatever they made, and there is nothing", async () => {
    for (const [untilMs, isOpen] of [
      [HOUR_MS, true],
      [-HOUR_MS, false],
    ] as const) {
      const { props } = await handler.read("1", state(untilMs));
      expect(openIn(props) !== undefined).toBe(isOpen);
      expect(await handler.diff("1", state(untilMs), inputs)).toEqual({ changes: false });
      const { outs } = await handler.update("1", state(untilMs), inputs);
      expect(openIn(outs) !== undefined).toBe(isOpen);
    }
    expect(warnings).toEqual([]);
  });

  test("are open while a list cannot be had, which is said", async () => {
    world.gitlab.faults.add({ kind: "status", status: 500, path: "/runners/all" });
    const { props } = await handler.read("1", state(-HOUR_MS));
    expect(openIn(props)).toBeDefined();
    expect(warnings).toEqual([
      expect.stringMatching(/runner 1 may have a twin with the line .*500/),
    ]);
  });

  test("and made another runner: a preview says so, and an update deletes it", async () => {
    const [twin, other] = [await make(), await make(NOTE.replace("-01", "-99"))];
    expect(await handler.diff("1", state(-HOUR_MS), inputs)).toEqual({ changes: true });
    expect(warnings).toEqual([
      `runner ${twin} is a twin of runner 1: a lost reply caused it. up deletes it`,
    ]);
    expect(openIn((await handler.read("1", state(-HOUR_MS))).props)).toBeDefined();
    expect(await exists(twin)).toBe(true);
    await handler.update("1", state(-HOUR_MS), inputs);
    expect(await exists(twin)).toBe(false);
    expect(await exists(other)).toBe(true);
    process();
    expect(openIn((await handler.read("1", state(-HOUR_MS))).props)).toBeUndefined();
  });

  test("and made another runner: it goes with the first", async () => {
    const twin = await make();
    await handler.delete("1", state(HOUR_MS));
    expect(await exists(twin)).toBe(false);
  });

  test("and made a runner that a machine uses: it is left alone", async () => {
    const twin = await make();
    const { body } = await ask(world.gitlab, "POST", `/runners/${twin}/reset_authentication_token`);
    const { token } = body as { token: string };
    await ask(world.gitlab, "POST", "/runners/verify", { token, system_id: "s_machine" });
    expect(await handler.diff("1", state(-HOUR_MS), inputs)).toEqual({ changes: false });
    await handler.delete("1", state(-HOUR_MS));
    expect(await exists(twin)).toBe(true);
  });

  describe("and made another runner that GitLab does not show yet, as its list is behind, where the first goes:", () => {
    const behind = (times: number): void => {
      world.gitlab.faults.add({
        kind: "stale",
        milliseconds: 60_000,
        path: "/runners/all",
        times,
      });
    };

    test("the deletion waits until it is shown, and deletes both", async () => {
      const [twin, first] = [await make(), await make()];
      behind(2);
      await handler.delete(String(first), state(HOUR_MS));
      expect([await exists(twin), await exists(first)]).toEqual([false, false]);
      expect(warnings).toEqual([
        expect.stringMatching(
          new RegExp(
            `^runner ${first}: .* The deletion waits for a current list, until 20.*Z at the latest$`,
          ),
        ),
        expect.stringMatching(new RegExp(`^runner ${twin} is deleted`)),
      ]);
    });

    const reported = (id: number): string =>
      `runner ${id} may have a twin with the line "${NOTE}" in its maintenance note. GitLab does not ` +
      "show a twin yet. If one appears, delete it";

    test("the deletion waits no longer than GitLab may be behind, and reports it", async () => {
      const [twin, first] = [await make(), await make()];
      behind(1000);
      await handler.delete(String(first), state(1_500));
      expect([await exists(twin), await exists(first)]).toEqual([true, false]);
      expect(warnings.at(-1)).toBe(reported(first));
    });

    test("its list shows the first one, and the request may still be under way: it is reported", async () => {
      const first = await make();
      await handler.delete(String(first), state(HOUR_MS));
      expect(await exists(first)).toBe(false);
      expect(warnings).toEqual([reported(first)]);
    });

    test("a machine uses the first one, so that no list can show how far it is: it is reported", async () => {
      const [, first] = [await make(), await make()];
      const { body } = await ask(
        world.gitlab,
        "POST",
        `/runners/${first}/reset_authentication_token`,
      );
      const { token } = body as { token: string };
      await ask(world.gitlab, "POST", "/runners/verify", { token, system_id: "s_machine" });
      behind(1000);
      await handler.delete(String(first), state(HOUR_MS));
      expect(await exists(first)).toBe(false);
      expect(warnings).toEqual([reported(first)]);
    });
  });
});
