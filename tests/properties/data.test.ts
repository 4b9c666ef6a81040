import fc from "fast-check";

import * as sdk from "../../sdk";
import { expectPresentable } from "./helpers/clear";
import { hostile, spoiled } from "./helpers/hostile";
import { holds } from "./helpers/property";
import { GIVEN_TOKEN } from "./helpers/tokens";
import { World } from "./helpers/world";

let world: World;
beforeAll(async () => {
  world = await World.start();
  process.env["GITLAB_BASE_URL"] = world.gitlab.url;
  process.env["GITLAB_TOKEN"] = world.gitlab.tokens["root"];
});
afterAll(() => world.gitlab.close());

type Args = Record<string, unknown>;

const ID = fc.constantFrom<Args>({ id: 2 }, { id: "2" }, { id: 99 });
const filters = fc.record<Args>(
  {
    type: fc.constantFrom("instance_type", "group_type", "project_type"),
    status: fc.constantFrom("online", "offline", "stale", "never_contacted"),
    paused: fc.boolean(),
    tagList: fc.array(fc.string({ maxLength: 5 }), { maxLength: 3 }),
    versionPrefix: fc.constantFrom("18", "18.7."),
    limit: fc.integer({ min: 1, max: 200 }),
  },
  { requiredKeys: [] },
);
const lists = fc
  .tuple(filters, fc.constantFrom<Args>({}, { details: true }, { details: false }))
  .map(([given, more]) => ({ ...given, ...more }));
const of = (name: string, values: readonly unknown[]): fc.Arbitrary<Args> =>
  fc
    .tuple(lists, fc.constantFrom(...values))
    .map(([given, value]) => ({ ...given, [name]: value }));

interface DataFunction {
  readonly ask: (args: never) => Promise<unknown>;
  readonly good: fc.Arbitrary<Args>;
  readonly names: readonly string[];
  /** What it may ask for, so that nothing in an argument leads elsewhere. */
  readonly paths: RegExp;
}

