import { request } from "node:http";

import type { Emulator, Seed } from "../../emulator";
import { type Answer, ahead, ask, start } from "./helpers";

/** What a reply is on the wire, before any client has interpreted it. */
interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** The system id of the machine that gitlab-runner is on. */
const SYSTEM = "s_1fda96f7b4d3";
const INFO = {
  name: "gitlab-runner",
  version: "19.4.0",
  revision: "d79f3e7b",
  platform: "linux",
  architecture: "amd64",
  executor: "shell",
  shell: "bash",
  features: { variables: true, trace_reset: true, cancelable: true },
  config: { gpus: "" },
  labels: { host: "build-1" },
};
const SEED: Pick<Seed, "settings" | "runners" | "jobs"> = {
  settings: { allow_registration_token: true, runners_registration_token: "GR1348941instance" },
  runners: [
    { id: 1, runner_type: "instance_type", token: "glrt-created" },
    { id: 2, runner_type: "instance_type", token: "glrt-expiring", token_expires_at: ahead(1) },
  ],
  jobs: [{ id: 41, status: "pending", project: "acme/team/app" }],
};

/**
 * The requests of gitlab-runner 19.4, with its headers and bodies, and what it needs of the replies:
 * exact statuses, JSON by its content type, bodies that its Go structures take.
 */
