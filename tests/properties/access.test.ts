import fc from "fast-check";

import { type Emulator, type Seed, startEmulator } from "../../emulator";
import { createGitLabClient } from "../../gitlab";
import type { Access, AccessJob } from "../../gitlab/access/access";
import type { AccessScope } from "../../gitlab/access/readFacts";
import type { Connection } from "../../gitlab/connection";
import { readSettings } from "../../gitlab/settings/settings";
import { readAccess } from "../../functions/runnerAccess";
import { ask } from "../helpers/gitlab";
import { holds } from "./helpers/property";

/** Each of its groups and projects has the index in this list as its id, from 1. */
const GROUPS = ["one", "one/deep", "one/deep/deeper", "two"];
const PROJECTS = ["one/p1", "one/deep/p2", "one/deep/deeper/p3", "two/p4"];
const TAGS = ["docker", "gpu"];
const RUNNERS = [1, 2, 3, 4];
/** Takes every job of every project, so that no job is left for the next question. */
const TAKES_ALL = 99;

const SEED = {
  users: [{ username: "root", admin: true }],
  tokens: [{ name: "root", user: "root" }],
  groups: GROUPS.map((full_path, index) => ({ id: index + 1, full_path })),
  projects: PROJECTS.map((path_with_namespace, index) => ({ id: index + 1, path_with_namespace })),
} satisfies Seed;

const runner = fc
  .record({
    runner_type: fc.constantFrom("instance_type", "group_type", "project_type"),
    group: fc.constantFrom(...GROUPS),
    projects: fc.uniqueArray(fc.constantFrom(...PROJECTS), { minLength: 1 }),
    tag_list: fc.subarray(TAGS),
    run_untagged: fc.boolean(),
    access_level: fc.constantFrom("not_protected", "ref_protected"),
    paused: fc.boolean(),
  } as const)
  .map(({ group, projects, ...fields }) => ({
    ...fields,
    // GitLab refuses a runner that runs neither jobs with tags nor jobs without.
    run_untagged: fields.run_untagged || fields.tag_list.length === 0,
    ...(fields.runner_type === "group_type" && { group }),
    ...(fields.runner_type === "project_type" && { projects }),
  }));

const SETTINGS = ["enabled", "disabled_and_overridable", "disabled_and_unoverridable"];
const projectId = fc.integer({ min: 1, max: PROJECTS.length });
const groupId = fc.integer({ min: 1, max: GROUPS.length });

/** What somebody does in GitLab; what GitLab refuses of it changes nothing. */
const change = fc.oneof(
  fc
    .record({ id: groupId, to: fc.constantFrom(...SETTINGS) })
    .map(({ id, to }) => ["PUT", `/groups/${id}`, { shared_runners_setting: to }] as const),
  fc
    .record({
      id: projectId,
      name: fc.constantFrom("shared_runners_enabled", "group_runners_enabled", "jobs_enabled"),
      to: fc.boolean(),
    })
    .map(({ id, name, to }) => ["PUT", `/projects/${id}`, { [name]: to }] as const),
  fc
    .record({ id: projectId, to: groupId })
    .map(({ id, to }) => ["PUT", `/projects/${id}/transfer`, { namespace: to }] as const),
  fc
    .record({ id: groupId, to: groupId })
    .map(({ id, to }) => ["POST", `/groups/${id}/transfer`, { group_id: to }] as const),
  projectId.map((id) => ["POST", `/projects/${id}/archive`, {}] as const),
);

const world = fc.record({
  runners: fc.array(runner, { minLength: RUNNERS.length, maxLength: RUNNERS.length }),
  changes: fc.array(change, { maxLength: 6 }),
  job: fc.record({ tags: fc.subarray(TAGS), protectedRef: fc.boolean() }),
});

