import type * as http from "node:http";
import { createGitLabClient } from "../../gitlab";
import { readSettings } from "../../gitlab/settings/settings";
import { type DynamicOperations, dynamicOperations } from "../../provider/dynamic/dynamicProvider";
import { type Context, newContext } from "../../provider/context/context";
import { withMistakesRefused } from "../../provider/checks/configurationMistakes";
import { projectRunnerAssignmentHandler } from "../../provider/handlers/projectRunnerAssignment";
import type { Properties } from "../../provider/values/operation";
import { runnerHandler } from "../../provider/handlers/runner";
import { runnerAssignmentsHandler } from "../../provider/handlers/runnerAssignments";
import { runnerReadyHandler } from "../../provider/handlers/runnerReady";
import { runnerTokenLifetimesHandler } from "../../provider/handlers/runnerTokenLifetimes";
import { staleRunnerCleanupHandler } from "../../provider/handlers/staleRunnerCleanup";
import { type LoopbackServer, answerJson, serve } from "../helpers/server";

const PAGE: http.RequestListener = (_, response) => {
  response.writeHead(200, { "content-type": "text/html" }).end("<h1>Sign in</h1>");
};

describe("an address where there is no GitLab", () => {
  let server: LoopbackServer;
  let answer = PAGE;
  let warnings: string[] = [];
  let run = 0;
  beforeAll(async () => {
    server = await serve((request, response) => {
      answer(request, response);
    });
  });
  beforeEach(() => {
    answer = PAGE;
    warnings = [];
  });
  afterAll(() => server.close());

  /** As in a process that has just started, at an address that no other test has reached. */
  function contextOf(config: Record<string, string>): () => Context {
    run += 1;
    const all: Record<string, string> = {
      "gitlab:baseUrl": `${server.url}/${run}`,
      "gitlab:token": "glpat-x",
      "gitlab:retries": "0",
      "gitlab-runners:timeout": "1",
      ...config,
    };
    const settings = readSettings({ config: (key) => all[key], environment: {} });
    const gitlab = createGitLabClient({ ...settings.transport, log: () => undefined });
    const warn = (text: string): void => void warnings.push(text);
    const context = newContext({ gitlab, settings, warn });
    return () => context;
  }

  const HANDLERS = {
    Runner: runnerHandler,
    ProjectRunnerAssignment: projectRunnerAssignmentHandler,
    RunnerAssignments: runnerAssignmentsHandler,
    RunnerReady: runnerReadyHandler,
    RunnerTokenLifetimes: runnerTokenLifetimesHandler,
    StaleRunnerCleanup: staleRunnerCleanupHandler,
  };
  const handlerOf = (kind: keyof typeof HANDLERS, config = {}): DynamicOperations =>
    dynamicOperations(withMistakesRefused(HANDLERS[kind](contextOf(config))));
  const RUNNER = { runnerType: "instance_type" };

  async function reasonsOf(
    handler: DynamicOperations,
    news: Properties,
    olds: Properties = {},
  ): Promise<string[]> {
    const { failures } = await handler.check(olds, news);
    return failures.map(({ reason }) => reason);
  }

  test.each<[what: string, answer: http.RequestListener, reason: RegExp]>([
    [
      "a page to sign in at",
      PAGE,
      /is not JSON but begins "<h1>Sign in.*The base URL has the path "\/\d+"\. Is GitLab's address http:\S+, without that path\?$/,
    ],
    [
      "another server of pages",
      (_, response) => response.writeHead(404).end("<h1>Not Found</h1>"),
      /answered 404 \(Not Found\)\. The base URL has the path/,
    ],
    [
      "another product's API",
      (_, response) => {
        answerJson(response, { message: "no route" }, 404);
      },
      /404 \(no route\)\. The base URL has the path/,
    ],
    [
      "an API that answers everything",
      (_, response) => {
        answerJson(response, { status: "green" });
      },
      /GitLab's reply is not as documented/,
    ],
    [
      "a redirect to sign in elsewhere",
      (_, response) => response.writeHead(302, { location: "https://login.example.com/" }).end(),
      /redirects to https:\/\/login\.example\.com\/, another host/,
    ],
    [
      "a page that blocks",
      (_, response) => response.writeHead(403).end("<h1>Blocked</h1>"),
      /answered 403 \(Blocked\)\. The base URL has the path/,
    ],
  ])("fails the check: %s", async (_, given, reason) => {
    answer = given;
    const reasons = await reasonsOf(handlerOf("Runner"), RUNNER);
    expect(reasons).toEqual([expect.stringMatching(reason)]);
    expect(warnings).toEqual([]);
  });

  test.each<[what: string, kind: keyof typeof HANDLERS, news: Properties]>([
    ["the administrator's role", "Runner", RUNNER],
    ["a project", "Runner", { runnerType: "project_type", projectId: 11 }],
    ["a group", "Runner", { runnerType: "group_type", groupId: 7 }],
    ["a path", "Runner", { runnerType: "group_type", groupId: "acme" }],
    ["a runner to adopt", "Runner", { runnerId: 1 }],
    ["a token to adopt by", "Runner", { authenticationToken: "glrt-of-a-runner" }],
    ["a runner to assign", "ProjectRunnerAssignment", { projectId: 11, runnerId: 1 }],
    ["a runner to wait for", "RunnerReady", { runnerId: 1 }],
    ["intervals to set", "RunnerTokenLifetimes", { runnerTokenExpirationInterval: 86_400 }],
    ["stale runners", "StaleRunnerCleanup", {}],
    ["a project to assign to", "RunnerAssignments", { runnerId: 1, projectIds: ["acme/app"] }],
  ])("fails it, whatever is asked first: %s", async (_, kind, news) => {
    const handler = handlerOf(kind, { "gitlab:earlyAuthCheck": "false" });
    const reasons = await reasonsOf(handler, news);
    expect(reasons).toEqual([expect.stringMatching(/is not JSON but begins "<h1>Sign in/)]);
  });

  test("fails the diff in which a runner's own token is verified", async () => {
    const context = contextOf({ "gitlab:earlyAuthCheck": "false" });
    context().program.isRunning = true;
    const inputs = { ...RUNNER, paused: false, locked: false, runUntagged: true, tagList: [] };
    const state = {
      ...inputs,
      accessLevel: "not_protected",
      token: "glrt-of-a-runner",
      __origin: { way: "create" },
    };
    const news = { ...inputs, accessLevel: "not_protected" };
    await expect(dynamicOperations(runnerHandler(context)).diff("1", state, news)).rejects.toThrow(
      /is not JSON/,
    );
  });

  test.each<[what: string, answer: http.RequestListener, reason: RegExp]>([
    ["a gateway's page", (_, response) => response.writeHead(502).end("<h1>x</h1>"), /502/],
    ["no answer", () => undefined, /did not begin to answer/],
    ["a cut connection", (request) => request.socket.destroy(), /socket hang up/],
  ])("is distinguished from an outage, which is a warning: %s", async (_, given, reason) => {
    answer = given;
    expect(await reasonsOf(handlerOf("Runner"), RUNNER)).toEqual([]);
    expect(warnings).toEqual([expect.stringMatching(reason)]);
  });

  test("is likely where a new resource finds nobody, and none where it was applied", async () => {
    const gone = await serve(() => undefined);
    await gone.close();
    const config = { "gitlab:baseUrl": gone.url };
    const reason: unknown = expect.stringMatching(
      /ECONNREFUSED.*Is the address right, and is GitLab up\?/,
    );
    expect(await reasonsOf(handlerOf("Runner", config), RUNNER)).toEqual([reason]);
    expect(await reasonsOf(handlerOf("Runner", config), RUNNER, RUNNER)).toEqual([]);
    expect(warnings).toEqual([reason]);
  });

  test("is not looked at where checks are off", async () => {
    const handler = handlerOf("Runner", { "gitlab-runners:previewChecks": "false" });
    expect(await reasonsOf(handler, RUNNER)).toEqual([]);
    expect(warnings).toEqual([]);
  });
});