describe("gitlab-runner", () => {
  let gitlab: Emulator;
  beforeEach(async () => {
    gitlab = await start(SEED);
  });
  afterEach(() => gitlab.close());

  const send = (
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const sending = request(`${gitlab.url}/api/v4/${path}`, {
        method,
        headers: {
          "User-Agent": "gitlab-runner 19.4.0 (19-4-stable; go1.25.7; linux/amd64)",
          "X-Request-Id": "6b8b4567327b23c6643c986966334873",
          ...headers,
          ...(body === undefined ? {} : { "Content-Length": String(Buffer.byteLength(body)) }),
        },
      });
      sending.once("error", reject);
      sending.once("response", (reply) => {
        let text = "";
        reply.on("data", (chunk: Buffer) => (text += chunk.toString()));
        reply.once("end", () => {
          resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text });
        });
      });
      sending.end(body);
    });
  const sendJson = (method: string, path: string, token: string, body: object): Promise<Reply> =>
    send(
      method,
      path,
      {
        Accept: "application/json",
        "Content-Type": "application/json",
        ...(token === "" ? {} : { "Runner-Token": token }),
      },
      JSON.stringify(body),
    );

  test("register --token verifies a created runner and finds the JSON that it needs", async () => {
    const reply = await sendJson("POST", "runners/verify", "glrt-created", {
      info: INFO,
      token: "glrt-created",
      system_id: SYSTEM,
    });
    expect(reply.status).toBe(200);
    expect(reply.headers["content-type"]).toBe("application/json");
    expect(reply.headers["x-request-id"]).toBe("6b8b4567327b23c6643c986966334873");
    expect(reply.headers["ratelimit-limit"]).toBeUndefined();
    expect(reply.text).toBe('{"id":1,"token":"glrt-created","token_expires_at":null}');
    const managers = await ask(gitlab, "root", "GET", "/runners/1/managers");
    expect(managers.body).toMatchObject([
      { system_id: SYSTEM, version: "19.4.0", platform: "linux", architecture: "amd64" },
    ]);
  });

  test("an expiry arrives in RFC 3339", async () => {
    const { text } = await sendJson("POST", "runners/verify", "glrt-expiring", {
      token: "glrt-expiring",
      system_id: SYSTEM,
    });
    expect(text).toBe(
      '{"id":2,"token":"glrt-expiring","token_expires_at":"2026-03-01T13:00:00.000Z"}',
    );
  });

  test("a wrong token is forbidden, with a body in JSON", async () => {
    const reply = await sendJson("POST", "runners/verify", "glrt-wrong", {
      token: "glrt-wrong",
      system_id: SYSTEM,
    });
    expect(reply.status).toBe(403);
    expect(reply.headers["content-type"]).toBe("application/json");
    expect(reply.text).toBe('{"message":"403 Forbidden"}');
  });

  test("register by registration token sends its tags as one text", async () => {
    const reply = await sendJson("POST", "runners", "GR1348941instance", {
      description: "build-1",
      tag_list: "linux, docker",
      run_untagged: false,
      locked: true,
      paused: false,
      info: INFO,
      token: "GR1348941instance",
    });
    expect(reply.status).toBe(201);
    const { id, token } = JSON.parse(reply.text) as { id: number; token: string };
    expect(id).toBe(3);
    expect(token).toMatch(/^glrtr-/);
    expect((await ask(gitlab, "root", "GET", "/runners/3")).body).toMatchObject({
      tag_list: ["linux", "docker"],
      run_untagged: false,
      locked: true,
      name: "gitlab-runner",
    });
  });

  test("reset-token, by the token itself and by an access token without a body", async () => {
    const byToken = await sendJson("POST", "runners/reset_authentication_token", "", {
      token: "glrt-created",
    });
    expect(byToken.status).toBe(201);
    const byAccessToken = await send("POST", "runners/1/reset_authentication_token", {
      Accept: "application/json",
      "Private-Token": gitlab.tokens["root"] ?? "",
    });
    expect(byAccessToken.status).toBe(201);
    const tokens = [byToken, byAccessToken].map(
      ({ text }) => (JSON.parse(text) as { token: string }).token,
    );
    expect(new Set([...tokens, "glrt-created"]).size).toBe(3);
    const old = await sendJson("POST", "runners/verify", "glrt-created", { token: "glrt-created" });
    expect(old.status).toBe(403);
  });

  test("unregister removes the manager of a created runner, by a body on DELETE", async () => {
    const body = { token: "glrt-created", system_id: SYSTEM };
    await sendJson("POST", "runners/verify", "glrt-created", body);
    const reply = await sendJson("DELETE", "runners/managers", "glrt-created", body);
    expect(reply).toMatchObject({ status: 204, text: "" });
    expect((await ask(gitlab, "root", "GET", "/runners/1/managers")).body).toEqual([]);
    expect((await ask(gitlab, "root", "GET", "/runners/1")).status).toBe(200);
  });

  test("a running job keeps its manager in contact, also after a reset, and brings no removed one back", async () => {
    const body = { info: INFO, token: "glrt-created", system_id: SYSTEM };
    const given = await sendJson("POST", "jobs/request", "glrt-created", body);
    const job = JSON.parse(given.text) as { id: number; token: string };
    const reset = await ask(gitlab, "root", "POST", "/runners/1/reset_authentication_token");
    const { token } = reset.body as { token: string };
    const managers = async (): Promise<unknown> =>
      (await ask(gitlab, "root", "GET", "/runners/1/managers")).body;
    const update = (): Promise<Reply> =>
      sendJson("PUT", `jobs/${job.id}`, "", { token: job.token, state: "running" });

    gitlab.clock.advance(60_000);
    expect((await update()).status).toBe(200);
    const contacted_at = gitlab.clock.now().toISOString();
    const active = { system_id: SYSTEM, contacted_at, job_execution_status: "active" };
    expect(await managers()).toMatchObject([active]);

    await sendJson("DELETE", "runners/managers", token, { token, system_id: SYSTEM });
    expect((await update()).status).toBe(200);
    expect(await managers()).toEqual([]);
  });

  test("unregister removes a registered runner", async () => {
    const registered = await sendJson("POST", "runners", "", { token: "GR1348941instance" });
    const { token } = JSON.parse(registered.text) as { token: string };
    const reply = await sendJson("DELETE", "runners", token, { token });
    expect(reply).toMatchObject({ status: 204, text: "" });
    expect((await ask(gitlab, "root", "GET", "/runners/3")).status).toBe(404);
  });

  const log = (as = "root", path = "/projects/1/jobs/41/trace"): Promise<Answer> =>
    ask(gitlab, as, "GET", path);

  test("it polls, runs a job, sends its log and its end", async () => {
    const poll = (): Promise<Reply> =>
      sendJson("POST", "jobs/request", "glrt-created", {
        info: INFO,
        token: "glrt-created",
        system_id: SYSTEM,
        last_update: "1",
        session: null,
      });
    const given = await poll();
    expect(given.status).toBe(201);
    const job = JSON.parse(given.text) as { id: number; token: string; steps: object[] };
    expect(job).toMatchObject({ id: 41, job_info: { project_id: 1 }, git_info: { ref: "main" } });
    expect(job.steps).not.toEqual([]);

    const nothing = await poll();
    expect(nothing).toMatchObject({ status: 204, text: "" });
    expect(nothing.headers["x-gitlab-last-update"]).toEqual(expect.stringMatching(/./));

    const append = (range: string, log: string): Promise<Reply> =>
      send(
        "PATCH",
        "jobs/41/trace?debug_trace=false",
        { "Job-Token": job.token, "Content-Range": range, "Content-Type": "text/plain" },
        log,
      );
    expect(await append("0-4", "hello")).toMatchObject({
      status: 202,
      headers: { "job-status": "running", range: "0-5" },
    });
    expect(await append("9-10", "!!")).toMatchObject({ status: 416, headers: { range: "0-5" } });
    expect(await log()).toMatchObject({ status: 200, body: "hello" });

    const update = (state: string): Promise<Reply> =>
      send(
        "PUT",
        "jobs/41",
        { "Job-Token": job.token, "Content-Type": "application/json" },
        JSON.stringify({ info: INFO, token: job.token, state, exit_code: 1 }),
      );
    expect(await update("running")).toMatchObject({ status: 200 });
    expect(await update("failed")).toMatchObject({ status: 200 });
    expect(await update("failed")).toMatchObject({
      status: 403,
      headers: { "job-status": "failed" },
      text: '{"message":"403 Forbidden - Job is not processing on runner"}',
    });
    expect((await ask(gitlab, "root", "GET", "/runners/1/jobs")).body).toMatchObject([
      { id: 41, status: "failed", failure_reason: "unknown_failure" },
    ]);
  });

  test("it is given the commands and variables of a job, besides the predefined ones", async () => {
    const variables = { GREETING: "good day", GIT_STRATEGY: "clone" };
    gitlab.seed({
      jobs: [
        {
          id: 40,
          status: "pending",
          project: "acme/team/app",
          script: ['echo "$GREETING"', "exit 3"],
          variables,
        },
      ],
    });
    const given = await sendJson("POST", "jobs/request", "glrt-created", { token: "glrt-created" });
    const job = JSON.parse(given.text) as {
      token: string;
      steps: { script: string[] }[];
      variables: { key: string; value: string; public: boolean; masked: boolean }[];
    };
    expect(job.steps.map(({ script }) => script)).toEqual([['echo "$GREETING"', "exit 3"]]);
    // As gitlab-runner does, where a later one counts.
    const last = Object.fromEntries(job.variables.map(({ key, value }) => [key, value]));
    expect(last).toMatchObject({
      CI_JOB_ID: "40",
      CI_PROJECT_PATH: "acme/team/app",
      CI_SERVER_URL: gitlab.url,
      CI_RUNNER_ID: "1",
      ...variables,
    });
    const hidden = job.variables.filter((variable) => !variable.public || variable.masked);
    expect(hidden).toMatchObject([
      { key: "CI_JOB_TOKEN", value: job.token, public: false, masked: true },
    ]);
  });

  test("GET /projects/:id/jobs/:job_id/trace is for those who may read the jobs of the project", async () => {
    expect(await log("reporter")).toMatchObject({ status: 200, body: "" });
    const { headers } = await log();
    expect(headers.get("content-type")).toMatch(/^text\/plain/);
    expect(headers.get("content-disposition")).toBe('infile; filename="41.log"');
    expect(await log("guest")).toMatchObject({ status: 403 });
    expect(await log("stranger")).toMatchObject({ status: 404 });
    for (const elsewhere of ["/projects/1/jobs/999/trace", "/projects/2/jobs/41/trace"])
      expect(await log("root", elsewhere)).toMatchObject({ status: 404 });
  });

  test("of a log the first mebibyte is kept, and a reset forgets it", async () => {
    const given = await sendJson("POST", "jobs/request", "glrt-created", { token: "glrt-created" });
    const { token } = JSON.parse(given.text) as { token: string };
    const piece = "x".repeat(700 * 1024);
    for (const start of [0, piece.length]) {
      const range = { "Content-Range": `${start}-${start + piece.length - 1}` };
      const sent = await send(
        "PATCH",
        "jobs/41/trace",
        { "Job-Token": token, "Content-Type": "text/plain", ...range },
        piece,
      );
      expect(sent).toMatchObject({
        status: 202,
        headers: { range: `0-${start + piece.length}` },
      });
    }
    expect((await log()).body).toHaveLength(1024 * 1024);
    gitlab.reset();
    expect((await log()).body).toBe("");
  });

  test("a job's updates need the job's token", async () => {
    await sendJson("POST", "jobs/request", "glrt-created", { token: "glrt-created" });
    const body = JSON.stringify({ token: "glcbt-wrong", state: "success" });
    const headers = { "Job-Token": "glcbt-wrong", "Content-Type": "application/json" };
    expect((await send("PUT", "jobs/41", headers, body)).status).toBe(403);
    expect((await send("PUT", "jobs/999", headers, body)).status).toBe(403);
  });

  test("a paused runner polls and is given nothing", async () => {
    await ask(gitlab, "root", "PUT", "/runners/1", { paused: true });
    const body = { token: "glrt-created", system_id: SYSTEM };
    expect((await sendJson("POST", "jobs/request", "glrt-created", body)).status).toBe(204);
    expect((await ask(gitlab, "root", "GET", "/runners/1")).body).toMatchObject({
      status: "paused",
      online: true,
    });
  });
});