const LISTS = ["type", "status", "paused", "tagList", "versionPrefix", "limit", "details", "scope"];
const functions: Readonly<Record<string, DataFunction>> = {
  getRunner: { ask: sdk.getRunner, good: ID, names: ["id"], paths: /^\/runners\/\d+$/ },
  getRunnerManagers: {
    ask: sdk.getRunnerManagers,
    good: ID,
    names: ["id"],
    paths: /^\/runners\/\d+\/managers$/,
  },
  getRunnerProjects: {
    ask: sdk.getRunnerProjects,
    good: ID,
    names: ["id"],
    paths: /^\/runners\/\d+(\/projects)?$/,
  },
  getRunnerAccess: {
    ask: sdk.getRunnerAccess,
    good: fc
      .tuple(
        fc.constantFrom<Args>(
          { runnerId: 1 },
          { runnerId: "2", projectId: 11 },
          { projectId: "acme/no" },
          { groupId: "acme" },
          { all: true },
        ),
        fc.constantFrom<Args>({}, { tags: [] }, { tags: ["docker"], protectedRef: false }),
      )
      .map(([scope, job]) => ({ ...scope, ...job })),
    names: ["runnerId", "projectId", "groupId", "all", "tags", "protectedRef"],
    paths:
      /^\/(api\/graphql|user|runners(\/all|\/\d+)?|projects(\/[^/]+(\/runners)?)?|groups\/[^/]+(\/(runners|projects))?)$/,
  },
  getRunnerJobs: {
    ask: sdk.getRunnerJobs,
    good: fc.record<Args>({
      id: fc.constantFrom(1, "2"),
      status: fc.constantFrom("failed", ["failed", "success"], undefined),
      since: fc.constantFrom("2026-01-01", "2026-01-01T00:00:00Z", undefined),
      systemId: fc.constantFrom("s_1", undefined),
      sort: fc.constantFrom("asc", "desc", undefined),
    }),
    names: ["id", "status", "systemId", "sort", "since", "limit"],
    paths: /^\/runners\/\d+\/jobs$/,
  },
  getRunners: {
    ask: sdk.getRunners,
    good: lists,
    names: LISTS,
    paths: /^\/runners(\/\d+)?$/,
  },
  getAllRunners: {
    ask: sdk.getAllRunners,
    good: lists,
    names: LISTS,
    paths: /^\/runners\/(all|\d+)$/,
  },
  getProjectRunners: {
    ask: sdk.getProjectRunners,
    good: of("projectId", [11, "12", "acme/app", "acme/no"]),
    names: [...LISTS, "projectId"],
    paths: /^\/(projects\/[^/]+\/runners|runners\/\d+)$/,
  },
  getGroupRunners: {
    ask: sdk.getGroupRunners,
    good: of("groupId", [7, "acme", "no"]),
    names: [...LISTS, "groupId"],
    paths: /^\/(groups\/[^/]+\/runners|runners\/\d+)$/,
  },
  getFleetFigures: {
    ask: sdk.getFleetFigures,
    good: fc
      .tuple(filters, fc.constantFrom<Args>({ all: true }, { groupId: 7 }, {}))
      .map(([given, owner]) => ({ ...given, ...owner })),
    names: [...LISTS, "all", "projectId", "groupId", "since", "topProjects"],
    paths: /^\/(runners(\/all)?|(projects|groups)\/[^/]+\/runners|runners\/\d+(\/jobs)?)$/,
  },
  getTagCoverage: {
    ask: sdk.getTagCoverage,
    good: fc
      .tuple(
        fc.constantFrom<unknown>(11, "acme/app", "acme/no"),
        fc.constantFrom<Args>(
          {},
          { tags: [["docker"], []] },
          { ciConfig: "build: { script: make }" },
          { ciConfig: "[" },
          { statuses: ["online", "stale"] },
        ),
      )
      .map(([projectId, more]) => ({ projectId, ...more })),
    names: ["projectId", "tags", "ciConfig", "statuses"],
    paths: /^\/(projects\/[^/]+\/(runners|ci\/lint)|runners\/\d+)$/,
  },
  verifyRunnerToken: {
    ask: sdk.verifyRunnerToken,
    good: fc.record<Args>({
      token: fc.constantFrom(GIVEN_TOKEN, "glrt-wrong"),
      mode: fc.constantFrom("quiet", "full", undefined),
    }),
    names: ["token", "mode"],
    paths: /^\/runners\/(router\/discovery|verify|managers)$/,
  },
};

/** What GitLab answered, said as such: it is asked only for what can be. */
const ANSWERED =
  /^cannot (list|read|resolve) .*GitLab (answered (404|400) |reports that it is not valid)/;

test.each(Object.entries(functions))(
  "%s answers, or names the argument that is wrong and asks GitLab for nothing",
  async (name, { ask, good, names, paths }) => {
    await holds(
      fc.oneof({ weight: 9, arbitrary: spoiled(good, names) }, { weight: 1, arbitrary: hostile }),
      async (args) => {
        world.gitlab.requests.clear();
        const secret = (args as Args | null)?.["token"];
        try {
          await ask(args as never);
        } catch (error) {
          const { message } = error as Error;
          expectPresentable(message, typeof secret === "string" ? [secret] : []);
          if (!ANSWERED.test(message)) {
            expect(message.startsWith(`${name}: `)).toBe(true);
            expect(names.some((each) => message.includes(each)) || /argument/.test(message)).toBe(
              true,
            );
            expect(world.gitlab.requests.all()).toEqual([]);
          }
        }
        for (const { path } of world.gitlab.requests.all())
          expect(path.replace("/api/v4", "").replace(/\?.*$/, "")).toMatch(paths);
        // A query by GraphQL changes nothing.
        const changes = world.changes().filter((change) => change !== "POST /api/graphql");
        expect(changes).toEqual([]);
      },
      { runs: 60 },
    );
  },
);
