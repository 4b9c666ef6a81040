import type { Emulator } from "../../emulator";
import { dataOf, runnerId } from "./graphqlHelpers";
import { ago, ahead, ask, start } from "./helpers";

let gitlab: Emulator;

/** A runner of each type with all that a runner can have, and one with as little as it can. */
beforeAll(async () => {
  const common = {
    description: "Docker builds",
    maintenance_note: "Ask **Ada**",
    paused: true,
    locked: true,
    run_untagged: false,
    access_level: "ref_protected" as const,
    maximum_timeout: 3600,
    tag_list: ["docker", "Größe XL"],
    created_by: "owner",
    created_at: ago(24),
    contacted_at: ago(1),
    token_expires_at: ahead(24),
    managers: [
      {
        system_id: "s_1",
        version: "18.11.1",
        revision: "abc1234",
        platform: "linux",
        architecture: "arm64",
        ip_address: "203.0.113.7",
        created_at: ago(23),
        contacted_at: ago(1),
      },
    ],
    jobs: [
      { status: "running" as const, project: "acme/team/app", system_id: "s_1" },
      { status: "success" as const, project: "acme/team/app", system_id: "s_1" },
    ],
  };
  gitlab = await start({
    runners: [
      {
        id: 1,
        runner_type: "project_type",
        projects: ["acme/team/app", "acme/docs"],
        name: "old name",
        ...common,
      },
      { id: 2, runner_type: "group_type", group: "acme/team", ...common },
      { id: 3, runner_type: "instance_type", ...common },
      { id: 4, runner_type: "project_type", projects: ["acme/team/site"] },
    ],
  });
});
afterAll(() => gitlab.close());

type Details = Record<string, unknown>;
interface Comparison {
  /** What a query asks for. */
  field: string;
  /** What REST's details say, as GraphQL has it. */
  expected: (details: Details) => unknown;
}

const same = (field: string, attribute: string): Comparison => ({
  field,
  expected: (details) => details[attribute],
});
const upper = (field: string, attribute: string): Comparison => ({
  field,
  expected: (details) => String(details[attribute]).toUpperCase(),
});
/** GraphQL has no fractions of seconds. */
const time = (field: string, attribute: string): Comparison => ({
  field,
  expected: (details) => (details[attribute] as string | null)?.replace(".000Z", "Z") ?? null,
});
const idsOf = (records: unknown, model: string): object[] =>
  (records as { id: number }[]).map(({ id }) => ({ id: `gid://gitlab/${model}/${id}` }));

/** The attributes that GraphQL does not have as fields of a runner, and why a reader does without. */
const ABSENT: Readonly<Record<string, string>> = {
  name: "a runner has it from an older gitlab-runner only",
  ip_address: "of a manager",
  version: "of a manager",
  revision: "of a manager",
  platform: "of a manager",
  architecture: "of a manager",
  is_shared: "runnerType is INSTANCE_TYPE",
  online: "status is ONLINE",
};

