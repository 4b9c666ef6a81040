import type { Emulator } from "../../emulator";
import { type Answer, ask, ids, start } from "./helpers";

describe("the jobs of a project", () => {
  let gitlab: Emulator;
  beforeAll(async () => {
    gitlab = await start();
    const job = { project: "acme/team/app", created_at: "-PT10M" } as const;
    gitlab.seed({
      jobs: [
        { ...job, id: 71, status: "pending", tag_list: ["linux", "docker"] },
        { ...job, id: 72, status: "waiting_for_resource" },
        { ...job, id: 73, status: "pending" },
      ],
    });
  });
  afterAll(() => gitlab.close());

  const list = (query: string, as = "owner"): Promise<Answer> =>
    ask(gitlab, as, "GET", `/projects/1/jobs${query}`);

  test.each([
    ["", [73, 72, 71]],
    ["?scope=pending", [73, 71]],
    ["?scope[]=pending&scope[]=waiting_for_resource", [73, 72, 71]],
    ["?scope=success", []],
    ["?per_page=2&page=2", [71]],
    ["?pagination=keyset&per_page=2", [73, 72]],
  ])("GET /projects/:id/jobs%s", async (query, expected) => {
    expect(ids(await list(query))).toEqual(expected);
  });

  test("a waiting job has its tags in order, and the seconds that it has waited", async () => {
    const [, job] = (await list("?scope=pending")).body as Record<string, unknown>[];
    expect(job).toMatchObject({
      tag_list: ["docker", "linux"],
      runner: null,
      project: { ci_job_token_scope_enabled: false },
    });
    expect(job?.["queued_duration"]).toBeGreaterThanOrEqual(600);
  });

  test("GitLab does not count them", async () => {
    expect((await list("")).headers.get("x-total")).toBeNull();
  });

  test("GET /projects/:id/jobs refuses another scope, a stranger, and who may not read jobs", async () => {
    expect(await list("?scope=waiting")).toMatchObject({
      status: 400,
      body: { error: "scope does not have a valid value" },
    });
    expect((await list("", "stranger")).status).toBe(404);
    expect((await list("", "guest")).status).toBe(403);
  });
});
