import { spawn } from "node:child_process";
import { once } from "node:events";

import { BusyRunner } from "../helpers/busyRunner";
import { type Ended, SCRIPT, runCommand } from "../helpers/commandLine";
import { environmentOf, runnerAt } from "../helpers/gitlab";
import { until } from "../helpers/machine";

let busy: BusyRunner;
beforeEach(async () => {
  busy = await BusyRunner.start();
});
afterEach(() => busy.gitlab.close());

const drain = (...args: string[]): Promise<Ended> =>
  runCommand(busy.gitlab, ["drain", "5", "--timeout", "1", ...args]);

describe("gitlab-runners drain", () => {
  test("waits for the jobs of a runner and leaves it paused", async () => {
    const { code, stdout, stderr } = await drain("--json");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      id: 5,
      isIdle: true,
      isDeleted: false,
      seconds: expect.any(Number) as number,
    });
    expect(await busy.isPaused()).toBe(true);
  });

  test("deletes the runner if it is to", async () => {
    const { code, stdout } = await drain("--delete");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^isDeleted +true$/m);
    expect(await runnerAt(busy.gitlab, 5)).toBeUndefined();
  });

  test("ends with 1 when jobs still run, names them, and lets the runner take jobs again", async () => {
    await busy.run(70, "acme/app");
    const { code, stdout, stderr } = await drain("--delete");
    expect(code).toBe(1);
    expect(stdout).toBe("");
    const url = `${busy.gitlab.url}/acme/app/-/jobs/70`;
    const lines = stderr
      .trimEnd()
      .replace(/\b\d+ s\b/g, "T")
      .split("\n");
    expect(lines[0]).toBe("runner 5 is paused: it runs 1 job (acme/app), T of at most T");
    expect(lines.at(-1)).toBe(
      `runner 5 is not deleted: after T, it still runs job 70 of acme/app (${url}). Give a longer ` +
        "--timeout, or --on-timeout force. The runner takes jobs again",
    );
    expect(await busy.isPaused()).toBe(false);
  });

  test("goes on although jobs run if it is forced", async () => {
    await busy.run(70, "acme/app");
    const { code, stdout, stderr } = await drain("--on-timeout", "force");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^isIdle +false$/m);
    expect(stderr).toMatch(/runner 5 is not drained: .*\. It stays paused\n$/);
    expect(await busy.isPaused()).toBe(true);
  });

  test("is done where GitLab's reply to the deletion is lost", async () => {
    busy.gitlab.faults.add({
      kind: "reset",
      when: "after",
      method: "DELETE",
      path: "/runners/:id",
    });
    const { code, stdout } = await drain("--delete");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^isDeleted +true$/m);
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "lets the runner take jobs again at %s",
    async (signal) => {
      await busy.run(70, "acme/app");
      const child = spawn(process.execPath, [SCRIPT, "drain", "5"], {
        env: { PATH: process.env["PATH"], ...environmentOf(busy.gitlab) },
        stdio: ["ignore", "ignore", "pipe"],
      });
      let stderr = "";
      child.stderr.on("data", (chunk: Buffer) => {
        stderr += chunk.toString();
      });
      await until(() => stderr.includes("it runs 1 job"));
      child.kill(signal);
      expect(await once(child, "close")).toEqual([3, null]);
      expect(stderr).toMatch(
        /aborted while waiting for jobs to end\. The runner takes jobs again\n$/,
      );
      expect(await busy.isPaused()).toBe(false);
    },
  );

  test.each([
    [["--timeout", "0"], /whole number/],
    [["--timeout", "604801"], /at most 604800 seconds/],
    [["--on-timeout", "wait"], /fail, force/],
  ])("refuses %j", async (args, reason) => {
    const { code, stderr } = await drain(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(reason);
    expect(busy.changes()).toEqual([]);
  });
});