const COMPARED: Readonly<Record<string, Comparison>> = {
  id: { field: "id", expected: ({ id }) => runnerId(id as number) },
  description: same("description", "description"),
  active: same("active", "active"),
  paused: same("paused", "paused"),
  runner_type: upper("runnerType", "runner_type"),
  created_by: {
    field: "createdBy { id username }",
    expected: ({ created_by }) => {
      const user = created_by as { id: number; username: string } | undefined;
      return user ? { id: `gid://gitlab/User/${user.id}`, username: user.username } : null;
    },
  },
  created_at: time("createdAt", "created_at"),
  // REST calls a paused runner so, GraphQL goes by its contact.
  status: {
    field: "status",
    expected: ({ status }) => (status === "paused" ? "ONLINE" : String(status).toUpperCase()),
  },
  job_execution_status: upper("jobExecutionStatus", "job_execution_status"),
  tag_list: same("tagList", "tag_list"),
  run_untagged: same("runUntagged", "run_untagged"),
  // GraphQL has it of project runners only.
  locked: {
    field: "locked",
    expected: ({ locked, runner_type }) => locked === true && runner_type === "project_type",
  },
  maximum_timeout: same("maximumTimeout", "maximum_timeout"),
  access_level: upper("accessLevel", "access_level"),
  contacted_at: time("contactedAt", "contacted_at"),
  token_expires_at: time("tokenExpiresAt", "token_expires_at"),
  maintenance_note: same("maintenanceNote", "maintenance_note"),
  projects: {
    field: "projects { nodes { id } }",
    expected: ({ projects, runner_type }) =>
      runner_type === "project_type" ? { nodes: idsOf(projects, "Project").reverse() } : null,
  },
  groups: {
    field: "groups { nodes { id } }",
    expected: ({ groups, runner_type }) =>
      runner_type === "group_type" ? { nodes: idsOf(groups, "Group") } : null,
  },
};

test.each([
  [1, "project_type"],
  [2, "group_type"],
  [3, "instance_type"],
  [4, "project_type without anything"],
])("runner %i, %s: every attribute of REST's details is a field of the same value", async (id) => {
  const details = (await ask(gitlab, "root", "GET", `/runners/${id}`)).body as Details;
  const attributes = new Set([...Object.keys(details), "created_by"]);
  expect([...attributes].filter((each) => !(each in COMPARED || each in ABSENT))).toEqual([]);

  const aliased = Object.entries(COMPARED).map(([name, { field }]) => `${name}: ${field}`);
  const data = await dataOf(
    gitlab,
    "root",
    `query($id: CiRunnerID!) { runner(id: $id) { ${aliased.join(" ")} } }`,
    { id: runnerId(id) },
  );
  const runner = data["runner"] as Details;
  for (const [attribute, { expected }] of Object.entries(COMPARED))
    expect([attribute, runner[attribute]]).toEqual([attribute, expected(details)]);
});

test("every attribute of REST's managers is a field of the same value", async () => {
  const [manager] = (await ask(gitlab, "root", "GET", "/runners/1/managers")).body as Details[];
  const data = await dataOf(
    gitlab,
    "root",
    `{ runner(id: "${runnerId(1)}") { managers {
      count
      nodes {
        id systemId version revision platformName architectureName ipAddress createdAt contactedAt
        status jobExecutionStatus runner { id }
      }
    } } }`,
  );
  expect(Object.keys(manager ?? {}).sort()).toEqual([
    "architecture",
    "contacted_at",
    "created_at",
    "id",
    "ip_address",
    "job_execution_status",
    "platform",
    "revision",
    "status",
    "system_id",
    "version",
  ]);
  expect(data).toEqual({
    runner: {
      managers: {
        count: 1,
        nodes: [
          {
            id: `gid://gitlab/Ci::RunnerManager/${String(manager?.["id"])}`,
            systemId: manager?.["system_id"],
            version: manager?.["version"],
            revision: manager?.["revision"],
            platformName: manager?.["platform"],
            architectureName: manager?.["architecture"],
            ipAddress: manager?.["ip_address"],
            createdAt: "2026-02-28T13:00:00Z",
            contactedAt: "2026-03-01T11:00:00Z",
            status: "ONLINE",
            jobExecutionStatus: "ACTIVE",
            runner: { id: runnerId(1) },
          },
        ],
      },
    },
  });
});

