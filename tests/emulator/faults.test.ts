import type { Emulator } from "../../emulator";
import { type Answer, NOW, ask, start } from "./helpers";

describe("faults on demand", () => {
  let gitlab: Emulator;
  beforeEach(async () => {
    gitlab = await start({
      runners: [{ id: 1, runner_type: "instance_type", description: "before" }],
    });
  });
  afterEach(() => gitlab.close());

  const rename = (): Promise<Answer> =>
    ask(gitlab, "root", "PUT", "/runners/1", { description: "after" });
  const description = async (): Promise<unknown> =>
    ((await ask(gitlab, "root", "GET", "/runners/1")).body as { description: string }).description;

  test.each<[when: "before" | "after", effect: string]>([
    ["before", "before"],
    ["after", "after"],
  ])("a 5xx %s the effect leaves it '%s'", async (when, effect) => {
    gitlab.faults.add({ kind: "status", status: 503, method: "PUT", when });
    expect((await rename()).status).toBe(503);
    expect(await description()).toBe(effect);
  });

  test.each<[when: "before" | "after", effect: string]>([
    ["before", "before"],
    ["after", "after"],
  ])("a connection that is reset %s the effect leaves it '%s'", async (when, effect) => {
    gitlab.faults.add({ kind: "reset", method: "PUT", when });
    await expect(rename()).rejects.toThrow("fetch failed");
    expect(await description()).toBe(effect);
  });

  test("a request for the headers alone gets the fault, and nothing else", async () => {
    const errors = jest.spyOn(console, "error").mockImplementation();
    gitlab.faults.add({ kind: "status", status: 503 });
    const { status } = await fetch(`${gitlab.url}/api/v4/runners/1`, { method: "HEAD" });
    expect(status).toBe(503);
    expect(await description()).toBe("before");
    expect(errors).not.toHaveBeenCalled();
    errors.mockRestore();
  });

  test.each<"before" | "after">(["before", "after"])("an answer that is late %s", async (when) => {
    gitlab.faults.add({ kind: "latency", milliseconds: 300, when });
    const begun = Date.now();
    const renaming = rename();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await description()).toBe(when);
    expect((await renaming).status).toBe(200);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(290);
    expect(await description()).toBe("after");
  });

  test("a list of runners without the young ones", async () => {
    await ask(gitlab, "root", "POST", "/user/runners", { runner_type: "instance_type" });
    const stale = { kind: "stale", milliseconds: 60_000, path: "/runners/all" } as const;
    gitlab.faults.add({ ...stale, times: 2 });
    const listed = async (): Promise<unknown> =>
      (await ask(gitlab, "root", "GET", "/runners/all")).body;
    expect(await listed()).toEqual([]);
    gitlab.clock.advance(61_000);
    expect(await listed()).toHaveLength(2);
    expect(await listed()).toHaveLength(2);
  });

  test("a throttle with its headers", async () => {
    gitlab.faults.add({
      kind: "status",
      status: 429,
      body: { message: "Retry later" },
      headers: { "Retry-After": "2", "RateLimit-Reset": "1772366400" },
    });
    const { status, body, headers } = await rename();
    expect(status).toBe(429);
    expect(body).toEqual({ message: "Retry later" });
    expect(headers.get("retry-after")).toBe("2");
    expect(headers.get("ratelimit-reset")).toBe("1772366400");
  });

  test("a truncated body is not all that was promised", async () => {
    gitlab.faults.add({ kind: "truncated", when: "after" });
    await expect(rename()).rejects.toThrow("terminated");
    expect(await description()).toBe("after");
  });

  test("a malformed body has the right status and is no JSON", async () => {
    gitlab.faults.add({ kind: "malformed", when: "after" });
    const answer = await fetch(`${gitlab.url}/api/v4/runners/1`, {
      headers: { "private-token": gitlab.tokens["root"] ?? "" },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/json");
    await expect(answer.json()).rejects.toThrow("Unexpected end of JSON input");
  });

  test("the page of a proxy in front", async () => {
    gitlab.faults.add({ kind: "proxyPage", status: 502 });
    const { status, body, headers } = await rename();
    expect(status).toBe(502);
    expect(headers.get("content-type")).toBe("text/html");
    expect(body).toContain("<h1>502 Bad Gateway</h1>");
    expect(await description()).toBe("before");
  });

  test("a fault hits the requests that it names, so many times, after so many", async () => {
    gitlab.faults.add({
      kind: "status",
      status: 500,
      method: "PUT",
      path: "/runners/:id",
      skip: 1,
      times: 2,
    });
    const answers: number[] = [];
    for (let count = 0; count < 4; count += 1) answers.push((await rename()).status);
    expect(answers).toEqual([200, 500, 500, 200]);
    expect((await ask(gitlab, "root", "GET", "/runners/1")).status).toBe(200);
  });

  test("a fault of a runner does not hit the list of all runners", async () => {
    gitlab.faults.add({ kind: "status", status: 403, method: "GET", path: "/runners/:id" });
    expect((await ask(gitlab, "root", "GET", "/runners/all")).status).toBe(200);
    expect((await ask(gitlab, "root", "GET", "/runners/1")).status).toBe(403);
  });

  test("clear takes back what has not hit yet", async () => {
    gitlab.faults.add({ kind: "status", status: 500, times: 9 });
    gitlab.faults.clear();
    expect((await rename()).status).toBe(200);
  });

  test("the log has each request with its answer, and no token", async () => {
    gitlab.faults.add({ kind: "reset", method: "PUT" });
    await expect(rename()).rejects.toThrow("fetch failed");
    await ask(gitlab, undefined, "GET", `/user?private_token=${gitlab.tokens["root"] ?? ""}`);
    expect(gitlab.requests.all()).toEqual([
      { method: "PUT", path: "/api/v4/runners/1", at: NOW.toISOString(), status: null },
      {
        method: "GET",
        path: "/api/v4/user?private_token=REDACTED",
        at: NOW.toISOString(),
        status: 200,
      },
    ]);
  });
});
