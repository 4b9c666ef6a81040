import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { type Emulator, startEmulator } from "../../emulator";
import { configToml } from "../../functions/delivery/configToml";
import { knownProcess } from "../../functions/delivery/knownProcess";
import { type Shown, killNow, shownBy } from "../helpers/processes";

/** A gitlab-runner of this machine. */
const BINARY = process.env["GITLAB_RUNNER"];
/** A job takes as long as a shell and three requests. */
const LIMIT_MS = 60_000;

interface Job {
  id: number;
  status: string;
  failure_reason?: string;
}

if (BINARY === undefined)
  test.skip("gitlab-runner cannot be run: GITLAB_RUNNER names no binary of it", () => undefined);
else
  describe("gitlab-runner with a file of ours against the embedded GitLab", () => {
    let gitlab: Emulator;
    let folder: string;
    let file: string;
    let id: number;
    let running: ChildProcess | undefined;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "gitlab-runner-"));
      file = join(folder, "config.toml");
      gitlab = await startEmulator({
        seed: {
          users: [{ username: "root", admin: true }],
          tokens: [{ name: "root", user: "root" }],
          groups: [{ full_path: "acme" }],
          projects: [{ id: 1, path_with_namespace: "acme/app" }],
        },
      });
      const runner = (await ask("POST", "/user/runners", {
        runner_type: "project_type",
        project_id: 1,
        description: 'Builds of "app"',
      })) as { id: number; token: string };
      id = runner.id;
      const known = knownProcess(
        "configToml",
        "process",
        {
          concurrent: 1,
          checkInterval: 1,
          logFormat: "json",
          shutdownTimeout: 30,
          runners: [
            {
              id,
              token: runner.token,
              description: 'Builds of "app"',
              executor: "shell",
              shell: "bash",
              buildsDir: join(folder, "builds"),
              cacheDir: join(folder, "cache"),
              environment: ['GREETING=good "day"'],
            },
          ],
        },
        () => gitlab.url,
      );
      writeFileSync(file, await configToml(known), { mode: 0o600 });
    });
    afterAll(async () => {
      if (running?.pid !== undefined && running.exitCode === null) killNow(running.pid);
      await gitlab.close();
      rmSync(folder, { recursive: true });
    });

    const start = (...args: string[]): ChildProcess =>
      spawn(BINARY, args, {
        cwd: folder,
        env: { PATH: process.env["PATH"] ?? "", HOME: folder, USER: process.env["USER"] ?? "" },
      });
    const run = (...args: string[]): Promise<Shown> => shownBy(start(...args));

    async function ask(method: string, path: string, body?: object): Promise<unknown> {
      const answer = await fetch(`${gitlab.url}/api/v4${path}`, {
        method,
        headers: {
          "private-token": gitlab.tokens["root"] ?? "",
          "content-type": "application/json",
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const isJson = answer.headers.get("content-type")?.startsWith("application/json");
      return isJson === true ? answer.json() : answer.text();
    }

    async function until<Found>(
      what: string,
      look: () => Found | Promise<Found>,
    ): Promise<NonNullable<Found>> {
      const end = Date.now() + LIMIT_MS;
      for (;;) {
        const found = await look();
        if (found) return found;
        if (Date.now() > end) throw new Error(`not within ${LIMIT_MS / 1000} seconds: ${what}`);
        await wait(100);
      }
    }

    /** A job that has ended. */
    function ended(job: number): Promise<Job> {
      return until(`job ${job} ends`, async () => {
        const jobs = (await ask("GET", `/runners/${id}/jobs`)) as Job[];
        return jobs.find((each) => each.id === job && each.status !== "running");
      });
    }

    const add = (job: number, ...script: string[]): void => {
      gitlab.seed({ jobs: [{ id: job, status: "pending", project: "acme/app", script }] });
    };
    const log = (job: number): Promise<unknown> => ask("GET", `/projects/1/jobs/${job}/trace`);

    test("lint finds nothing wrong with the file", async () => {
      const { exitCode, output } = await run("lint", "--config", file);
      expect([exitCode, output]).toEqual([0, expect.stringContaining("is valid")]);
    });

    test("verify finds the runner", async () => {
      const { exitCode, output } = await run("verify", "--config", file);
      expect([exitCode, output]).toEqual([0, expect.stringContaining("is valid")]);
      expect(await ask("GET", `/runners/${id}/managers`)).toHaveLength(1);
    });

    test("run takes jobs, runs them in a shell, and reports how they end", async () => {
      running = start("run", "--config", file, "--working-directory", folder);
      add(1, 'echo "$GREETING from $CI_PROJECT_PATH"');
      add(2, "echo not so good", "exit 3", "echo ne''ver");
      expect(await ended(1)).toMatchObject({ status: "success" });
      expect(await log(1)).toContain('good "day" from acme/app');
      expect(await ended(2)).toMatchObject({
        status: "failed",
        failure_reason: "script_failure",
      });
      expect(await log(2)).toContain("not so good");
      expect(await log(2)).not.toContain("never");
    });

    test("SIGQUIT ends it after its running job", async () => {
      if (running === undefined) throw new Error("it is not running");
      const stopped = shownBy(running);
      const [mark, ticks] = [join(folder, "mark"), join(folder, "ticks")];
      add(3, `until [ -e '${mark}' ]; do echo >>'${ticks}'; sleep 0.1; done`, "echo to its end");
      const lines = (): number => (existsSync(ticks) ? statSync(ticks).size : 0);
      await until("job 3 runs", () => lines() > 0);
      add(4, "echo too late");
      running.kill("SIGQUIT");
      const before = lines();
      await until("job 3 runs on", () => lines() > before + 10);
      expect(running.exitCode).toBeNull();
      writeFileSync(mark, "");
      expect(await ended(3)).toMatchObject({ status: "success" });
      expect(await log(3)).toContain("to its end");
      expect((await stopped).exitCode).toBe(0);
      const jobs = (await ask("GET", `/runners/${id}/jobs`)) as Job[];
      expect(jobs.map((job) => job.id)).not.toContain(4);
    });
  });
