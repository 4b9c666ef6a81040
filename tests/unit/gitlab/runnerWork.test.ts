import { type GitLabClient, PermissionError, ValidationError } from "../../../gitlab";
import { type Work, workOf } from "../../../gitlab/draining/runnerWork";
import { workInFull, workInShort } from "../../../gitlab/draining/shownWork";
import type { JobPayload, RunnerDetailsPayload } from "../../../gitlab/payloads/schemas";

const RUNNER = { id: 5, paused: true } as RunnerDetailsPayload;
const refused = (status: number): typeof PermissionError | typeof ValidationError =>
  status === 400 ? ValidationError : PermissionError;

/** A GitLab that refuses the jobs of some statuses, and has none of the others. */
function gitlabRefusing(
  refusals: Readonly<Record<string, number>>,
  { isAdmin = false }: { isAdmin?: boolean } = {},
): GitLabClient {
  async function* iterateRunnerJobs(
    _: number,
    { status }: { status: string },
  ): AsyncGenerator<JobPayload> {
    const code = refusals[status];
    if (code !== undefined) throw new (refused(code))("list the jobs", code, "no such status");
    yield* await Promise.resolve([]);
  }
  return {
    iterateRunnerJobs,
    getJobExecutionStatus: () => Promise.resolve(undefined),
    getCurrentUser: () => Promise.resolve({ id: 1, username: "root", is_admin: isAdmin }),
  } as unknown as GitLabClient;
}

describe("what a runner works at", () => {
  test("is nothing where an administrator sees no job, also before GitLab had cancelling jobs", async () => {
    const gitlab = gitlabRefusing({ canceling: 400 }, { isAdmin: true });
    expect(await workOf(gitlab, RUNNER)).toEqual({ jobs: [], hidden: "none" });
  });

  test("is unknown where GitLab refuses to list jobs and has no status of them", async () => {
    for (const isAdmin of [true, false]) {
      const gitlab = gitlabRefusing({ running: 403 }, { isAdmin });
      expect(await workOf(gitlab, RUNNER)).toMatchObject({ jobs: [], hidden: "unknown" });
    }
  });

  test("is nothing where GitLab says so of all jobs, whichever it lists", async () => {
    const idle = { ...RUNNER, job_execution_status: "idle" };
    const gitlab = gitlabRefusing({ running: 403 });
    expect(await workOf(gitlab, idle)).toEqual({ jobs: [], hidden: "none" });
    const active = { ...RUNNER, job_execution_status: "active" };
    expect(await workOf(gitlab, active)).toEqual({ jobs: [], hidden: "some" });
  });
});

describe("jobs in a message", () => {
  const job = (id: number, path: string): Work["jobs"][number] => ({
    id,
    web_url: `https://gitlab.example.com/${path}/-/jobs/${id}`,
    project: { id, name: path, path_with_namespace: path },
  });
  const work = (...jobs: Work["jobs"][number][]): Work => ({ jobs, hidden: "none" });

  test("are counted, with the projects that they are of", () => {
    expect(workInShort(work(job(1, "acme/app")))).toBe("runs 1 job (acme/app)");
    const jobs = ["a", "b", "a", "c", "d"].map((path, index) => job(index + 1, path));
    expect(workInShort(work(...jobs))).toBe("runs 5 jobs (a, b, c and more)");
  });

  test("may not be all where the access token does not see every job", () => {
    const some: Work = { jobs: [job(1, "acme/app")], hidden: "unknown" };
    const others = ", and perhaps others that the access token cannot see";
    expect(workInShort(some)).toBe(`runs 1 job (acme/app)${others}`);
    expect(workInFull(some)).toBe(
      `runs job 1 of acme/app (https://gitlab.example.com/acme/app/-/jobs/1)${others}`,
    );
  });

  test("are named up to ten", () => {
    const jobs = Array.from({ length: 12 }, (_, index) => job(index + 1, "acme/app"));
    const named = workInFull(work(...jobs));
    expect(named).toMatch(/^runs job 1 of acme\/app \(https:.*\/jobs\/1\), .*, 2 more$/);
    expect(named.match(/job \d+ of/g)).toHaveLength(10);
  });

  test("are cut, and hold no token, whatever GitLab calls them", () => {
    const named = workInFull(work(job(1, "x".repeat(5_000)), job(2, "glpat-abcdefghijklmnop")));
    expect(named.length).toBeLessThan(1_000);
    expect(named).not.toContain("abcdefghijklmnop");
  });
});
