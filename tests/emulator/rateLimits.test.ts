import type { Emulator, EmulatorOptions, Seed } from "../../emulator";
import { type Answer, NOW, ask, ids, start } from "./helpers";

/** GitLab's clock at NOW is at the begin of a window of 120 s. */
const PERIOD_S = 120;
const END = NOW.getTime() / 1000 + PERIOD_S;
const USERS = {
  throttle_authenticated_api_enabled: true,
  throttle_authenticated_api_requests_per_period: 3,
  throttle_authenticated_api_period_in_seconds: PERIOD_S,
};
const NOBODY = {
  throttle_unauthenticated_api_enabled: true,
  throttle_unauthenticated_api_requests_per_period: 2,
  throttle_unauthenticated_api_period_in_seconds: PERIOD_S,
};
const INSTANCE_RUNNER = { runner_type: "instance_type" } as const;

let gitlab: Emulator;
const use = async (
  settings: Seed["settings"],
  more: Pick<Seed, "runners" | "jobs"> = {},
  options: EmulatorOptions = {},
): Promise<void> => {
  gitlab = await start({ settings, ...more }, options);
};
afterEach(() => gitlab.close());

const statuses = async (count: number, send: () => Promise<Answer>): Promise<number[]> => {
  const seen: number[] = [];
  for (let sent = 0; sent < count; sent += 1) seen.push((await send()).status);
  return seen;
};
const limitHeaders = ({ headers }: Answer): Record<string, string> =>
  Object.fromEntries(
    [...headers].filter(([name]) => name.startsWith("ratelimit-") || name === "retry-after"),
  );
const lines = (): string[] =>
  gitlab.requests.all().map(({ method, path, status }) => `${method} ${path} ${status}`);

describe("the throttle of a user", () => {
  test("GET /runners over the limit is 429 with GitLab's text and headers", async () => {
    await use(USERS);
    gitlab.clock.advance(30_000);
    const list = (): Promise<Answer> => ask(gitlab, "owner", "GET", "/runners");
    expect(await statuses(3, list)).toEqual([200, 200, 200]);
    const refused = await list();
    expect(refused).toMatchObject({ status: 429, body: "Retry later\n" });
    expect(refused.headers.get("content-type")).toBe("text/plain");
    expect(limitHeaders(refused)).toEqual({
      "ratelimit-name": "throttle_authenticated_api",
      "ratelimit-limit": "2",
      "ratelimit-observed": "4",
      "ratelimit-remaining": "0",
      "ratelimit-reset": String(END),
      "ratelimit-resettime": "Sun, 01 Mar 2026 12:02:00 GMT",
      "retry-after": "90",
    });
    expect(lines().at(-1)).toBe("GET /api/v4/runners 429");
  });

  test("GET /runners within the limit says what is left, a refusal of GitLab's too", async () => {
    await use(USERS);
    expect(limitHeaders(await ask(gitlab, "owner", "GET", "/runners"))).toEqual({
      "ratelimit-name": "throttle_authenticated_api",
      "ratelimit-limit": "2",
      "ratelimit-observed": "1",
      "ratelimit-remaining": "2",
      "ratelimit-reset": String(END),
    });
    const unknown = await ask(gitlab, "owner", "GET", "/runners/404");
    expect(unknown.status).toBe(404);
    expect(limitHeaders(unknown)["ratelimit-remaining"]).toBe("1");
  });

  test("GET /runners: the count begins anew with the window, whatever was refused", async () => {
    await use(USERS);
    gitlab.clock.advance((PERIOD_S - 1) * 1000);
    const list = (): Promise<Answer> => ask(gitlab, "owner", "GET", "/runners");
    expect(await statuses(5, list)).toEqual([200, 200, 200, 429, 429]);
    gitlab.clock.advance(1000);
    expect(await statuses(4, list)).toEqual([200, 200, 200, 429]);
  });

  test("GET /runners: all tokens of a user count together, and those of others apart", async () => {
    await use(USERS);
    await statuses(2, () => ask(gitlab, "owner", "GET", "/runners"));
    expect((await ask(gitlab, "read_api", "GET", "/runners")).status).toBe(200);
    expect((await ask(gitlab, "owner", "GET", "/runners")).status).toBe(429);
    expect((await ask(gitlab, "maintainer", "GET", "/runners")).status).toBe(200);
  });

  test("POST /user/runners that is refused makes no runner", async () => {
    await use(USERS);
    const create = (): Promise<Answer> =>
      ask(gitlab, "root", "POST", "/user/runners", INSTANCE_RUNNER);
    expect(await statuses(5, create)).toEqual([201, 201, 201, 429, 429]);
    gitlab.clock.advance(PERIOD_S * 1000);
    expect(ids(await ask(gitlab, "root", "GET", "/runners/all"))).toHaveLength(3);
  });

  test("GET /nothing counts, for the throttle comes before the routes", async () => {
    await use(USERS);
    const nothing = (): Promise<Answer> => ask(gitlab, "owner", "GET", "/nothing");
    expect(await statuses(4, nothing)).toEqual([404, 404, 404, 429]);
  });

  test("GET /runners: the setting rate_limiting_response_text is the answer", async () => {
    await use({ ...USERS, rate_limiting_response_text: "Slow down" });
    await statuses(3, () => ask(gitlab, "owner", "GET", "/runners"));
    expect((await ask(gitlab, "owner", "GET", "/runners")).body).toBe("Slow down\n");
  });

  test("GET /runners: reset forgets what was counted", async () => {
    await use(USERS);
    await statuses(4, () => ask(gitlab, "owner", "GET", "/runners"));
    gitlab.reset();
    expect((await ask(gitlab, "owner", "GET", "/runners")).status).toBe(200);
  });

  test("GET /runners: without the settings nothing is limited, nor sent", async () => {
    await use({});
    const answers = await statuses(100, () => ask(gitlab, "owner", "GET", "/runners"));
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(limitHeaders(await ask(gitlab, "owner", "GET", "/runners"))).toEqual({});
  });

  test("a period of no time is refused in the seed", async () => {
    const settings = { throttle_authenticated_api_period_in_seconds: 0 };
    await expect(start({ settings })).rejects.toThrow(
      "settings.throttle_authenticated_api_period_in_seconds",
    );
    await use({});
  });
});

