import { projectRunnerAssignmentHandler } from "../../provider/handlers/projectRunnerAssignment";
import { withLimits } from "../../provider/handlers/operationLimits";
import { runnerAssignmentsHandler } from "../../provider/handlers/runnerAssignments";
import type { Properties, ResourceHandler } from "../../provider/values/operation";
import { BusyRunner } from "../helpers/busyRunner";
import { ask } from "../helpers/gitlab";
import { until } from "../helpers/machine";

const OPERATION = { resource: {} };
const DRAIN = { timeout: 5 } as const;
const QUICK = { timeout: 1 } as const;

let busy: BusyRunner;
let assignment: ResourceHandler;
let assignments: ResourceHandler;
let warnings: string[];
let notes: string[];
beforeEach(async () => {
  busy = await BusyRunner.start();
  const started = busy.context();
  ({ warnings, notes } = started);
  assignment = withLimits(projectRunnerAssignmentHandler(() => started.context));
  assignments = withLimits(runnerAssignmentsHandler(() => started.context));
});
afterEach(() => busy.gitlab.close());

/** Deletes the assignment of acme/site. */
const unassigned = (drain: object): Promise<string> =>
  assignment.delete(OPERATION, "12:5", { projectId: 12, runnerId: 5, drain }).then(
    () => "done",
    (error: unknown) => (error as Error).message,
  );

/** A busy machine takes longer. */
const timeless = (text: string): string => text.replace(/\b\d+ s\b/g, "T");

describe("a project that loses a runner with a drain", () => {
  test("gets no more jobs run, ends those that run, and leaves the others alone", async () => {
    const end = await busy.run(70, "acme/site");
    await busy.run(71, "acme/app");
    let isOver = false;
    const deletion = unassigned(DRAIN).finally(() => (isOver = true));
    await until(() => notes.length > 0);
    expect(await busy.isPaused()).toBe(false);
    busy.add(72, "acme/site");
    expect(await busy.take()).toBeUndefined();
    busy.add(73, "acme/app");
    expect(await busy.take()).toBeDefined();
    expect(isOver).toBe(false);
    await end();
    expect(await deletion).toBe("done");
    expect(await busy.projects()).toEqual([11, 13]);
    expect(notes.map(timeless)).toEqual([
      "runner 5 gets no more jobs of project 12 and ends those that run: it runs 1 job (acme/site), T of at most T",
    ]);
    expect(warnings).toEqual([]);
  });

  test("keeps the runner when the time is over, and the jobs are named", async () => {
    await busy.run(70, "acme/site");
    expect(timeless(await unassigned(QUICK))).toBe(
      "runner 5 is not removed from project 12: after T, it still runs job 70 of acme/site " +
        `(${busy.gitlab.url}/acme/site/-/jobs/70). Run Pulumi again when they have ended, or cancel ` +
        'them. To go on without them, apply drain.onTimeout: "force" before you take the runner away. ' +
        "The project has it again",
    );
    expect(await busy.projects()).toEqual([11, 12, 13]);
  });

  test("loses it when the time is over and it is to be forced, with a warning", async () => {
    await busy.run(70, "acme/site");
    expect(await unassigned({ timeout: 1, onTimeout: "force" })).toBe("done");
    expect(await busy.projects()).toEqual([11, 13]);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^runner 5 is removed from project 12 all the same: after \d+ s, it still runs job 70 of acme\/site/,
      ),
    ]);
  });

  test("is waited for again after a killed apply had taken the runner away", async () => {
    await busy.run(70, "acme/site");
    await ask(busy.gitlab, "DELETE", "/projects/12/runners/5");
    expect(await unassigned(QUICK)).toMatch(/The project has it again$/);
    expect(await busy.projects()).toEqual([11, 12, 13]);
  });

  test("keeps it when the operation ends", async () => {
    await busy.run(70, "acme/site");
    const cancelled = new AbortController();
    const operation = { resource: {}, signal: cancelled.signal };
    const state = { projectId: 12, runnerId: 5, drain: { timeout: 600 } };
    const deletion = assignment.delete(operation, "12:5", state);
    await until(() => notes.length > 0);
    cancelled.abort(new Error("the operation was cancelled"));
    await expect(deletion).rejects.toThrow(
      "runner 5 is not removed from project 12: aborted while waiting for jobs to end. The project has it again",
    );
    expect(await busy.projects()).toEqual([11, 12, 13]);
  });
});

