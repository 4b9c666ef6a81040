import type { Emulator, Seed } from "../../emulator";
import { createGitLabClient } from "../../gitlab";
import { type Lookups, createLookups } from "../../provider/context/lookups";
import { ago, ask, start } from "../emulator/helpers";
import { optionsTo } from "../helpers/server";

type RunnerSeed = NonNullable<Seed["runners"]>[number];

/** How many reads the engine has under way. */
const PARALLEL = 8;

/** Reads as the engine does in a refresh: some at once, the next when one ends. */
async function readAll(
  ids: readonly number[],
  read: (id: number) => Promise<unknown>,
  parallel = PARALLEL,
): Promise<unknown[]> {
  const results: unknown[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index; (index = next++) < ids.length;)
      results[index] = await read(ids[index] ?? 0).catch((error: unknown) => error);
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return results;
}

/** Runners of a group, the oldest with the lowest id. */
const runnersOf = (group: string, count: number, first = 1000): RunnerSeed[] =>
  Array.from({ length: count }, (_, index) => ({
    id: first + index,
    runner_type: "group_type",
    group,
    description: `runner ${index}`,
    created_at: ago(5000 - index),
  }));
const idsOf = (runners: readonly RunnerSeed[]): number[] => runners.map(({ id = 0 }) => id);

