/*
 * What `gitlab-runners usage` takes to read 100,000 jobs: its time, memory and requests beside bare
 * requests for the same pages, and what is left to do after half of it.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";

import { type Emulator, type Seed, startEmulator } from "../emulator";
import {
  type CommandFigures,
  commandEnvironment,
  figuresText,
  measuredCommand,
} from "./measuredCommand";

const ROOT = join(__dirname, "..");
const JOBS = 100_000;
const RUNNERS = 100;
const PROJECTS = 40;
const ROUNDS = 5;

const BARE = [join(__dirname, "readers/bareJobs.js")];
const USAGE = [join(ROOT, "dist/cli/cli.js"), "usage", "--json"];
const OF_ALL = ["--all", "--since", "30d"];

export async function benchUsage(): Promise<void> {
  const gitlab = await startEmulator({ seed: largeSeed() });
  const folder = mkdtempSync(join(tmpdir(), "gitlab-runners-bench-"));
  try {
    await benchFleet(gitlab, folder);
  } finally {
    rmSync(folder, { recursive: true });
    await gitlab.close();
  }
}

async function benchFleet(gitlab: Emulator, folder: string): Promise<void> {
  const [bare, whole, rest]: [Reading[], Reading[], Reading[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await read(gitlab, folder, BARE));
    const uninterrupted = await read(gitlab, folder, [...USAGE, ...OF_ALL]);
    whole.push(uninterrupted);
    const file = await interrupt(gitlab, folder, uninterrupted.requests / 2);
    const resumed = await read(gitlab, folder, [...USAGE, "--resume", file]);
    rest.push(resumed);
    if (!isDeepStrictEqual(sumsOf(resumed), sumsOf(uninterrupted)))
      throw new Error("after an interruption the report is another");
  }
  print("bare requests", bare, bare);
  print("gitlab-runners usage", whole, bare);
  print("the second half, resumed", rest, bare);
}

function print(name: string, readings: readonly Reading[], floor: readonly Reading[]): void {
  console.log(`${JOBS} jobs  ${name.padEnd(24)} ${figuresText(readings, floor)}`);
}

interface Reading extends CommandFigures {
  readonly report: object;
}

/** Runs a script that prints a report as JSON. */
async function read(gitlab: Emulator, folder: string, script: readonly string[]): Promise<Reading> {
  const { stdout, ...figures } = await measuredCommand(gitlab, folder, script);
  const report = JSON.parse(stdout) as { total: { jobs: number } };
  if (report.total.jobs !== JOBS)
    throw new Error(`${script.join(" ")} read ${report.total.jobs} jobs instead of ${JOBS}`);
  return { ...figures, report };
}

/** Ends the command, as Ctrl-C does, after so many requests. @returns the file that it leaves. */
async function interrupt(gitlab: Emulator, folder: string, requests: number): Promise<string> {
  gitlab.requests.clear();
  const child = spawn(process.execPath, [...USAGE, ...OF_ALL], {
    cwd: folder,
    env: commandEnvironment(gitlab),
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const closed = once(child, "close");
  while (gitlab.requests.all().length < requests) await setTimeout(1);
  child.kill("SIGINT");
  await closed;
  const [, file] = /--resume (\S+)/.exec(stderr) ?? [];
  if (file === undefined) throw new Error(`nothing was left to go on with: ${stderr}`);
  return file;
}

/** What a report says of jobs, without what is of its own run. */
function sumsOf({ report }: Reading): object {
  return { ...report, requests: 0, since: "", until: "" };
}

/** Jobs of the last 20 days, of up to 17 minutes, spread over runners and projects. */
function largeSeed(): Seed {
  const now = Date.now();
  const jobsOfEach = JOBS / RUNNERS;
  const textOf = (time: number): string => new Date(time).toISOString();
  const projects = Array.from(
    { length: PROJECTS },
    (_, index) => `group-${index % 8}/app-${index}`,
  );
  return {
    users: [{ username: "root", admin: true }],
    tokens: [{ name: "root", user: "root" }],
    groups: Array.from({ length: 8 }, (_, index) => ({ full_path: `group-${index}` })),
    projects: projects.map((path_with_namespace) => ({ path_with_namespace })),
    runners: Array.from({ length: RUNNERS }, (_, runner) => ({
      runner_type: "instance_type" as const,
      description: `builds ${runner}`,
      tag_list: [`tag-${runner % 20}`],
      jobs: Array.from({ length: jobsOfEach }, (_, index) => {
        const created = now - 20 * 86_400_000 + Math.floor((index / jobsOfEach) * 19 * 86_400_000);
        return {
          status: "success" as const,
          project: projects[(runner + index) % PROJECTS] ?? "",
          created_at: textOf(created),
          started_at: textOf(created + 2000),
          finished_at: textOf(created + 2000 + ((index * 7919) % 1_000_000)),
        };
      }),
    })),
  };
}
