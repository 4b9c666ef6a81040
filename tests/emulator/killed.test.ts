import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { Random } from "../campaign/random";
import { type Served, serve } from "./command";
import { Loss, type Send, Writer } from "./writers";

/** `EMULATOR_KILLS=200` kills as often; `EMULATOR_SEED` draws other requests. */
const KILLS = Number(process.env["EMULATOR_KILLS"] ?? 4);
const SEED = Number(process.env["EMULATOR_SEED"] ?? 1);
const WRITERS = 8;
/** Those that take jobs, by their tokens. */
const JOB_RUNNERS = Array.from({ length: WRITERS }, (_, index) => ({
  id: index + 1,
  token: `glrt-takes-jobs-${String(index).padStart(4, "0")}`,
}));

describe("a server that is killed while it is written to", () => {
  let folder: string;
  let server: Served | undefined;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "gitlab-runners-killed-"));
    const seed = {
      users: [{ username: "root", admin: true }],
      tokens: [{ name: "root", user: "root" }],
      projects: [1, 2, 3, 4].map((id) => ({ id, path_with_namespace: `app-${id}` })),
      runners: JOB_RUNNERS.map((runner) => ({ ...runner, runner_type: "instance_type" })),
      jobs: Array.from({ length: 20 * (KILLS + 10) }, () => ({
        status: "pending",
        project: "app-1",
      })),
    };
    writeFileSync(join(folder, "seed.json"), JSON.stringify(seed));
  });
  afterAll(async () => {
    await server?.end("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  test(`has all that it answered, ${KILLS} times`, async () => {
    const random = new Random(SEED);
    const given = { runners: new Set<number>(), jobs: new Set<number>() };
    const writers = JOB_RUNNERS.map(
      (runner, index) => new Writer(`writer-${index}`, random, runner, given),
    );
    const answered = (): number => writers.reduce((sum, writer) => sum + writer.answered, 0);
    const state = join(folder, "state.json");
    const start = (): Promise<Served> =>
      serve(["--state", state, "--seed", join(folder, "seed.json")]);

    server = await start();
    for (let kill = 0; kill < KILLS; kill += 1) {
      const { url, tokens, end }: Served = server;
      const writing = writers.map((writer) => writer.write(sending(url, tokens)));
      const enough = answered() + random.int(0, 60);
      const outcomes = Promise.allSettled(writing);
      const stopped = outcomes.then(() => true);
      while (answered() < enough && !(await Promise.race([stopped, sleep(1, false)])));
      await end("SIGKILL");
      for (const outcome of await outcomes)
        if (outcome.status === "rejected" && !(outcome.reason instanceof NoAnswer))
          throw outcome.reason;

      server = await start();
      const send = sending(server.url, server.tokens);
      const all = await runnersOf(send);
      const losses = await Promise.all(writers.map((writer) => writer.losses(send, all)));
      expect(losses.flat()).toEqual([]);
      // Each writer may have made one that it does not know of.
      const unknown = [...all].filter(
        (id) => !given.runners.has(id) && !JOB_RUNNERS.some((runner) => runner.id === id),
      );
      expect(unknown.length).toBeLessThanOrEqual(WRITERS);
      for (const id of unknown) await send("DELETE", `/runners/${id}`);
      expect(leftIn(folder)).toEqual(["journal", "lock"]);
      if ((kill + 1) % 20 === 0)
        process.stdout.write(`${answered()} answered writes, none lost in ${kill + 1} kills\n`);
    }
    expect(await server.end("SIGTERM")).toBe(0);
    server = undefined;
    expect(leftIn(folder)).toEqual([]);
  }, 3_600_000);

  /** What is there beside the state file and the seed, by their endings; it is for its owner only. */
  function leftIn(folder: string): string[] {
    const names = readdirSync(folder).filter((name) => name !== "seed.json");
    for (const name of names) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
    return names
      .filter((name) => name !== "state.json")
      .map((name) => /[^.]*$/.exec(name)?.[0] ?? name)
      .sort();
  }
});

class NoAnswer extends Error {}

function sending(url: string, tokens: Served["tokens"]): Send {
  return async (method, path, body) => {
    const [answer, text] = await fetch(`${url}/api/v4${path}`, {
      method,
      headers: { "private-token": tokens["root"] ?? "", "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    })
      .then(async (reply) => [reply, await reply.text()] as const)
      .catch((cause: unknown) => {
        throw new NoAnswer(`${method} ${path}`, { cause });
      });
    const isJson = text.startsWith("{") || text.startsWith("[");
    return { status: answer.status, body: isJson ? (JSON.parse(text) as unknown) : text };
  };
}

/** The ids of all runners. */
async function runnersOf(send: Send): Promise<Set<number>> {
  const all = new Set<number>();
  for (let page = 1; ; page += 1) {
    const { status, body } = await send("GET", `/runners/all?per_page=100&page=${page}`);
    if (status !== 200) throw new Loss(`no runners, ${status}`);
    const rows = body as { id: number }[];
    for (const { id } of rows) all.add(id);
    if (rows.length < 100) return all;
  }
}