describe("reads of many runners", () => {
  let gitlab: Emulator;
  afterEach(() => gitlab.close());

  const lookupsOf = (token: string): Lookups => {
    const options = { ...optionsTo(gitlab.url), token: gitlab.tokens[token] ?? "" };
    return createLookups(createGitLabClient(options), () => undefined);
  };
  const begin = async (runners: RunnerSeed[]): Promise<void> => {
    gitlab = await start();
    gitlab.seed({ runners });
  };
  /** How many requests there were, by GraphQL and by REST. */
  const requests = (): { graphql: number; rest: number } => {
    const all = gitlab.requests.all();
    const graphql = all.filter(({ path }) => path === "/api/graphql").length;
    return { graphql, rest: all.length - graphql };
  };

  test("a thousand runners of a group: its path, the sizes of lists, ten pages", async () => {
    const runners = runnersOf("acme/team", 1000);
    await begin(runners);
    const { storedRunner } = lookupsOf("owner");
    const read = await readAll(idsOf(runners), (id) => storedRunner(id, { groupId: 2 }));
    expect(read).toMatchObject(runners.map(({ id, description }) => ({ id, description })));
    expect(requests()).toEqual({ graphql: 11, rest: 1 });
  });

  test("the same where the state does not say yet where they are", async () => {
    const runners = runnersOf("acme/team", 1000);
    await begin(runners);
    const { storedRunner } = lookupsOf("owner");
    const read = await readAll(idsOf(runners), (id) => storedRunner(id));
    expect(read).toMatchObject(idsOf(runners).map((id) => ({ id })));
    // One runner is read by REST, to learn its group.
    expect(requests()).toEqual({ graphql: 11, rest: 2 });
  });

  test("a few runners are read one by one", async () => {
    const runners = runnersOf("acme/team", 7);
    await begin(runners);
    const { storedRunner } = lookupsOf("owner");
    await readAll(idsOf(runners), (id) => storedRunner(id, { groupId: 2 }));
    expect(requests()).toEqual({ graphql: 0, rest: 7 });
  });

  test("an engine that reads one at a time gathers what it can", async () => {
    const runners = runnersOf("acme/team", 100);
    await begin(runners);
    const { storedRunner } = lookupsOf("owner");
    await readAll(idsOf(runners), (id) => storedRunner(id, { groupId: 2 }), 1);
    expect(requests()).toEqual({ graphql: 2, rest: 7 + 1 });
  });

  test("runners of many projects come from the list of the group above", async () => {
    gitlab = await start();
    const projects = Array.from({ length: 200 }, (_, index) => ({
      id: 100 + index,
      path_with_namespace: `acme/team/project-${index}`,
    }));
    gitlab.seed({
      projects,
      runners: projects.map(({ id, path_with_namespace: path }) => ({
        id: 1000 + id,
        runner_type: "project_type",
        projects: [path],
        created_at: ago(5000 - id),
      })),
    });
    const { storedRunner } = lookupsOf("owner");
    const ids = projects.map(({ id }) => 1000 + id);
    const read = await readAll(ids, (id) => storedRunner(id, { projectId: id - 1000 }));
    expect(read).toMatchObject(ids.map((id) => ({ id, projects: [{ id: id - 1000 }] })));
    const { graphql, rest } = requests();
    // Each new place costs its path and its lists' sizes, until reads have paid for the group's list.
    expect(graphql + rest).toBeLessThan(200 / 2);
  });

  test.each([
    [20, 5000],
    [100, 5000],
    [500, 5000],
  ])("%i runners in a list of %i cost no more than half as much again", async (count, size) => {
    const runners = runnersOf("acme/team", size);
    await begin(runners);
    const { storedRunner } = lookupsOf("owner");
    // Spread over all of the list, which is the worst for it.
    const ids = idsOf(runners).filter((_, index) => index % (size / count) === 0);
    const read = await readAll(ids, (id) => storedRunner(id, { groupId: 2 }));
    expect(read).toMatchObject(ids.map((id) => ({ id })));
    const { graphql, rest } = requests();
    expect(graphql + rest).toBeLessThanOrEqual(1.5 * count + 4);
  });

  test("a runner that is gone, or that the credential may not read, is asked for by REST", async () => {
    const runners = runnersOf("acme/team", 20);
    await begin(runners);
    gitlab.seed({
      groups: [{ id: 9, full_path: "other" }],
      runners: [{ id: 4000, runner_type: "group_type", group: "other" }],
    });
    const { storedRunner } = lookupsOf("owner");
    const read = await readAll([...idsOf(runners), 3000, 4000], (id) =>
      storedRunner(id, { groupId: 2 }),
    );
    expect(read.slice(-2)).toMatchObject([{ status: 404 }, { status: 403 }]);
    expect(read.slice(0, -2)).toMatchObject(idsOf(runners).map((id) => ({ id })));
    expect(requests()).toEqual({ graphql: 2, rest: 3 });
  });

  describe("the next page", () => {
    const begun = async (count: number, read: number): Promise<number[]> => {
      const runners = runnersOf("acme/team", count);
      await begin(runners);
      return idsOf(runners).slice(0, read);
    };
    /** Asks for what there is not, until GitLab has been asked for nothing else meanwhile. */
    const rest = async ({ runner }: Lookups): Promise<void> => {
      for (let seen = -1; seen < gitlab.requests.all().length; seen += 1) {
        seen = gitlab.requests.all().length;
        await expect(runner(seen)).rejects.toThrow("404");
      }
    };

    test.each([
      [49, 2],
      [50, 3],
      [150, 4],
      [250, 4],
    ])("is asked for once half of a page was: of %i runners", async (read, expected) => {
      const ids = await begun(300, read);
      const lookups = lookupsOf("owner");
      await readAll(ids, (id) => lookups.storedRunner(id, { groupId: 2 }));
      await rest(lookups);
      // The first request reads the sizes of the lists.
      expect(requests().graphql).toBe(expected);
    });

    test("comes while the engine has nothing to wait for", async () => {
      const ids = await begun(200, 200);
      const lookups = lookupsOf("owner");
      await readAll(ids.slice(0, 60), (id) => lookups.storedRunner(id, { groupId: 2 }));
      await rest(lookups);
      gitlab.requests.clear();
      await readAll(ids.slice(60), (id) => lookups.storedRunner(id, { groupId: 2 }));
      expect(requests()).toEqual({ graphql: 0, rest: 0 });
    });

    test("that fails leaves its runners to REST", async () => {
      const ids = await begun(200, 200);
      gitlab.faults.add({ path: "/api/graphql", kind: "status", status: 500, skip: 2 });
      const { storedRunner } = lookupsOf("owner");
      const read = await readAll(ids, (id) => storedRunner(id, { groupId: 2 }));
      expect(read).toMatchObject(ids.map((id) => ({ id })));
      expect(requests()).toEqual({ graphql: 3, rest: 1 + 100 });
    });

    test("does not show a runner as it was before it was changed", async () => {
      const ids = await begun(200, 200);
      gitlab.faults.add({
        path: "/api/graphql",
        kind: "latency",
        milliseconds: 300,
        when: "after",
        skip: 2,
      });
      const { storedRunner, forgetRunner } = lookupsOf("owner");
      await readAll(ids.slice(0, 60), (id) => storedRunner(id, { groupId: 2 }));
      // The page with it is under way.
      await ask(gitlab, "root", "PUT", "/runners/1150", { description: "changed" });
      forgetRunner(1150);
      await storedRunner(1151, { groupId: 2 });
      expect(await storedRunner(1150, { groupId: 2 })).toMatchObject({ description: "changed" });
    });
  });

  test("a group that is gone leaves its runners to REST", async () => {
    const runners = runnersOf("acme/team", 20);
    await begin(runners);
    const { storedRunner } = lookupsOf("owner");
    const read = await readAll(idsOf(runners), (id) => storedRunner(id, { groupId: 77 }));
    expect(read).toMatchObject(idsOf(runners).map((id) => ({ id })));
  });

  test("a runner that was changed since its page came is read anew", async () => {
    const runners = runnersOf("acme/team", 20);
    await begin(runners);
    const { storedRunner, forgetRunner } = lookupsOf("owner");
    const read = (id: number): Promise<unknown> => storedRunner(id, { groupId: 2 });
    await readAll(idsOf(runners), read);
    await ask(gitlab, "root", "PUT", "/runners/1003", { description: "changed" });
    forgetRunner(1003);
    gitlab.requests.clear();
    expect(await read(1003)).toMatchObject({ description: "changed" });
    expect(requests()).toEqual({ graphql: 0, rest: 1 });
  });

  test.each<[string, Parameters<Emulator["faults"]["add"]>[0]]>([
    ["a status 500", { kind: "status", status: 500 }],
    ["a status 403 of a proxy", { kind: "proxyPage", status: 403 }],
    ["half an answer", { kind: "truncated" }],
    ["no JSON", { kind: "malformed" }],
    ["a connection that ends", { kind: "reset" }],
    ["errors", { kind: "status", status: 200, body: { errors: [{ message: "Timeout" }] } }],
    ["an answer of another form", { kind: "status", status: 200, body: { data: { group: [] } } }],
  ])("%s of GraphQL leaves all runners to REST, at once", async (_, fault) => {
    const runners = runnersOf("acme/team", 30);
    await begin(runners);
    gitlab.faults.add({ path: "/api/graphql", ...fault });
    const { storedRunner } = lookupsOf("owner");
    const read = await readAll(idsOf(runners), (id) => storedRunner(id, { groupId: 2 }));
    expect(read).toMatchObject(idsOf(runners).map((id) => ({ id })));
    expect(requests()).toEqual({ graphql: 1, rest: 30 + 1 });
  });

  test.each(["create_runner", "manage_runner"])(
    "a token with %s alone reads by REST",
    async (token) => {
      const runners = runnersOf("acme/team", 10);
      await begin(runners);
      const { storedRunner } = lookupsOf(token);
      const read = await readAll(idsOf(runners), (id) => storedRunner(id, { groupId: 2 }));
      if (token === "manage_runner")
        expect(read).toMatchObject(idsOf(runners).map((id) => ({ id })));
      else for (const each of read) expect(each).toMatchObject({ status: 403 });
      expect(requests().graphql).toBeLessThanOrEqual(1);
    },
  );
});
