/*
 * What `gitlab-runners access --all` takes for 1,000 projects and 200 runners, in each format beside JSON:
 * its time, memory and requests, and the size of what it writes.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Emulator, type Seed, startEmulator } from "../emulator";
import { runCommand } from "../scripts/setUp/commands";
import { environmentOf } from "../tests/helpers/gitlab";
import { duration, median, timed } from "./measuring";

const ROOT = join(__dirname, "..");
const GROUPS = 50;
const PROJECTS = 1000;
const RUNNERS = { instance: 20, group: 80, project: 100 };
const ROUNDS = 5;

const FORMATS = { json: ["--json"], csv: ["--output", "csv"], page: ["--html"] };
type Format = keyof typeof FORMATS;

interface Reading {
  readonly milliseconds: number;
  /** The most that the process had, in MiB. */
  readonly memory: number;
  readonly requests: number;
  readonly kilobytes: number;
}

export async function benchAccess(): Promise<void> {
  const gitlab = await startEmulator({ seed: largeSeed() });
  const folder = mkdtempSync(join(tmpdir(), "gitlab-runners-bench-"));
  try {
    const readings: Record<Format, Reading[]> = { json: [], csv: [], page: [] };
    for (let round = 0; round < ROUNDS; round += 1)
      for (const format of Object.keys(FORMATS) as Format[])
        readings[format].push(await read(gitlab, folder, format));
    for (const [format, measured] of Object.entries(readings))
      print(format, measured, readings.json);
  } finally {
    rmSync(folder, { recursive: true });
    await gitlab.close();
  }
}

/** The time includes the start of the process. */
async function read(gitlab: Emulator, folder: string, format: Format): Promise<Reading> {
  const peak = join(folder, "peak");
  const command = ["--require", join(__dirname, "readers/peakMemory.js")];
  gitlab.requests.clear();
  const [milliseconds, { stdout }] = await timed(() =>
    runCommand(
      process.execPath,
      [...command, join(ROOT, "dist/cli/cli.js"), "access", "--all", ...FORMATS[format]],
      {
        cwd: folder,
        env: { PATH: process.env["PATH"], ...environmentOf(gitlab), PEAK_MEMORY_FILE: peak },
      },
    ),
  );
  return {
    milliseconds,
    memory: Number(readFileSync(peak, "utf8")) / 1024,
    requests: gitlab.requests.all().length,
    kilobytes: Buffer.byteLength(stdout) / 1000,
  };
}

function print(format: string, readings: readonly Reading[], floor: readonly Reading[]): void {
  const middle = (of: readonly Reading[], figure: keyof Reading): number =>
    median(of.map((reading) => reading[figure]));
  const time = middle(readings, "milliseconds");
  console.log(
    `${PROJECTS} projects  ${format.padEnd(5)} ${duration(time).padStart(7)}` +
      `  ratio ${(time / middle(floor, "milliseconds")).toFixed(2)}` +
      `  ${middle(readings, "memory").toFixed(0)} MiB` +
      `  ${middle(readings, "requests")} requests` +
      `  ${middle(readings, "kilobytes").toFixed(0)} kB  rounds ${ROUNDS}`,
  );
}

/** A project runner serves two projects, a group runner those of its group. */
function largeSeed(): Seed {
  const groups = Array.from({ length: GROUPS }, (_, index) => `group-${index}`);
  const projects = Array.from(
    { length: PROJECTS },
    (_, index) => `group-${index % GROUPS}/app-${index}`,
  );
  const pathOf = (index: number): string => projects[index % PROJECTS] ?? "";
  return {
    users: [{ username: "root", admin: true }],
    tokens: [{ name: "root", user: "root" }],
    groups: groups.map((full_path) => ({ full_path })),
    projects: projects.map((path_with_namespace) => ({ path_with_namespace })),
    runners: [
      ...Array.from({ length: RUNNERS.instance }, (_, index) => ({
        runner_type: "instance_type" as const,
        description: `shared ${index}`,
      })),
      ...Array.from({ length: RUNNERS.group }, (_, index) => ({
        runner_type: "group_type" as const,
        group: groups[index % GROUPS] ?? "",
        description: `team ${index}`,
      })),
      ...Array.from({ length: RUNNERS.project }, (_, index) => ({
        runner_type: "project_type" as const,
        projects: [pathOf(index * 10), pathOf(index * 10 + 3)],
        description: `own ${index}`,
      })),
    ],
  };
}
