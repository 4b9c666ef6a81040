import { setTimeout as sleep } from "node:timers/promises";

import type { Version } from "../../emulator";
import { withLimits } from "../../provider/handlers/operationLimits";
import { runnerHandler } from "../../provider/handlers/runner";
import type { Operation, Properties, ResourceHandler } from "../../provider/values/operation";
import { BusyRunner } from "../helpers/busyRunner";
import { ask, runnerAt } from "../helpers/gitlab";
import { until } from "../helpers/machine";

/** As a stack has it that adopted the runner. */
const STATE = {
  runnerType: "project_type",
  paused: false,
  deleteOnDestroy: true,
  runnerId: 5,
  __origin: { way: "adopt" },
} as const;
const QUICK = { timeout: 1 } as const;

let busy: BusyRunner;
afterEach(() => busy.gitlab.close());

/** The provider with a user's token. */
async function start(
  token?: string,
  version?: Version,
): Promise<{ handler: ResourceHandler; warnings: string[]; notes: string[] }> {
  busy = await BusyRunner.start(version);
  const { context, ...shown } = busy.context(token);
  return { handler: withLimits(runnerHandler(() => context)), ...shown };
}

function drained(
  handler: ResourceHandler,
  state: Properties,
  operation: Operation = { resource: {} },
): Promise<string> {
  return handler.delete(operation, "5", { ...STATE, ...state }).then(
    () => "deleted",
    (error: unknown) => (error as Error).message,
  );
}

/** A busy machine takes longer. */
const timeless = (text: string): string => text.replace(/\b\d+ s\b/g, "T");

