import fc from "fast-check";

import { type Emulator, startEmulator } from "../../emulator";
import {
  type GitLabClient,
  GitLabError,
  UnexpectedReplyError,
  createGitLabClient,
  responseError,
} from "../../gitlab";
import { readSettings } from "../../gitlab/settings/settings";
import { expectPresentable } from "./helpers/clear";
import { hostile } from "./helpers/hostile";
import { holds } from "./helpers/property";
import { SENTINEL, type Spoiling, SpoilingProxy, spoiling } from "./helpers/spoiledReplies";

const TOKEN = "glrt-tokenofrunnerone";

let gitlab: Emulator;
let proxy: SpoilingProxy;
let client: GitLabClient;

beforeAll(async () => {
  gitlab = await startEmulator({
    seed: {
      settings: {
        allow_registration_token: true,
        runners_registration_token: "register-me",
        runner_token_expiration_interval: 86_400,
        group_runner_token_expiration_interval: 86_400,
        project_runner_token_expiration_interval: 86_400,
      },
      users: [{ username: "root", admin: true }],
      tokens: [{ name: "root", user: "root", expires_at: "2999-01-01" }],
      groups: [
        { id: 6, full_path: "acme" },
        { id: 7, full_path: "acme/team" },
      ],
      projects: [
        {
          id: 11,
          path_with_namespace: "acme/team/app",
          ci_config: "build: { script: make, tags: [docker] }",
        },
        { id: 12, path_with_namespace: "acme/team/site" },
      ],
      members: [{ user: "root", of: "acme", role: "owner" }],
      runners: [
        {
          id: 1,
          runner_type: "project_type",
          projects: ["acme/team/app"],
          token: TOKEN,
          token_expires_at: "2999-01-01T00:00:00Z",
          name: "one",
          description: "One",
          maintenance_note: "Ours",
          maximum_timeout: 600,
          tag_list: ["docker"],
          created_by: "root",
          contacted_at: "-PT1M",
          managers: [
            {
              system_id: "s_1",
              version: "19.0.0",
              revision: "abc",
              platform: "linux",
              architecture: "amd64",
              ip_address: "10.0.0.1",
              contacted_at: "-PT1M",
            },
          ],
          jobs: [1, 2, 3].map(() => ({
            status: "failed" as const,
            project: "acme/team/app",
            user: "root",
            coverage: 1.5,
            started_at: "-PT5M",
            finished_at: "-PT4M",
            queued_duration: 1.5,
            failure_reason: "script_failure",
          })),
        },
        { id: 2, runner_type: "group_type", group: "acme", created_by: "root" },
      ],
    },
  });
  proxy = await SpoilingProxy.start(gitlab.url);
  const config: Record<string, string | undefined> = {
    "gitlab:baseUrl": proxy.url,
    "gitlab:token": gitlab.tokens["root"],
    "gitlab:retries": "0",
  };
  const { transport } = readSettings({ config: (key) => config[key], environment: {} });
  client = createGitLabClient({ ...transport, log: () => undefined });
});
afterAll(async () => {
  await proxy.close();
  await gitlab.close();
});

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const row of rows) list.push(row);
  return list;
}

const calls: Readonly<Record<string, (gitlab: GitLabClient) => Promise<unknown>>> = {
  getRunner: (to) => to.getRunner(1),
  updateRunner: (to) => to.updateRunner(1, { paused: true }),
  createRunner: (to) => to.createRunner({ runner_type: "instance_type" }),
  registerRunner: (to) => to.registerRunner("register-me", {}),
  resetRunnerToken: (to) => to.resetRunnerToken(1),
  listRunners: (to) => to.listRunners({ of: "instance" }),
  countRunners: (to) => to.countRunners("project", 11, {}),
  listRunnerManagers: (to) => to.listRunnerManagers(1),
  listRunnerProjects: (to) => to.listRunnerProjects(1),
  iterateRunnerJobs: (to) => collect(to.iterateRunnerJobs(1)),
  getProject: (to) => to.getProject("acme/team/app"),
  getGroup: (to) => to.getGroup(7),
  getGroupMember: (to) => to.getGroupMember(7, 1),
  getOwnAccessToken: (to) => to.getOwnAccessToken(),
  getCurrentUser: (to) => to.getCurrentUser(),
  getPlanLimits: (to) => to.getPlanLimits(),
  assignRunner: (to) => to.assignRunner(12, 1),
  verifyRunner: (to) => to.verifyRunner(TOKEN),
  listConfiguredJobs: (to) => to.listConfiguredJobs(11),
};

