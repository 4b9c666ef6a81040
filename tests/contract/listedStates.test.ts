import type { Emulator, Seed } from "../../emulator";
import { createGitLabClient } from "../../gitlab";
import { readSettings } from "../../gitlab/settings/settings";
import { newContext } from "../../provider/context/context";
import { projectRunnerAssignmentHandler } from "../../provider/handlers/projectRunnerAssignment";
import { runnerHandler } from "../../provider/handlers/runner";
import { runnerAssignmentsHandler } from "../../provider/handlers/runnerAssignments";
import type { Properties, Read, ResourceHandler } from "../../provider/values/operation";
import { ago, ahead, start } from "../emulator/helpers";

type RunnerSeed = NonNullable<Seed["runners"]>[number];

const FULL: Partial<RunnerSeed> = {
  description: "Docker builds\r\nof the team",
  maintenance_note: "Ask **Ada**\nCreated by pulumi-gitlab-runners (94b1c5f0a3d2e687-1f0c9a4e)",
  name: "gitlab-runner",
  locked: true,
  run_untagged: false,
  access_level: "ref_protected",
  maximum_timeout: 3600,
  tag_list: ["docker", "arm64"],
  created_by: "owner",
  created_at: ago(24.0001),
  contacted_at: ago(1.0001),
  token_expires_at: ahead(24.0001),
  managers: [{ system_id: "s_1", version: "18.11.1", contacted_at: ago(1.0001) }],
  jobs: [{ status: "running", project: "acme/team/app", system_id: "s_1" }],
};

const TYPES: Record<RunnerSeed["runner_type"], Partial<RunnerSeed>> = {
  instance_type: {},
  group_type: { group: "acme/team" },
  project_type: { projects: ["acme/team/app", "acme/team/site", "acme/docs"] },
};

/** Runners with all and with little, of each type, so many that lists are read. */
const RUNNERS: RunnerSeed[] = Object.entries(TYPES).flatMap(([type, place], kind) =>
  [FULL, { ...FULL, paused: true }, { tag_list: ["docker"] }, { contacted_at: ago(3) }].map(
    (more, index) => ({
      id: 100 + 10 * kind + index,
      runner_type: type as RunnerSeed["runner_type"],
      ...place,
      ...more,
    }),
  ),
);

describe.each(["18.7", "newest"] as const)("a refresh by lists, GitLab %s", (version) => {
  let gitlab: Emulator;
  beforeAll(async () => {
    gitlab = await start({}, { version });
    gitlab.seed({ runners: RUNNERS });
  });
  afterAll(() => gitlab.close());

  /** What a refresh reads of all resources at once, in a process of its own. */
  const refresh = async (
    token: string,
    handlerOf: (context: () => ReturnType<typeof newContext>) => ResourceHandler,
    states: ReadonlyMap<string, Properties>,
    by: "lists" | "REST",
  ): Promise<Map<string, Read | undefined>> => {
    const settings = readSettings({
      config: (key) =>
        ({ "gitlab:baseUrl": gitlab.url, "gitlab:token": gitlab.tokens[token] })[key],
      environment: {},
    });
    const client = createGitLabClient({ ...settings.transport, log: () => undefined });
    const context = newContext({ gitlab: client, settings, warn: () => undefined });
    const handler = handlerOf(() => context);
    gitlab.faults.clear();
    if (by === "REST")
      gitlab.faults.add({ path: "/api/graphql", kind: "status", status: 404, times: 1000 });
    gitlab.requests.clear();
    const read = await Promise.all(
      [...states].map(async ([id, state]): Promise<[string, Read | undefined]> => [
        id,
        await handler.read({ resource: {}, isLookup: false }, id, state),
      ]),
    );
    return new Map(read);
  };
  const singly = (): string[] =>
    gitlab.requests
      .all()
      .map(({ path }) => path)
      .filter((path) => /^\/api\/v4\/runners\/\d+/.test(path));
  const idsOf = (types: readonly string[]): string[] =>
    RUNNERS.filter(({ runner_type: type }) => types.includes(type)).map(({ id }) => String(id));
  /** As a creation leaves it. */
  const created = (id: string): Properties => {
    const type = RUNNERS.find((each) => String(each.id) === id)?.runner_type;
    return {
      runnerType: type,
      ...(type === "group_type" && { groupId: 2 }),
      ...(type === "project_type" && { projectId: 1 }),
      token: `glrt-${id}`,
      locked: type !== "project_type" ? true : false,
    };
  };

  test.each([
    ["root", ["instance_type", "group_type", "project_type"]],
    ["owner", ["group_type", "project_type"]],
  ])("%s: Runner gets the state that REST gives, at first and later", async (token, types) => {
    const fresh = new Map(idsOf(types).map((id) => [id, created(id)]));
    const byRest = await refresh(token, runnerHandler, fresh, "REST");
    expect(singly()).toHaveLength(fresh.size);
    // GraphQL has no name: a state has it from the runner's adoption, which is by REST.
    expect(withoutNames(await refresh(token, runnerHandler, fresh, "lists"))).toEqual(
      withoutNames(byRest),
    );
    // Of a runner without a place in its state one is asked by REST, and its place is not known either.
    expect(singly().length).toBeLessThanOrEqual(types.includes("instance_type") ? 1 : 0);

    const states = new Map([...byRest].map(([id, read]) => [id, read?.outputs ?? {}]));
    expect(await refresh(token, runnerHandler, states, "lists")).toEqual(byRest);
    expect(await refresh(token, runnerHandler, states, "REST")).toEqual(byRest);
  });

  test("Runner keeps the times of an earlier version, which were to the millisecond", async () => {
    const ids = idsOf(["group_type", "project_type"]);
    const states = new Map(
      ids.map((id) => {
        const { created_at: createdAt, contacted_at: contactedAt } =
          RUNNERS.find((each) => String(each.id) === id) ?? {};
        return [id, { ...created(id), createdAt, contactedAt }];
      }),
    );
    for (const by of ["lists", "REST"] as const)
      for (const [id, read] of await refresh("owner", runnerHandler, states, by))
        if (states.get(id)?.contactedAt !== undefined)
          expect(read?.outputs["contactedAt"]).toBe(states.get(id)?.contactedAt);
  });

  test("assignments get the state that REST gives", async () => {
    const ids = idsOf(["project_type"]);
    const ones = new Map(
      ids.flatMap((runnerId) =>
        // The last one is not assigned.
        [1, 3, 2, 77].map((projectId): [string, Properties] => [
          `${projectId}:${runnerId}`,
          { projectId, runnerId: Number(runnerId) },
        ]),
      ),
    );
    const byRest = await refresh("owner", projectRunnerAssignmentHandler, ones, "REST");
    expect([...byRest.values()].filter((read) => read === undefined)).toHaveLength(ids.length);
    expect(await refresh("owner", projectRunnerAssignmentHandler, ones, "lists")).toEqual(byRest);

    const lists = new Map(
      ids.map((id): [string, Properties] => [
        id,
        { runnerId: Number(id), projectIds: [3, 2], authoritative: true, ownerProjectId: 1 },
      ]),
    );
    const all = await refresh("owner", runnerAssignmentsHandler, lists, "REST");
    expect(await refresh("owner", runnerAssignmentsHandler, lists, "lists")).toEqual(all);
  });
});

function withoutNames(reads: Map<string, Read | undefined>): Map<string, Properties> {
  return new Map(
    [...reads].map(([id, read]) => [
      id,
      { ...read, outputs: { ...read?.outputs, name: undefined } },
    ]),
  );
}