let gitlab: Emulator;
let connection: Connection;
beforeAll(async () => {
  gitlab = await startEmulator({ seed: SEED });
  const environment = { GITLAB_BASE_URL: gitlab.url, GITLAB_TOKEN: gitlab.tokens["root"] ?? "" };
  const settings = readSettings({ config: () => undefined, environment });
  connection = {
    gitlab: createGitLabClient({ ...settings.transport, log: () => undefined }),
    settings,
    warn: () => undefined,
  };
});
afterAll(() => gitlab.close());

const tokenOf = (id: number): string => `glrt-accessofrunner${id}`;

/** The id of the job that a runner is given, if any. */
async function poll(id: number): Promise<number | undefined> {
  const answer = await fetch(`${gitlab.url}/api/v4/jobs/request`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token: tokenOf(id) }),
  });
  return answer.status === 201 ? ((await answer.json()) as { id: number }).id : undefined;
}

/** The pairs of a runner and a project, `1 2`, of which GitLab gives the runner a job of the project. */
async function given(paths: ReadonlyMap<number, string>, job: AccessJob): Promise<string[]> {
  const pairs: string[] = [];
  let jobId = 1;
  for (const [project, path] of paths)
    for (const id of RUNNERS) {
      jobId += 1;
      gitlab.seed({
        jobs: [
          {
            id: jobId,
            status: "pending",
            project: path,
            tag_list: [...(job.tags ?? [])],
            ref: job.protectedRef === true ? "main" : "feature",
          },
        ],
      });
      const taken = await poll(id);
      expect([undefined, jobId]).toContain(taken);
      if (taken === jobId) pairs.push(`${id} ${project}`);
      else await poll(TAKES_ALL);
    }
  return pairs.sort();
}

async function asked(scope: AccessScope, job: AccessJob): Promise<Access[]> {
  return (await readAccess(connection, { ...scope, ...job })).access;
}

const allowed = (access: readonly Access[]): string[] =>
  access
    .filter((each) => each.access === "yes")
    .map(({ runnerId, projectId: project }) => `${runnerId} ${project}`)
    .sort();

test("a runner may use what GitLab gives it when it asks for jobs, and nothing else", async () => {
  await holds(
    world,
    async ({ runners, changes, job }) => {
      gitlab.reset();
      gitlab.seed({
        runners: [
          ...runners.map((fields, index) => ({
            ...fields,
            id: RUNNERS[index] ?? 0,
            token: tokenOf(RUNNERS[index] ?? 0),
          })),
          {
            id: TAKES_ALL,
            runner_type: "project_type",
            projects: PROJECTS,
            tag_list: TAGS,
            run_untagged: true,
            token: tokenOf(TAKES_ALL),
          },
        ] as NonNullable<Seed["runners"]>,
      });
      for (const [method, path, body] of changes) await ask(gitlab, method, path, body);

      const { projects } = await readAccess(connection, { all: true });
      const paths = new Map(projects.map(({ id, path }) => [id, path]));
      const every = allowed(await asked({ all: true }, job)).filter(
        (pair) => !pair.startsWith(`${TAKES_ALL} `),
      );
      expect(every).toEqual(await given(paths, job));

      // The other ways of asking say the same.
      const some = async (scope: AccessScope): Promise<string[]> =>
        allowed(await asked(scope, job)).filter((pair) => !pair.startsWith(`${TAKES_ALL} `));
      const matching = (end: RegExp): string[] => every.filter((pair) => end.test(pair));
      expect(await some({ runnerId: 1 })).toEqual(matching(/^1 /));
      expect(await some({ projectId: 2 })).toEqual(matching(/ 2$/));
      expect(await some({ runnerId: 2, projectId: 3 })).toEqual(matching(/^2 3$/));
      const group = paths.get(3)?.split("/").slice(0, -1).join("/") ?? "";
      const inGroup = [...paths].filter(([, path]) => path.startsWith(`${group}/`));
      expect(await some({ groupId: group })).toEqual(
        every.filter((pair) => inGroup.some(([id]) => pair.endsWith(` ${id}`))),
      );
    },
    { runs: 10 },
  );
});