test("GraphQL says of a runner what REST does not", async () => {
  const fields = "ownerProject { fullPath } projectCount jobCount adminUrl editAdminUrl";
  const data = await dataOf(
    gitlab,
    "root",
    `{
      project: runner(id: "${runnerId(1)}") { ${fields} creationMethod creationState }
      instance: runner(id: "${runnerId(3)}") { ${fields} creationMethod creationState }
    }`,
  );
  expect(data).toEqual({
    project: {
      ownerProject: { fullPath: "acme/team/app" },
      projectCount: 2,
      jobCount: 2,
      adminUrl: `${gitlab.url}/admin/runners/1`,
      editAdminUrl: `${gitlab.url}/admin/runners/1/edit`,
      creationMethod: "AUTHENTICATED_USER",
      creationState: "FINISHED",
    },
    instance: {
      ownerProject: null,
      projectCount: null,
      jobCount: 2,
      adminUrl: `${gitlab.url}/admin/runners/3`,
      editAdminUrl: `${gitlab.url}/admin/runners/3/edit`,
      creationMethod: "AUTHENTICATED_USER",
      creationState: "FINISHED",
    },
  });
});

test("the fields of a runner are those that these tests read", async () => {
  const data = await dataOf(
    gitlab,
    "root",
    `{ __type(name: "CiRunner") { fields(includeDeprecated: true) { name } } }`,
  );
  const { fields } = data["__type"] as { fields: { name: string }[] };
  const compared = Object.values(COMPARED).map(({ field }) => field.split(" ")[0] ?? "");
  const others = [
    "adminUrl",
    "creationMethod",
    "creationState",
    "editAdminUrl",
    "ephemeralAuthenticationToken",
    "jobCount",
    "managers",
    "ownerProject",
    "projectCount",
    "userPermissions",
  ];
  expect(fields.map(({ name }) => name).sort()).toEqual([...compared, ...others].sort());
});

test("groups and projects have what names them, and who asks is known", async () => {
  const data = await dataOf(
    gitlab,
    "owner",
    `{
      group(fullPath: "acme/team") {
        id name path fullName fullPath visibility webUrl maxAccessLevel { integerValue stringValue }
      }
      project(fullPath: "acme/team/app") {
        id name nameWithNamespace path fullPath visibility webUrl maxAccessLevel { integerValue }
      }
      currentUser { id username name bot webUrl }
      metadata { version revision enterprise kas { enabled version externalUrl } }
    }`,
  );
  expect(data).toEqual({
    group: {
      id: "gid://gitlab/Group/2",
      name: "team",
      path: "team",
      fullName: "acme / team",
      fullPath: "acme/team",
      visibility: "private",
      webUrl: `${gitlab.url}/groups/acme/team`,
      maxAccessLevel: { integerValue: 50, stringValue: "OWNER" },
    },
    project: {
      id: "gid://gitlab/Project/1",
      name: "app",
      nameWithNamespace: "acme / team / app",
      path: "app",
      fullPath: "acme/team/app",
      visibility: "private",
      webUrl: `${gitlab.url}/acme/team/app`,
      maxAccessLevel: { integerValue: 50 },
    },
    currentUser: {
      id: "gid://gitlab/User/3",
      username: "owner",
      name: "owner",
      bot: false,
      webUrl: `${gitlab.url}/owner`,
    },
    metadata: {
      version: "19.4.0-ee",
      revision: "0123abcdef0",
      enterprise: true,
      kas: { enabled: false, version: null, externalUrl: null },
    },
  });
});

test("who is no member of a project has no access level there, an administrator neither", async () => {
  const asked = `{ project(fullPath: "acme/team/app") { maxAccessLevel { integerValue stringValue } } }`;
  expect(await dataOf(gitlab, "root", asked)).toEqual({
    project: { maxAccessLevel: { integerValue: 0, stringValue: "NO_ACCESS" } },
  });
});

test.each([
  ["root", true, true],
  ["maintainer", true, true],
  ["auditor", false, false],
])("%s may update runner 1: %s; assign it: %s", async (as, updateRunner, assignRunner) => {
  const asked = `{ runner(id: "${runnerId(1)}") { userPermissions { readRunner updateRunner assignRunner } } }`;
  expect(await dataOf(gitlab, as, asked)).toEqual({
    runner: { userPermissions: { readRunner: true, updateRunner, assignRunner } },
  });
});
