import type { Emulator, Version } from "../../emulator";
import { createGitLabClient } from "../../gitlab";
import { readSettings } from "../../gitlab/settings/settings";
import { type Context, newContext } from "../../provider/context/context";
import type { ReadState } from "../../provider/context/creations";
import { readState } from "../../provider/engine/engineState";
import { storedRunners } from "../../provider/engine/storedRunners";
import { runnerHandler } from "../../provider/handlers/runner";
import { engineLibraries } from "../../plugin/engineLibraries";
import { startGitLab } from "../helpers/gitlab";

/** How many creations the engine has under way. */
const PARALLEL = 8;
/** Looks at single runners before pages of them are read. */
const LOOKS = 8;

/** What it takes to find again what an apply made that was killed, when its state was never written. */
describe("creations that no state knows", () => {
  let gitlab: Emulator;
  afterEach(() => gitlab.close());

  const begin = async (version?: Version): Promise<void> => {
    gitlab = await startGitLab({ ...(version !== undefined && { version }) });
  };
  /** As in another process of the engine, which has an empty state. */
  const context = (readState: ReadState = () => Promise.resolve([])): Context => {
    const settings = readSettings({
      config: () => undefined,
      environment: {
        GITLAB_BASE_URL: gitlab.url,
        GITLAB_TOKEN: gitlab.tokens["root"],
        GITLAB_EARLY_AUTH_CHECK: "false",
      },
    });
    const client = createGitLabClient({ ...settings.transport, log: () => undefined });
    return newContext({ gitlab: client, settings, warn: () => undefined, readState });
  };
  /** Creates runners by one process, some at once. @returns their ids. */
  const create = async (count: number, process = context()): Promise<string[]> => {
    const handler = runnerHandler(() => process);
    const ids: string[] = [];
    let next = 0;
    const work = async (): Promise<void> => {
      for (let index; (index = next++) < count;) {
        const resource = { fingerprint: `runner ${index}`, urn: `urn ${index}` };
        const inputs = {
          runnerType: "project_type",
          projectId: 11,
          description: `runner ${index}`,
          paused: false,
          locked: false,
          runUntagged: true,
          tagList: [],
          accessLevel: "not_protected",
        };
        ids[index] = (await handler.create({ resource }, inputs)).id;
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, work));
    return ids;
  };
  /** The requests, by method and endpoint. */
  const requests = (): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const { method, path } of gitlab.requests.all()) {
      const endpoint = path
        .replace(/\?.*/, "")
        .replace("/api/", "")
        .replace(/\/\d+(?=\/|$)/g, "/:id");
      const key = `${method} ${endpoint}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    return counts;
  };
  const SETTLED = (count: number): Record<string, number> => ({
    "PUT v4/runners/:id": count,
    "POST v4/runners/:id/reset_authentication_token": count,
  });

  test.each([
    [30, 1],
    [350, 4],
  ])(
    "%i are found in %i pages of each list, and each is settled by two requests",
    async (count, pages) => {
      await begin();
      const before = await create(count);
      gitlab.requests.clear();
      expect(await create(count)).toEqual(before);
      expect(requests()).toMatchObject({
        "GET v4/runners/all": pages,
        "POST graphql": pages,
        "GET v4/runners/:id": LOOKS,
        ...SETTLED(count),
      });
    },
  );

  test("a few are read one by one", async () => {
    await begin();
    const before = await create(LOOKS);
    gitlab.requests.clear();
    expect(await create(LOOKS)).toEqual(before);
    const made = requests();
    expect(made["POST graphql"]).toBeUndefined();
    expect(made["GET v4/runners/:id"]).toBe(LOOKS);
  });

  test("all are read one by one where GraphQL shows less than REST", async () => {
    await begin("18.2");
    const before = await create(30);
    gitlab.requests.clear();
    expect(await create(30)).toEqual(before);
    expect(requests()).toMatchObject({
      "POST graphql": 1,
      "GET v4/runners/:id": 30,
      ...SETTLED(30),
    });
  });

  test("one is not looked for in a list that is longer than the looks so far", async () => {
    await begin();
    const before = await create(10);
    gitlab.seed({
      runners: Array.from({ length: 1100 }, (_, index) => ({
        id: 5000 + index,
        runner_type: "project_type",
        projects: ["acme/site"],
      })),
    });
    gitlab.requests.clear();
    expect(await create(10)).toEqual(before);
    expect(requests()).toMatchObject({ "GET v4/runners/all": 12, "GET v4/runners/:id": 10 });
    expect(requests()["POST graphql"]).toBeUndefined();
  });

  test("are not made twice by a provider whose engine was killed meanwhile", async () => {
    await begin();
    const [before] = await create(1);
    gitlab.requests.clear();
    // Nobody listens there.
    const engine = { address: "127.0.0.1:1", stack: "organization/stack/dev", retains: false };
    const orphaned = context(async () => storedRunners(await readState(engine, engineLibraries())));
    await expect(create(1, orphaned)).rejects.toThrow(
      new RegExp(
        `^cannot create a runner: an earlier apply created runner ${before} for it, and the state could not ` +
          "record another runner: the engine has ended: .*Run pulumi up again, which takes that runner over$",
      ),
    );
    expect(Object.keys(requests()).filter((each) => !each.startsWith("GET"))).toEqual([]);
    expect(await create(1)).toEqual([before]);
  });
});
