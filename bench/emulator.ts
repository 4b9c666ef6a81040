/*
 * How fast the embedded GitLab starts, and what a large instance costs: 10,000 runners and 200,000
 * jobs, seeded and listed page by page beside a bare server that answers with as many bytes.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { type Seed, companySeed, startEmulator } from "../emulator";
import { benchWrites } from "./emulatorWrites";
import { median, timed } from "./measuring";

const RUNNERS = 10_000;
const JOBS_OF_ONE = 100_000;
const JOBS_OF_OTHERS = 100_000;
const PAGE = 100;
const STARTS = 21;
const COMMAND = join(__dirname, "../dist/emulator/cli.js");

async function startingTime(seed: Seed | undefined): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < STARTS; count += 1) {
    const [milliseconds, gitlab] = await timed(() => startEmulator(seed ? { seed } : {}));
    times.push(milliseconds);
    await gitlab.close();
  }
  return median(times);
}

function largeSeed(): Seed {
  const job = { status: "success" as const, project: "acme/app" };
  return {
    users: [{ username: "root", admin: true }],
    tokens: [{ name: "root", user: "root" }],
    groups: [{ full_path: "acme" }],
    projects: [{ path_with_namespace: "acme/app" }],
    runners: Array.from({ length: RUNNERS }, (_, index) => ({
      runner_type: "project_type" as const,
      projects: ["acme/app"],
      tag_list: [`tag-${index % 20}`],
      jobs: Array<typeof job>(
        index === 0 ? JOBS_OF_ONE : index <= 100 ? JOBS_OF_OTHERS / 100 : 0,
      ).fill(job),
    })),
  };
}

/** Reads a list to its end, page after page on one connection. */
async function readPages(first: string, token: string): Promise<{ rows: number; bytes: number[] }> {
  const bytes: number[] = [];
  let rows = 0;
  let address: string | undefined = first;
  while (address !== undefined) {
    const reply: Response = await fetch(address, { headers: { "private-token": token } });
    const text = await reply.text();
    bytes.push(text.length);
    rows += (JSON.parse(text) as unknown[]).length;
    address = /<([^>]+)>; rel="next"/.exec(reply.headers.get("link") ?? "")?.[1];
  }
  return { rows, bytes };
}

/** The same pages from a server that has them ready. */
async function readBare(pages: readonly number[]): Promise<void> {
  const bodies = pages.map((length) => JSON.stringify("x".repeat(Math.max(0, length - 2))));
  const server = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(bodies[Number(request.url?.slice(1))]);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  for (const page of pages.keys()) {
    const reply = await fetch(`http://127.0.0.1:${port}/${page}`);
    JSON.parse(await reply.text());
  }
  server.closeAllConnections();
  server.close();
}

/** From the start of the command's process to its address on standard output. */
async function commandStartingTime(...args: readonly string[]): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < STARTS; count += 1) {
    const [milliseconds, child] = await timed(
      () =>
        new Promise<ChildProcess>((resolve, reject) => {
          const starting = spawn(process.execPath, [COMMAND, ...args]);
          starting.once("error", reject);
          starting.stdout.once("data", () => {
            resolve(starting);
          });
        }),
    );
    times.push(milliseconds);
    child.kill();
  }
  return median(times);
}

export async function benchEmulator(): Promise<void> {
  const command = await commandStartingTime();
  const company = await commandStartingTime("--seed", "company");
  console.log(`start of the command, median of ${STARTS}:`);
  console.log(`  empty    ${command.toFixed(0)} ms`);
  console.log(`  company  ${company.toFixed(0)} ms`);
  console.log(`start in a process that has loaded it, median of ${STARTS}:`);
  console.log(`  empty    ${(await startingTime(undefined)).toFixed(0)} ms`);
  console.log(`  company  ${(await startingTime(companySeed())).toFixed(0)} ms (2,000 jobs)`);

  const seed = largeSeed();
  const [seeding, gitlab] = await timed(() => startEmulator({ seed }));
  const jobs = JOBS_OF_ONE + JOBS_OF_OTHERS;
  console.log(`start with ${RUNNERS} runners and ${jobs} jobs: ${(seeding / 1000).toFixed(1)} s`);

  const token = gitlab.tokens["root"] ?? "";
  for (const [what, path, expected] of [
    ["runners, by pages", `runners/all?per_page=${PAGE}`, RUNNERS],
    ["jobs of one runner, by pages", `runners/1/jobs?per_page=${PAGE}`, JOBS_OF_ONE],
    ["jobs, by keyset", `runners/1/jobs?per_page=${PAGE}&pagination=keyset`, JOBS_OF_ONE],
  ] as const) {
    const [listing, { rows, bytes }] = await timed(() =>
      readPages(`${gitlab.url}/api/v4/${path}`, token),
    );
    if (rows !== expected) throw new Error(`${what}: ${rows} rows instead of ${expected}`);
    const [bare] = await timed(() => readBare(bytes));
    console.log(
      `${rows} ${what}: ${(listing / 1000).toFixed(2)} s, ${(listing / bytes.length).toFixed(2)} ms a page, ` +
        `${(listing / bare).toFixed(1)} times a bare server's ${(bare / 1000).toFixed(2)} s`,
    );
  }
  console.log(`memory: ${(process.memoryUsage().rss / 1024 / 1024).toFixed(0)} MiB`);
  await gitlab.close();
  await benchWrites();
}
