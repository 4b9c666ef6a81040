/*
 * What `gitlab-runners access --all` takes for 1,000 projects and 200 runners, in each format beside JSON:
 * its time, memory and requests, and the size of what it writes.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Emulator, type Seed, startEmulator } from "../emulator";
import { type CommandFigures, figuresText, measuredCommand } from "./measuredCommand";
import { median } from "./measuring";

const ROOT = join(__dirname, "..");
const GROUPS = 50;
const PROJECTS = 1000;
const RUNNERS = { instance: 20, group: 80, project: 100 };
const ROUNDS = 5;

const FORMATS = { json: ["--json"], csv: ["--output", "csv"], page: ["--html"] };
type Format = keyof typeof FORMATS;

type Reading = CommandFigures & { readonly kilobytes: number };

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

async function read(gitlab: Emulator, folder: string, format: Format): Promise<Reading> {
  const script = [join(ROOT, "dist/cli/cli.js"), "access", "--all", ...FORMATS[format]];
  const { stdout, ...figures } = await measuredCommand(gitlab, folder, script);
  return { ...figures, kilobytes: Buffer.byteLength(stdout) / 1000 };
}

function print(format: string, readings: readonly Reading[], floor: readonly Reading[]): void {
  const kilobytes = median(readings.map((reading) => reading.kilobytes));
  console.log(
    `${PROJECTS} projects  ${format.padEnd(5)} ${figuresText(readings, floor)}  ${kilobytes.toFixed(0)} kB`,
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
