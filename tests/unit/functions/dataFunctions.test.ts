import { type Emulator, startEmulator } from "../../../emulator";
import { type Connection, FUNCTIONS, FunctionError } from "../../../functions";
import { createGitLabClient } from "../../../gitlab";
import { readSettings } from "../../../gitlab/settings/settings";
import * as sdk from "../../../sdk";

type Name = keyof typeof FUNCTIONS;

const NAMES = Object.keys(FUNCTIONS) as Name[];

test("every data function of the SDK, and nothing else", () => {
  const functions = Object.keys(sdk).filter((name) => /^(get|verify)(?!.*Output$)/.test(name));
  expect(NAMES.sort()).toEqual(functions.sort());
});

describe("asked by whoever has a connection", () => {
  let gitlab: Emulator;
  let connection: Connection;
  beforeAll(async () => {
    gitlab = await startEmulator({
      seed: {
        users: [{ username: "root", admin: true }],
        tokens: [{ name: "root", user: "root" }],
        groups: [{ full_path: "acme" }],
        projects: [{ path_with_namespace: "acme/app" }],
        runners: [
          { id: 7, runner_type: "instance_type", token: "glrt-tokenofrunnerseven", jobs: [] },
        ],
      },
    });
    const environment = { GITLAB_BASE_URL: gitlab.url, GITLAB_TOKEN: gitlab.tokens["root"] ?? "" };
    const settings = readSettings({ config: () => undefined, environment });
    connection = {
      gitlab: createGitLabClient({ ...settings.transport, log: () => undefined }),
      settings,
      warn: () => undefined,
    };
  });
  afterAll(() => gitlab.close());

  const runner = { id: 7, runnerType: "instance_type" };

  test.each<[Name, object, unknown]>([
    ["getAllRunners", {}, [runner]],
    ["getFleetFigures", { all: true }, { runners: [{ runner }] }],
    ["getGroupRunners", { groupId: "acme" }, [runner]],
    ["getProjectRunners", { projectId: "acme/app" }, [runner]],
    ["getRunner", { id: "7" }, runner],
    ["getRunnerAccess", { runnerId: 7 }, { runners: [{ id: 7, runnerType: "instance_type" }] }],
    ["getRunnerJobs", { id: 7 }, []],
    ["getRunnerManagers", { id: 7 }, []],
    ["getRunnerProjects", { id: 7 }, []],
    ["getRunners", {}, []],
    ["getTagCoverage", { projectId: "acme/app", tags: [["arm"]] }, [{ coverage: "none" }]],
    ["verifyRunnerToken", { token: "glrt-tokenofrunnerseven" }, { valid: true }],
  ])("%s answers", async (name, args, answer) => {
    expect(await FUNCTIONS[name].run(connection, args)).toMatchObject(answer as object);
  });

  test.each(NAMES)("%s refuses what is wrong by a plain error that names it", async (name) => {
    for (const args of [undefined, null, "all", { colour: "red" }]) {
      const asked = FUNCTIONS[name].run(connection, args);
      await expect(asked).rejects.toThrow(FunctionError);
      await expect(FUNCTIONS[name].run(connection, args)).rejects.toThrow(`${name}: `);
    }
  });
});
