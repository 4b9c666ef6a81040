import type { ServerResponse } from "node:http";

import { type Emulator, startEmulator } from "../../emulator";
import { RateLimitError } from "../../gitlab";
import type { GitLabRequest } from "../../gitlab/transport/transport";
import { type LoopbackServer, answerJson, serve, transportTo } from "../helpers/server";

const read = (id: number): GitLabRequest => ({
  operation: `read runner ${id}`,
  method: "GET",
  path: `runners/${id}`,
});
const create: GitLabRequest = {
  operation: "create a runner",
  method: "POST",
  path: "user/runners",
  json: { runner_type: "instance_type" },
  creates: true,
};

/** How long something takes, milliseconds. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

describe("what is repeated against the embedded GitLab", () => {
  let gitlab: Emulator;
  beforeAll(async () => {
    gitlab = await startEmulator();
  });
  beforeEach(() => {
    gitlab.reset();
  });
  afterAll(() => gitlab.close());

  test.each([
    ["GET", "runners/all"],
    ["PUT", "runners/1"],
    ["DELETE", "runners/1"],
  ] as const)("%s is repeated after 502 and a reset connection", async (method, path) => {
    const log: string[] = [];
    const token = gitlab.tokens["root"] ?? "";
    const send = transportTo(gitlab.url, { token, log: (line) => log.push(line) });
    await send(create);
    gitlab.faults.add({ kind: "status", status: 502, method });
    gitlab.faults.add({ kind: "reset", method });
    const json = method === "PUT" ? { json: { paused: true } } : {};
    const { status } = await send({ operation: "do it", method, path, ...json });
    expect(status).toBeLessThan(300);
    expect(log).toEqual([
      expect.stringMatching(/^do it: GitLab answered 502, waiting 0\.[123]\d* s$/),
      expect.stringMatching(/^do it: ECONNRESET, waiting 0\.[345]\d* s$/),
    ]);
  });

  test("a create is not repeated after 503, and says that its outcome is not known", async () => {
    const send = transportTo(gitlab.url, { token: gitlab.tokens["root"] ?? "" });
    gitlab.faults.add({ kind: "status", status: 503, method: "POST", when: "after" });
    await expect(send(create)).rejects.toThrow(
      /it is unknown whether GitLab did this: create a runner.*503.*Check in GitLab before you repeat it/,
    );
    const { body } = await send({ operation: "list", method: "GET", path: "runners/all" });
    expect(body).toHaveLength(1);
  });
});

describe("the throttle", () => {
  let server: LoopbackServer;
  let throttledUntil = 0;
  /** How many arrivals are refused at first, however long that takes. */
  let refusals = 0;
  let onlyNobody = false;
  let lostArrival: number | undefined;
  let headers: (nowMs: number) => Record<string, string>;
  let arrivals: number[] = [];
  let log: string[] = [];
  let run = 0;

  beforeAll(async () => {
    server = await serve((request, response) => {
      arrivals.push(performance.now());
      if (arrivals.length === lostArrival) return request.socket.destroy();
      const isHeld = !onlyNobody || request.headers.authorization === undefined;
      const isOver = performance.now() >= throttledUntil && arrivals.length > refusals;
      if (isOver || !isHeld) answerJson(response, { path: request.url });
      else refuse(response);
    });
  });
  beforeEach(() => {
    arrivals = [];
    log = [];
    run += 1;
    throttledUntil = 0;
    refusals = 0;
    onlyNobody = false;
    lostArrival = undefined;
  });
  afterAll(() => server.close());

  // Each test is another user, whom no throttle of an earlier test holds back.
  const transport = (options: Parameters<typeof transportTo>[1] = {}) =>
    transportTo(server.url, { token: `user-${run}`, log: (line) => log.push(line), ...options });
  const throttleFor = (ms: number, how: typeof headers): void => {
    throttledUntil = performance.now() + ms;
    headers = how;
  };
  const refuseFirst = (count: number): void => {
    refusals = count;
    headers = () => ({ "retry-after": "1" });
  };
  // Node's own `Date` may be a second old, and the dates here are by this clock.
  const refuse = (response: ServerResponse): void => {
    const nowMs = Date.now();
    const date = new Date(nowMs).toUTCString();
    answerJson(response, { message: "Retry later" }, 429, { date, ...headers(nowMs) });
  };
  const dateIn2s = (nowMs: number): string => new Date(nowMs + 2_000).toUTCString();

  test.each([
    ["Retry-After in seconds", 1, () => ({ "retry-after": "1" })],
    ["Retry-After as a date", 2, (nowMs: number) => ({ "retry-after": dateIn2s(nowMs) })],
    [
      "RateLimit-Reset",
      1,
      (nowMs: number) => ({ "ratelimit-reset": String(Math.floor(nowMs / 1000) + 1) }),
    ],
    ["RateLimit-ResetTime", 2, (nowMs: number) => ({ "ratelimit-resettime": dateIn2s(nowMs) })],
  ])("%s is waited for, once for all", async (_, seconds, how) => {
    throttleFor(900, how);
    const send = transport();
    await Promise.all(Array.from({ length: 12 }, (_, index) => send(read(index))));
    // The first four find out, then all wait.
    expect(arrivals).toHaveLength(16);
    expect((arrivals[4] ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThan(seconds * 1000 - 10);
    expect(log).toEqual([
      expect.stringMatching(
        `^read runner \\d: GitLab limits the rate of requests, waiting ${seconds}\\.0 s$`,
      ),
    ]);
  });

  test("a throttled create waits and is sent again", async () => {
    throttleFor(900, () => ({ "retry-after": "1" }));
    expect(await timed(() => transport()(create))).toBeGreaterThan(900);
    expect(arrivals).toHaveLength(2);
  });

  test("another client of the same GitLab and credential waits, too; one of another user does not", async () => {
    const [one, other, elsewhere] = [
      transport(),
      transport(),
      transport({ token: "another user" }),
    ];
    throttleFor(900, () => ({ "retry-after": "1" }));
    const first = one(read(1));
    while (arrivals.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 50));
    throttledUntil = 0;
    const [free, held] = await Promise.all([
      timed(() => elsewhere(read(2))),
      timed(() => other(read(3))),
    ]);
    expect(held).toBeGreaterThan(500);
    expect(free).toBeLessThan(held - 200);
    await first;
    expect(log).toHaveLength(1);
  });

  test("a wait beyond the budget ends with its key, and later requests are not even sent", async () => {
    throttleFor(60_000, () => ({ "retry-after": "60" }));
    const send = transport();
    const message =
      /cannot read runner 1: GitLab answered 429 \(Retry later\).*gitlab-runners:waitBudget \(5 s\).*Raise them/;
    await expect(send(read(1))).rejects.toThrow(message);
    await expect(send(read(2))).rejects.toThrow(RateLimitError);
    await expect(send(read(3))).rejects.toThrow(
      /takes no request for another \d+(\.\d)? s.*waitBudget/,
    );
    expect(arrivals).toHaveLength(1);
    expect(log).toEqual([]);
  });

  test("refusals that tell when to come back are no repetitions of gitlab:retries", async () => {
    refuseFirst(2);
    await transport({ retries: 1 })(read(1));
    expect(arrivals).toHaveLength(3);
  });

  test("after a wait one request goes first, and the others when GitLab has taken it", async () => {
    // Four find out, one finds it so after the wait, then all are taken.
    refuseFirst(4 + 1);
    const send = transport();
    await Promise.all(Array.from({ length: 12 }, (_, index) => send(read(index))));
    expect(arrivals).toHaveLength(4 + 1 + 12);
  });

  test("one that went first and is lost holds nobody back", async () => {
    refuseFirst(3);
    lostArrival = 4;
    const send = transport();
    await Promise.all([send(read(1)), send(read(2)), send(read(3))]);
    expect(arrivals).toHaveLength(3 + 1 + 3);
  });

  test("whom GitLab does not know is held back apart, for it counts them by address", async () => {
    throttleFor(60_000, () => ({ "retry-after": "60" }));
    onlyNobody = true;
    const send = transport();
    await expect(send({ ...read(1), authenticated: false })).rejects.toThrow(RateLimitError);
    await send(read(2));
    const other = transport({ token: "another user" });
    await expect(other({ ...read(3), authenticated: false })).rejects.toThrow(
      /takes no request for another/,
    );
    expect(arrivals).toHaveLength(2);
  });

  test("repetitions that are used up end with the way out", async () => {
    throttleFor(60_000, () => ({}));
    const send = transport({ retries: 2 });
    await expect(send(read(1))).rejects.toThrow(/waitBudget.*gitlab:retries \(2\)/);
    expect(arrivals).toHaveLength(3);
  });

  test("what is used up is one budget, however many waits there are", async () => {
    throttleFor(60_000, () => ({ "retry-after": "1" }));
    const send = transport({ retries: 100, waitBudgetMs: 2_500 });
    const took = await timed(() => expect(send(read(1))).rejects.toThrow(RateLimitError));
    expect(took).toBeGreaterThan(1_900);
    // A third wait would make it three seconds.
    expect(took).toBeLessThan(2_900);
    expect(arrivals).toHaveLength(3);
  });
});
