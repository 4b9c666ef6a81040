import type { Emulator } from "../../emulator";
import { environmentOf, startGitLab } from "../helpers/gitlab";
import { ADAPTERS, MODULES, TYPE_PREFIXES } from "../helpers/host/adapters";
import { type Shown, Stack } from "../helpers/stack";

const RUNNERS = 30;
/** Of how many runners a preview verifies the stack's own token, if nothing else is configured. */
const VERIFIED = 20;

const fleet = (module: string, description: string): string => `
const { ProjectRunnerAssignment, Runner } = require(${JSON.stringify(module)});
for (let index = 0; index < ${RUNNERS}; index += 1) {
  const runner = new Runner("runner-" + index, {
    runnerType: "project_type", projectId: "acme/app", tagList: ["docker"],
    description: ${JSON.stringify(description)} + " " + index,
  });
  new ProjectRunnerAssignment("site-" + index, { projectId: "acme/site", runnerId: runner.id });
}
`;

/** What an operation of the engine asks GitLab for, as GitLab counts it: the same by both adapters. */
describe.each(ADAPTERS)("(%s) the requests of many runners and an assignment each", (adapter) => {
  const module = MODULES[adapter];
  let gitlab: Emulator;
  let stack: Stack;
  let shown = "";

  /** Ends with how many requests there were, by method and path. */
  const requestsOf = async (operation: () => Promise<Shown>): Promise<Record<string, number>> => {
    gitlab.requests.clear();
    const { exitCode, output } = await operation();
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    shown = output;
    const counts: Record<string, number> = {};
    for (const { method, path } of gitlab.requests.all()) {
      const endpoint = path.replace(/\?.*/, "").replace(/\/\d+(?=\/|$)/g, "/:id");
      const key = `${method} ${endpoint.replace("/api/v4", "")}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    return counts;
  };

  beforeAll(async () => {
    gitlab = await startGitLab();
    stack = await Stack.create({
      program: fleet(module, "build"),
      plugin: adapter === "plugin",
      env: environmentOf(gitlab),
    });
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  /** By which a resource of another GitLab is known. */
  const KEYS = { "GET /oauth/discovery/keys": 1 };
  const STACK_AND_PREVIEW = {
    "GET /personal_access_tokens/self": 1,
    "GET /projects/acme%2Fapp": 1,
    "GET /projects/acme%2Fsite": 1,
  };

  test("a preview of new ones: a fixed few", async () => {
    expect(await requestsOf(() => stack.preview())).toEqual({
      ...STACK_AND_PREVIEW,
      "GET /projects/:id/runners": 2,
      "GET /application/plan_limits": 1,
    });
  });

  test("their creation: one each", async () => {
    expect(await requestsOf(() => stack.up())).toEqual({
      ...STACK_AND_PREVIEW,
      ...KEYS,
      "POST /user/runners": RUNNERS,
      "POST /projects/:id/runners": RUNNERS,
      "GET /projects/:id/runners": 2,
      "GET /application/plan_limits": 1,
      "GET /runners/all": 1,
    });
    expect(stack.resource("runner-0")).toMatchObject({
      type: `${TYPE_PREFIXES[adapter]}Runner`,
      // Not a line of the package's.
      sourcePosition: expect.stringMatching(/^project:\/\/\/index\.js#4,/) as string,
    });
  });

  test("a preview without a change: a fixed few", async () => {
    expect(await requestsOf(() => stack.preview("--expect-no-changes"))).toEqual({
      ...STACK_AND_PREVIEW,
      ...KEYS,
      "GET /runners/router/discovery": VERIFIED,
    });
    expect(shown).toContain(
      `the preview verified the tokens of ${VERIFIED} runners, and of no others: ` +
        "gitlab-runners:verifyTokensLimit is the limit",
    );
  });

  /** The project's path, the sizes of the lists that have its runners, and one page. */
  const LISTED = { "GET /projects/:id": 1, "POST /api/graphql": 2 };

  test("a refresh: a page for all of them", async () => {
    expect(await requestsOf(() => stack.refresh())).toEqual({ ...KEYS, ...LISTED });
  });

  test("a preview with a refresh: both", async () => {
    expect(await requestsOf(() => stack.preview("--refresh"))).toEqual({
      ...STACK_AND_PREVIEW,
      ...KEYS,
      ...LISTED,
      "GET /runners/router/discovery": VERIFIED,
    });
  });

  test("a preview that verifies no token: none of them", async () => {
    await stack.config("gitlab-runners:verifyTokensLimit", "0");
    expect(await requestsOf(() => stack.preview())).toEqual({ ...STACK_AND_PREVIEW, ...KEYS });
  });

  test("a change of every runner: one look and one change each", async () => {
    stack.program(fleet(module, "builds"));
    expect(await requestsOf(() => stack.up())).toEqual({
      ...STACK_AND_PREVIEW,
      ...KEYS,
      "GET /runners/:id": RUNNERS,
      "PUT /runners/:id": RUNNERS,
    });
  });

  test("their destruction: one each", async () => {
    expect(await requestsOf(() => stack.destroy())).toEqual({
      ...KEYS,
      "DELETE /projects/:id/runners/:id": RUNNERS,
      "DELETE /runners/:id": RUNNERS,
    });
  });
});
