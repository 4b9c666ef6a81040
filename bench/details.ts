/*
 * The details of every runner of an instance: the time and the requests of the data function and of the
 * fleet's page, beside bare requests for the same. Each reads in a process of its own.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Emulator, startEmulator } from "../emulator";
import { runCommand } from "../scripts/setUp/commands";
import { environmentOf } from "../tests/helpers/gitlab";
import { duration, median, timed } from "./measuring";

const ROOT = join(__dirname, "..");
const ROUNDS = 3;

interface Reader {
  readonly name: string;
  /** Milliseconds; throws when not all runners were read. */
  readonly read: (gitlab: Emulator, runners: number) => Promise<number>;
}

const READERS: readonly Reader[] = [
  { name: "bare requests", read: byScript("bareDetails.js") },
  { name: "getAllRunners({ details: true })", read: byScript("details.js") },
  { name: "gitlab-runners fleet --html", read: byPage },
];

export async function benchDetails(sizes: readonly number[]): Promise<void> {
  for (const runners of sizes) {
    const gitlab = await startFleet(runners);
    try {
      const measured = READERS.map((reader) => ({ reader, times: [] as number[], requests: 0 }));
      for (let round = 0; round < ROUNDS; round += 1)
        for (const each of measured) {
          gitlab.requests.clear();
          each.times.push(await each.reader.read(gitlab, runners));
          each.requests = gitlab.requests.all().length;
        }
      const floor = median(measured[0]?.times ?? []);
      for (const { reader, times, requests } of measured)
        console.log(
          `${runners} runners  ${reader.name.padEnd(32)} ${duration(median(times)).padStart(8)}` +
            `  ratio ${(median(times) / floor).toFixed(2)}  ${requests} requests  rounds ${ROUNDS}`,
        );
    } finally {
      await gitlab.close();
    }
  }
}

function startFleet(runners: number): Promise<Emulator> {
  return startEmulator({
    seed: {
      users: [{ username: "root", admin: true }],
      tokens: [{ name: "root", user: "root" }],
      runners: Array.from({ length: runners }, (_, index) => ({
        runner_type: "instance_type" as const,
        description: `builds ${index}`,
        tag_list: [`tag-${index % 20}`],
      })),
    },
  });
}

/** By a script that prints how many it read, and the time without the start of its process. */
function byScript(file: string): Reader["read"] {
  return async (gitlab, runners) => {
    const script = join(__dirname, "readers", file);
    const { stdout } = await runCommand(process.execPath, [script], optionsFor(gitlab));
    const { rows, milliseconds } = JSON.parse(stdout) as { rows: number; milliseconds: number };
    if (rows !== runners) throw new Error(`${file} read ${rows} of ${runners} runners`);
    return milliseconds;
  };
}

/** By the command, with the start of its process; it reads managers and jobs as well. */
async function byPage(gitlab: Emulator, runners: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "gitlab-runners-bench-"));
  try {
    const page = join(folder, "fleet.html");
    const command = [join(ROOT, "dist/cli/cli.js"), "fleet", "--all", "--html", page];
    const [milliseconds] = await timed(() =>
      runCommand(process.execPath, command, optionsFor(gitlab)),
    );
    const rows = readFileSync(page, "utf8").match(/builds \d+/g) ?? [];
    if (new Set(rows).size !== runners)
      throw new Error(`the page has ${new Set(rows).size} of ${runners} runners`);
    return milliseconds;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function optionsFor(gitlab: Emulator): { cwd: string; env: NodeJS.ProcessEnv } {
  return { cwd: ROOT, env: { PATH: process.env["PATH"], ...environmentOf(gitlab) } };
}