describe("assignments with a drain", () => {
  const STATE = {
    runnerId: 5,
    projectIds: [12, 13],
    authoritative: false,
    ownerProjectId: 11,
    drain: QUICK,
  };
  const change = (news: Properties): Promise<Properties> =>
    assignments.update(OPERATION, "5", STATE, { ...STATE, ...news });

  test("take the runner away from those projects whose jobs end in time", async () => {
    await busy.run(70, "acme/docs");
    const failed: unknown = await change({ projectIds: [] }).catch((error: unknown) => error);
    expect(failed).toMatchObject({
      message: expect.stringMatching(
        /^the assignments of runner 5 are not complete: project acme\/docs \(13\): runner 5 is not removed from project acme\/docs \(13\): after \d+ s, it still runs job 70/,
      ) as string,
      outputs: { projectIds: [13], drain: QUICK },
    });
    expect(await busy.projects()).toEqual([11, 13]);
  });

  test("wait for a project again after a killed apply had taken the runner away", async () => {
    await busy.run(70, "acme/docs");
    await ask(busy.gitlab, "DELETE", "/projects/13/runners/5");
    await expect(change({ projectIds: [12] })).rejects.toThrow(
      /runner 5 is not removed from .*13.*: after \d+ s, it still runs job 70/,
    );
    expect(await busy.projects()).toEqual([11, 12, 13]);
  });

  test("wait for all projects at once when they are deleted", async () => {
    const end = await busy.run(70, "acme/docs");
    const deletion = assignments.delete(OPERATION, "5", { ...STATE, drain: DRAIN });
    await until(() => notes.length > 0);
    await end();
    await deletion;
    expect(await busy.projects()).toEqual([11]);
    expect(notes.map(timeless)).toEqual([
      "runner 5 gets no more jobs of 2 projects and ends those that run: it runs 1 job (acme/docs), T of at most T",
    ]);
  });

  test("change without a request where only the drain changes", async () => {
    busy.gitlab.requests.clear();
    const drain = { timeout: 60, onTimeout: "force" };
    expect(await assignments.diff(OPERATION, "5", STATE, { ...STATE, drain })).toEqual({});
    expect(await change({ drain })).toMatchObject({ ...STATE, drain });
    expect(await assignments.diff(OPERATION, "5", STATE, STATE)).toEqual({ changes: false });
    const { drain: without, ...rest } = STATE;
    expect(without).toBe(QUICK);
    expect(await assignments.update(OPERATION, "5", STATE, rest)).not.toHaveProperty("drain");
    expect(busy.changes()).toEqual([]);
    expect(busy.gitlab.requests.all().map(({ path }) => path)).not.toContain("/api/v4/runners/5");
  });
});

test("an assignment keeps its ids where the program has a path and no preview looks it up", async () => {
  const state = { projectId: 12, runnerId: 5 };
  const news = { projectId: "acme/site", runnerId: 5, drain: DRAIN };
  const after = await assignment.update(OPERATION, "12:5", state, news);
  expect(after).toMatchObject({ ...state, drain: DRAIN });
  expect(await assignment.diff(OPERATION, "12:5", after, news)).toEqual({ changes: false });
});

test("a refresh keeps the drain of assignments", async () => {
  const reading = { ...OPERATION, isLookup: false };
  const one = await assignment.read(reading, "12:5", { projectId: 12, runnerId: 5, drain: DRAIN });
  expect(one).toMatchObject({ inputs: { drain: DRAIN }, outputs: { drain: DRAIN } });
  const state = { runnerId: 5, projectIds: [12], authoritative: false, drain: DRAIN };
  const all = await assignments.read(reading, "5", state);
  expect(all).toMatchObject({ inputs: { drain: DRAIN }, outputs: { drain: DRAIN } });
});