describe("the deletion of a runner with a drain", () => {
  test("pauses it, waits until its jobs have ended, and deletes it", async () => {
    const { handler, notes, warnings } = await start();
    const endFirst = await busy.run(70, "acme/app");
    const endSecond = await busy.run(71, "acme/site");
    const deletion = drained(handler, { drain: { timeout: 5 } });
    await until(() => notes.length > 0);
    expect(await busy.isPaused()).toBe(true);
    await endFirst();
    await until(() => notes.length > 1);
    expect(await runnerAt(busy.gitlab, 5)).toBeDefined();
    await endSecond();
    expect(await deletion).toBe("deleted");
    expect(await runnerAt(busy.gitlab, 5)).toBeUndefined();
    expect(notes.map(timeless)).toEqual([
      "runner 5 is paused: it runs 2 jobs (acme/site, acme/app), T of at most T",
      "runner 5 is paused: it runs 1 job (acme/site), T of at most T",
    ]);
    expect(warnings).toEqual([]);
  });

  test("fails when its time is over, names the jobs, and lets the runner take jobs again", async () => {
    const { handler } = await start();
    await busy.run(70, "acme/app");
    const ended = await drained(handler, { drain: QUICK });
    expect(timeless(ended)).toBe(
      "runner 5 is not deleted: after T, it still runs job 70 of acme/app " +
        `(${busy.gitlab.url}/acme/app/-/jobs/70). Run Pulumi again when they have ended, or cancel them. To ` +
        "go on without them, delete the runner in GitLab. The runner takes jobs again",
    );
    expect(await busy.isPaused()).toBe(false);
    await busy.run(71, "acme/app");
  });

  test("goes on with a warning when its time is over and it is to be forced", async () => {
    const { handler, warnings } = await start();
    await busy.run(70, "acme/app");
    expect(await drained(handler, { drain: { timeout: 1, onTimeout: "force" } })).toBe("deleted");
    expect(await runnerAt(busy.gitlab, 5)).toBeUndefined();
    expect(warnings).toEqual([
      expect.stringMatching(
        /^runner 5 is not drained: after \d+ s, it still runs job 70 of acme\/app \(http.*\. It is deleted all the same$/,
      ),
    ]);
  });

  test("leaves a runner paused that the stack has paused", async () => {
    const { handler } = await start();
    await busy.run(70, "acme/app");
    const ended = await drained(handler, { drain: QUICK, paused: true });
    expect(ended).toMatch(/^runner 5 is not deleted: after \d+ s/);
    expect(ended).not.toMatch(/takes jobs again/);
    expect(await busy.isPaused()).toBe(true);
  });

  test("goes on where a killed apply had paused the runner", async () => {
    const { handler } = await start();
    await busy.run(70, "acme/app");
    await ask(busy.gitlab, "PUT", "/runners/5", { paused: true });
    expect(await drained(handler, { drain: QUICK })).toMatch(/The runner takes jobs again$/);
    expect(await busy.isPaused()).toBe(false);
  });

  test("ends with its operation, and lets the runner take jobs again", async () => {
    const { handler, notes } = await start();
    await busy.run(70, "acme/app");
    const cancelled = new AbortController();
    const operation = { resource: {}, signal: cancelled.signal };
    const deletion = drained(handler, { drain: { timeout: 600 } }, operation);
    await until(() => notes.length > 0);
    cancelled.abort(new Error("the operation was cancelled"));
    expect(await deletion).toBe(
      "aborted while waiting for jobs to end. The runner takes jobs again",
    );
    expect(await busy.isPaused()).toBe(false);
  });

  test("takes a job into account that the runner gets when somebody resumes it", async () => {
    const { handler, notes } = await start();
    const deletion = drained(handler, { drain: { timeout: 5 } });
    await until(() => busy.isPaused());
    await ask(busy.gitlab, "PUT", "/runners/5", { paused: false });
    const end = await busy.run(70, "acme/app");
    await until(() => notes.some((note) => note.includes("it runs 1 job (acme/app)")));
    expect(await busy.isPaused()).toBe(true);
    await end();
    expect(await deletion).toBe("deleted");
  });

  test("waits through an outage of GitLab", async () => {
    const { handler, notes } = await start();
    const end = await busy.run(70, "acme/app");
    const deletion = drained(handler, { drain: { timeout: 5 } });
    await until(() => notes.length > 0);
    const outage = { kind: "status", status: 503, path: "/runners/:id" } as const;
    busy.gitlab.faults.add({ ...outage, method: "GET", times: 1 });
    await until(() =>
      notes.some((note) => note.includes("may run jobs that GitLab does not show")),
    );
    await end();
    expect(await deletion).toBe("deleted");
  });

  test("fails nothing when somebody has deleted the runner", async () => {
    const { handler } = await start();
    await ask(busy.gitlab, "DELETE", "/runners/5");
    expect(await drained(handler, { drain: QUICK })).toBe("deleted");
  });

  test("says nothing of the runner's jobs when GitLab refuses to pause it", async () => {
    const { handler } = await start();
    busy.gitlab.faults.add({ kind: "status", status: 403, method: "PUT", path: "/runners/:id" });
    const ended = await drained(handler, { drain: QUICK });
    expect(ended).toMatch(/^cannot update runner 5: GitLab answered 403/);
    expect(ended).not.toMatch(/takes jobs again|stays paused/);
  });

  test("says that the runner stays paused when GitLab refuses to resume it", async () => {
    const { handler, notes } = await start();
    await busy.run(70, "acme/app");
    const deletion = drained(handler, { drain: QUICK });
    await until(() => notes.length > 0);
    busy.gitlab.faults.add({ kind: "status", status: 403, method: "PUT", path: "/runners/:id" });
    expect(await deletion).toMatch(/\. The runner stays paused: cannot update runner 5: .*403/);
    expect(await busy.isPaused()).toBe(true);
  });

  test("waits for a job that somebody cancels, as its machine is still at it", async () => {
    const { handler } = await start();
    busy.gitlab.seed({
      runners: [
        {
          id: 6,
          runner_type: "project_type",
          projects: ["acme/app"],
          jobs: [{ id: 80, status: "canceling", project: "acme/app" }],
        },
      ],
    });
    const deletion = handler.delete({ resource: {} }, "6", { ...STATE, drain: QUICK });
    await expect(deletion).rejects.toThrow(/it still runs job 80 of acme\/app/);
  });

  test("resumes the runner when GitLab refuses the deletion", async () => {
    const { handler } = await start("maintainer");
    const ended = await drained(handler, { drain: QUICK });
    expect(ended).toMatch(
      /^runner 5 is assigned to several projects.*The runner takes jobs again$/,
    );
    expect(await busy.isPaused()).toBe(false);
  });

  test("has no share in the time that customTimeouts leave to the rest", async () => {
    const { handler, notes } = await start();
    const end = await busy.run(70, "acme/app");
    const timeLimit = { milliseconds: 1_000, shown: "1s" };
    const operation = { resource: {}, timeLimit };
    const deletion = drained(handler, { drain: { timeout: 4 } }, operation);
    await until(() => notes.length > 0);
    await sleep(1_500);
    await end();
    expect(await deletion).toBe("deleted");
  });
});

describe("jobs that the access token cannot see", () => {
  test.each<[string, Version]>([
    ["REST", "newest"],
    ["GraphQL", "17"],
    ["GraphQL", "15"],
  ])("count by what %s says in GitLab %s", async (_, version) => {
    const { handler } = await start("maintainer", version);
    await busy.run(70, "acme/site");
    expect(await drained(handler, { drain: QUICK })).toMatch(
      /it still runs jobs of projects that the access token cannot see/,
    );
    expect(await busy.isPaused()).toBe(false);
  });

  test("may be there where GitLab says nothing of them", async () => {
    const { handler } = await start("least", "17");
    const ended = await drained(handler, { drain: QUICK });
    expect(ended).toMatch(
      /it still may run jobs that GitLab does not show \(this GitLab shows the access token no job_execution_status/,
    );
    expect(await busy.isPaused()).toBe(false);
  });

  test("are none where an administrator asks", async () => {
    const { handler } = await start("root", "17");
    busy.gitlab.faults.add({ kind: "status", status: 403, path: "/graphql" });
    expect(await drained(handler, { drain: QUICK })).toBe("deleted");
  });
});

test("without a drain, nothing pauses the runner and nothing waits", async () => {
  const { handler } = await start();
  await busy.run(70, "acme/app");
  expect(await drained(handler, {})).toBe("deleted");
  expect(busy.changes()).toEqual(["DELETE /runners/5"]);
});

describe("a preview of a replacement", () => {
  const OWNED = { runnerType: "project_type", projectId: 11, __origin: { way: "create" } } as const;
  const moved = (handler: ResourceHandler, state: object, news: object = {}): Promise<unknown> =>
    handler.diff(
      { resource: {} },
      "5",
      { ...OWNED, ...state },
      {
        runnerType: "project_type",
        projectId: 12,
        ...news,
      },
    );

  test("says how many jobs run now, and how long their end is waited for", async () => {
    const { handler, notes, warnings } = await start();
    const drain = { timeout: 600 };
    expect(await moved(handler, { drain })).toEqual({ replaces: ["projectId"] });
    await busy.run(70, "acme/app");
    await moved(handler, { drain });
    const waits = "its deletion waits for at most 600 s until none runs";
    expect(notes).toEqual([
      `runner 5 is replaced and runs no job now; ${waits}`,
      `runner 5 is replaced and runs 1 job (acme/app) now; ${waits}`,
    ]);
    expect(warnings).toEqual([]);
    expect(busy.changes()).toEqual([]);
  });

  test("warns where the drain comes too late", async () => {
    const { handler, warnings } = await start();
    expect(await moved(handler, {}, { drain: { timeout: 600 } })).toEqual({
      replaces: ["projectId"],
    });
    expect(warnings).toEqual([
      "runner 5 is replaced without a drain: the stack does not have it yet. To wait for its jobs, apply " +
        "drain first, without what replaces the runner",
    ]);
  });

  test("goes on where GitLab does not say what runs", async () => {
    const { handler, warnings } = await start();
    busy.gitlab.faults.add({ kind: "status", status: 403, method: "GET", path: "/runners/:id" });
    const drain = { timeout: 600 };
    expect(await moved(handler, { drain })).toEqual({ replaces: ["projectId"] });
    expect(warnings).toEqual([expect.stringMatching(/Its jobs could not be counted: .*403/)]);
  });
});