describe("the throttle of those whom GitLab does not know", () => {
  const RUNNER = { id: 1, ...INSTANCE_RUNNER, token: "glrt-known" };
  const discover = (token: string, address?: string): Promise<Answer> =>
    ask(gitlab, undefined, "GET", "/runners/router/discovery", undefined, {
      "runner-token": token,
      ...(address !== undefined && { "x-forwarded-for": address }),
    });
  const verify = (token: string): Promise<Answer> =>
    ask(gitlab, undefined, "POST", "/runners/verify", { token, system_id: "s_1" });

  test("GET /runners/router/discovery counts, whose token is in a header, by address", async () => {
    await use(NOBODY, { runners: [RUNNER] });
    expect(await statuses(3, () => discover("glrt-known"))).toEqual([501, 501, 429]);
    expect((await discover("glrt-known", "203.0.113.1, 203.0.113.7")).status).toBe(501);
    const other = await discover("glrt-known", "198.51.100.1, 203.0.113.7");
    expect(limitHeaders(other)).toMatchObject({
      "ratelimit-name": "throttle_unauthenticated_api",
      "ratelimit-remaining": "0",
    });
    expect((await discover("glrt-known", "203.0.113.7")).status).toBe(429);
  });

  test("POST /runners/verify does not count with a runner's token, and does with a dead one", async () => {
    await use({ ...NOBODY, ...USERS }, { runners: [RUNNER] });
    const answers = await statuses(9, () => verify("glrt-known"));
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(await statuses(3, () => verify("glrt-dead"))).toEqual([403, 403, 429]);
  });

  test("GET /user with a wrong token counts, and POST /user/runners with the scope create_runner", async () => {
    await use({ ...NOBODY, ...USERS });
    expect((await ask(gitlab, "wrong", "GET", "/user")).status).toBe(401);
    const body = { runner_type: "group_type", group_id: 1 };
    const made = await ask(gitlab, "create_runner", "POST", "/user/runners", body);
    expect(made.status).toBe(201);
    expect(limitHeaders(made)["ratelimit-name"]).toBe("throttle_unauthenticated_api");
    expect((await ask(gitlab, "create_runner", "POST", "/user/runners", body)).status).toBe(429);
    expect((await ask(gitlab, "owner", "GET", "/user")).status).toBe(200);
  });

  test("GET /user with the scope read_user counts for the address", async () => {
    await use({ ...NOBODY, ...USERS });
    gitlab.seed({ tokens: [{ name: "reads", user: "owner", scopes: ["read_user"] }] });
    const name = limitHeaders(await ask(gitlab, "reads", "GET", "/user"))["ratelimit-name"];
    expect(name).toBe("throttle_unauthenticated_api");
  });
});

