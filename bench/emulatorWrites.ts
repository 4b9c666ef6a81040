/*
 * What it costs to have a write on disk before it is answered: the same changes of runners with a
 * state file and without, by one client and by many, beside the disk's own time for a small write.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Seed } from "../emulator";
import { timed } from "./measuring";

const RUNNERS = 10_000;
const WRITES = 3000;
const SYNCS = 200;
const COMMAND = join(__dirname, "../dist/emulator/cli.js");

const SEED: Seed = {
  users: [{ username: "root", admin: true }],
  tokens: [{ name: "root", user: "root" }],
  runners: Array.from({ length: RUNNERS }, (_, index) => ({
    runner_type: "instance_type" as const,
    tag_list: [`tag-${index % 20}`],
  })),
};

interface Served {
  child: ChildProcess;
  url: string;
  token: string;
}

function serve(args: readonly string[]): Promise<Served> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [COMMAND, ...args]);
    let output = "";
    child.once("error", reject);
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      const [, url, token] = /at (http:\S+)\s+token root: (\S+)\n/.exec(output) ?? [];
      if (url !== undefined && token !== undefined) resolve({ child, url, token });
    });
  });
}

/** Changes runners by so many clients at once; writes a second. */
async function writesPerSecond({ url, token }: Served, clients: number): Promise<number> {
  let begun = 0;
  const client = async (): Promise<void> => {
    while (begun < WRITES) {
      begun += 1;
      const reply = await fetch(`${url}/api/v4/runners/${1 + (begun % RUNNERS)}`, {
        method: "PUT",
        headers: { "private-token": token, "content-type": "application/json" },
        body: JSON.stringify({ description: `change ${begun}` }),
      });
      await reply.text();
      if (!reply.ok) throw new Error(`${reply.status} for a write`);
    }
  };
  const [milliseconds] = await timed(() => Promise.all(Array.from({ length: clients }, client)));
  return (WRITES / milliseconds) * 1000;
}

/** Appends to a file and waits for the disk; milliseconds. */
function syncTime(path: string): number {
  const file = openSync(path, "a");
  const begun = performance.now();
  for (let count = 0; count < SYNCS; count += 1) {
    writeFileSync(file, "x".repeat(200));
    fsyncSync(file);
  }
  closeSync(file);
  return (performance.now() - begun) / SYNCS;
}

export async function benchWrites(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "gitlab-runners-bench-"));
  const seed = join(folder, "seed.json");
  writeFileSync(seed, JSON.stringify(SEED));
  console.log(`writes a second, ${RUNNERS} runners, ${WRITES} writes:`);
  console.log(`  the disk alone takes ${syncTime(join(folder, "floor")).toFixed(1)} ms a write`);
  for (const clients of [1, 8, 64])
    for (const [what, args] of [
      ["in memory", []],
      ["on disk", ["--state", join(folder, `state-${clients}.json`)]],
    ] as const) {
      const served = await serve(["--seed", seed, ...args]);
      const rate = await writesPerSecond(served, clients);
      console.log(`  ${clients} clients, ${what}`.padEnd(30) + rate.toFixed(0).padStart(6));
      served.child.kill("SIGKILL");
    }
  rmSync(folder, { recursive: true });
}
