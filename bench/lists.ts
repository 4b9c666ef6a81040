/*
 * The list of 10,000 runners, read by the data function, by a bare HTTP loop over the same pages and
 * by other clients: each in a process of its own, after a first request, GitLab in another.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import type { Seed } from "../emulator";
import { runCommand } from "../scripts/setUp/commands";
import setUpClients, { DIRECTORY, PYTHON, REASON } from "../tests/clients/setUp";
import { duration, median } from "./measuring";

const RUNNERS = 10_000;
const ROUNDS = 5;
const ROOT = join(__dirname, "..");

const SEED: Seed = {
  users: [{ username: "root", admin: true }],
  tokens: [{ name: "root", user: "root", token: "glpat-of-the-bench-00001" }],
  runners: Array.from({ length: RUNNERS }, (_, index) => ({
    runner_type: "instance_type" as const,
    description: `builds ${index}`,
  })),
};

interface Reader {
  readonly name: string;
  readonly command: string;
  readonly file: string;
  /** Where its client is installed. */
  readonly directory?: string | undefined;
}

export async function benchLists(): Promise<void> {
  await setUpClients();
  const gitlab = await startGitLab(SEED);
  try {
    const readers = availableReaders();
    const times = new Map<Reader, number[]>(readers.map((reader) => [reader, []]));
    for (let round = 0; round < ROUNDS; round += 1)
      for (const [reader, measured] of times) measured.push(await read(reader, gitlab.url));
    const floor = median(times.get(BARE_LOOP) ?? []);
    for (const [{ name }, measured] of times)
      console.log(
        `${RUNNERS} runners  ${name.padEnd(14)} ${duration(median(measured)).padStart(8)}` +
          `  ratio ${(median(measured) / floor).toFixed(2)}  rounds ${ROUNDS}`,
      );
  } finally {
    await gitlab.stop();
  }
}

const BARE_LOOP: Reader = { name: "bare loop", command: process.execPath, file: "bareLoop.js" };

function availableReaders(): Reader[] {
  const client = (name: string): string | undefined => {
    const directory = process.env[DIRECTORY + name];
    if (directory === undefined) console.log(`without ${name}: ${process.env[REASON + name]}`);
    return directory;
  };
  const python = client("pythonGitlab");
  const gitbeaker = client("gitbeaker");
  const node = { command: process.execPath };
  return [
    BARE_LOOP,
    { ...node, name: "getAllRunners", file: "dataFunction.js" },
    ...(gitbeaker === undefined
      ? []
      : [{ ...node, name: "gitbeaker", file: "gitbeaker.js", directory: gitbeaker }]),
    ...(python === undefined
      ? []
      : [{ name: "python-gitlab", command: join(python, PYTHON), file: "pythonGitlab.py" }]),
  ];
}

/** Milliseconds of the reading alone, without the start of the process and its first request. */
async function read({ command, file, directory }: Reader, url: string): Promise<number> {
  const { stdout } = await runCommand(command, [join(__dirname, "readers", file)], {
    cwd: ROOT,
    env: {
      PATH: process.env["PATH"],
      GITLAB_BASE_URL: url,
      GITLAB_TOKEN: SEED.tokens?.[0]?.token,
      ...(directory !== undefined && { CLIENT_DIRECTORY: directory }),
    },
  });
  const { rows, milliseconds } = JSON.parse(stdout) as { rows: number; milliseconds: number };
  if (rows !== RUNNERS) throw new Error(`${file} read ${rows} runners instead of ${RUNNERS}`);
  return milliseconds;
}

/** The embedded GitLab as a process, so that it works while its clients do. */
async function startGitLab(seed: Seed): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "gitlab-runners-bench-"));
  const file = join(folder, "seed.json");
  writeFileSync(file, JSON.stringify(seed));
  const child = spawn(process.execPath, [join(ROOT, "dist/emulator/cli.js"), "--seed", file]);
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => {
      resolve();
    });
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      reject(new Error(`the embedded GitLab ended with ${String(code)}`));
    });
    createInterface({ input: child.stdout }).once("line", (line) => {
      resolve(line.replace(/^.* at /, ""));
    });
  });
  return {
    url,
    stop: async () => {
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