describe("limits of single endpoints", () => {
  const TOO_MANY = {
    message: { error: "This endpoint has been requested too many times. Try again later." },
  };

  test.each([
    ["project_api_limit", "/projects/1"],
    ["group_api_limit", "/groups/1"],
  ])("%s: GET %s over it is 429, for each user, for a minute", async (limit, path) => {
    await use({ ...USERS, throttle_authenticated_api_requests_per_period: 9, [limit]: 2 });
    const read = (): Promise<Answer> => ask(gitlab, "owner", "GET", path);
    expect(await statuses(2, read)).toEqual([200, 200]);
    const refused = await read();
    expect(refused).toMatchObject({ status: 429, body: TOO_MANY });
    expect(limitHeaders(refused)).toEqual({ "retry-after": "60" });
    expect((await ask(gitlab, "maintainer", "GET", path)).status).toBe(200);
    gitlab.clock.advance(60_000);
    expect((await read()).status).toBe(200);
  });

  test("POST /projects/:id/merge_requests/:iid/notes, by notes_create_limit", async () => {
    await use({ notes_create_limit: 1 });
    gitlab.seed({
      projects: [{ id: 9, path_with_namespace: "acme/reviewed", merge_requests: [1] }],
    });
    const write = (): Promise<Answer> =>
      ask(gitlab, "owner", "POST", "/projects/9/merge_requests/1/notes", { body: "note" });
    expect(await statuses(2, write)).toEqual([201, 429]);
  });

  const RUNNERS = ["glrt-one", "glrt-two"].map((token) => ({ ...INSTANCE_RUNNER, token }));
  const request = (token: string): Promise<Answer> =>
    ask(gitlab, undefined, "POST", "/jobs/request", { token, system_id: "s_1" });

  test("POST /jobs/request, by runner_jobs_request_api_limit, for each token, a dead one too", async () => {
    await use({ runner_jobs_request_api_limit: 1 }, { runners: RUNNERS });
    expect(await statuses(2, () => request("glrt-one"))).toEqual([204, 429]);
    expect(await statuses(2, () => request("glrt-two"))).toEqual([204, 429]);
    expect(await statuses(2, () => request("glrt-dead"))).toEqual([403, 429]);
  });

  test("PUT /jobs/:id and PATCH /jobs/:id/trace, each by its own, for each job", async () => {
    await use(
      { runner_jobs_endpoints_api_limit: 1, runner_jobs_patch_trace_api_limit: 1 },
      { runners: RUNNERS, jobs: [{ status: "pending", project: "acme/team/app" }] },
    );
    const { id, token } = (await request("glrt-one")).body as { id: number; token: string };
    const update = (): Promise<Answer> =>
      ask(gitlab, undefined, "PUT", `/jobs/${id}`, { token, state: "running" });
    const trace = (): Promise<Answer> =>
      ask(gitlab, undefined, "PATCH", `/jobs/${id}/trace`, undefined, {
        "job-token": token,
        "content-range": "0-0",
      });
    expect(await statuses(2, update)).toEqual([200, 429]);
    expect(await statuses(2, trace)).toEqual([202, 429]);
  });

  test("PUT /jobs/:id counts for no throttle, and before the newest release for the job's user", async () => {
    const seed = {
      runners: RUNNERS,
      jobs: [{ status: "pending" as const, project: "acme/team/app", user: "owner" }],
    };
    const update = async (): Promise<Answer> => {
      const { id, token } = (await request("glrt-one")).body as { id: number; token: string };
      const body = { token, state: "running" };
      await statuses(3, () => ask(gitlab, undefined, "PUT", `/jobs/${id}`, body));
      return ask(gitlab, "owner", "GET", "/user");
    };
    await use({ ...USERS, ...NOBODY }, seed, { version: "18.7" });
    expect((await update()).status).toBe(429);
    await gitlab.close();
    await use({ ...USERS, ...NOBODY }, seed);
    expect((await update()).status).toBe(200);
  });
});