/** Whether a value is of the kinds that the sample has, and has nothing that it does not have. */
function expectSameKinds(value: unknown, sample: unknown, at = "reply"): void {
  if (value === null || value === undefined) return;
  // What this GitLab never sends (`ip_address`) is a text where an older one does.
  expect([at, kindOf(value)]).toEqual([at, sample === null ? "string" : kindOf(sample)]);
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) {
      expect([at, item]).not.toEqual([at, null]);
      expectSameKinds(item, (sample as unknown[])[0], `${at}[]`);
    }
  } else if (typeof value === "object") {
    const names = Object.keys(sample as object);
    for (const [name, item] of Object.entries(value)) {
      expect(names).toContain(name);
      expectSameKinds(item, (sample as Record<string, unknown>)[name], `${at}.${name}`);
    }
  }
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? "array" : typeof value;
}

test.each(Object.entries(calls))(
  "%s takes GitLab's reply as documented, or names what is not",
  async (name, call) => {
    gitlab.reset();
    proxy.spoilNext(undefined);
    const sample = await call(client);
    await holds(
      spoiling,
      async (how: Spoiling) => {
        gitlab.reset();
        proxy.spoilNext(how);
        try {
          const parsed = await call(client);
          if (name === "countRunners") expect(["number", "undefined"]).toContain(typeof parsed);
          else expectSameKinds(parsed, sample);
          expect(Object.keys(Object(parsed) as object)).not.toContain("unheard_of");
        } catch (error) {
          if (!(error instanceof GitLabError)) throw error;
          expectPresentable(error.message, [SENTINEL, TOKEN]);
          expect(error.message).not.toContain("sentinel");
          if (error instanceof UnexpectedReplyError)
            expect(error.message).toMatch(
              / at [\w.-]+: expected|, at the reply itself|is not JSON/,
            );
        }
        expect(proxy.requests).toBeLessThanOrEqual(10);
      },
      { runs: 100 },
    );
  },
);

test.each([
  ["x-next-page", "1", "x-next-page: expected a page after 1"],
  ["x-next-page", "-1", "x-next-page: expected a page after 1"],
  ["x-next-page", "x", "x-next-page: expected a page after 1"],
])("a list of runners whose %s is %s would not end, and is refused", async (name, value, at) => {
  const headers = { "x-total-pages": "Infinity", [name]: value };
  proxy.spoilNext({ kind: "headers", headers });
  await expect(client.listRunners({ of: "instance" })).rejects.toThrow(at);
});

test.each(["1e9", "Infinity", "-1", "x", "999999999"])(
  "%s pages are as good as an untold number of them",
  async (pages) => {
    proxy.spoilNext({ kind: "headers", headers: { "x-total-pages": pages } });
    expect(await client.listRunners({ of: "instance" })).toHaveLength(2);
    expect(proxy.requests).toBe(1);
  },
);

test.each(['<not a url>; rel="next"', '<http://elsewhere.example/?page=2>; rel="next"'])(
  "jobs whose next page cannot be asked for are not all of them: %s",
  async (link) => {
    proxy.spoilNext({ kind: "headers", headers: { link } });
    await expect(collect(client.iterateRunnerJobs(1))).rejects.toThrow(
      "at link: expected a URL with a cursor",
    );
  },
);

test("a merged configuration that is no YAML is named", async () => {
  const body = { valid: true, errors: [], jobs: [], merged_yaml: "a\nb: c" };
  proxy.spoilNext({ kind: "text", text: JSON.stringify(body) });
  await expect(client.listConfiguredJobs(11)).rejects.toThrow("at merged_yaml: expected YAML");
});

test("jobs whose next page is the same page again do not come without end", async () => {
  const first = await fetch(
    `${gitlab.url}/api/v4/runners/1/jobs?pagination=keyset&order_by=id&sort=desc&per_page=1`,
    { headers: { "private-token": gitlab.tokens["root"] ?? "" } },
  );
  const link = first.headers.get("link") ?? "";
  expect(link).toContain("cursor=");
  proxy.spoilNext({ kind: "headers", headers: { link } });
  await expect(collect(client.iterateRunnerJobs(1))).rejects.toThrow(
    "at link: expected another page than this one",
  );
});

test("whatever the body of a failure is, it is explained by its status", async () => {
  const endpoint = { apiUrl: "http://x/api/v4", baseUrlSource: "y", tokenSource: "z" };
  const texts = fc.oneof(hostile, fc.constantFrom(SENTINEL, [`a ${SENTINEL}`]));
  const message = fc.record({ message: fc.oneof(texts, fc.dictionary(fc.string(), texts)) });
  const error = fc.record({ error: texts, error_description: texts });
  await holds(
    fc.tuple(
      fc.constantFrom(400, 401, 403, 404, 410, 412, 429, 500, 501),
      fc.oneof(hostile, message, error),
    ),
    ([status, body]) => {
      const failure = responseError("read runner 1", status, body, endpoint);
      expect(failure.status).toBe(status);
      expectPresentable(failure.message, [SENTINEL]);
      expectPresentable(failure.reason, [SENTINEL]);
    },
    { runs: 300 },
  );
});
