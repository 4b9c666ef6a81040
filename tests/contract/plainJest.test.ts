import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import { type Consumer, createConsumer } from "../helpers/consumer";

const JEST = join(__dirname, "../../node_modules/jest/bin/jest.js");

const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const dynamic = require("pulumi-gitlab-runners");
const plugin = require("pulumi-gitlab-runners/plugin");

beforeAll(() => pulumi.runtime.setMocks({
  newResource: ({ inputs }) => ({ id: "7", state: { ...inputs, token: "glrt-mock" } }),
  call: ({ inputs }) => inputs,
}));

const valueOf = (output) => new Promise((resolve) => output.apply(resolve));
const runner = (name, { Provider, Runner } = dynamic) => {
  const provider = new Provider(name, { baseUrl: "https://gitlab.example.com" });
  return new Runner(name, { runnerType: "instance_type", description: "Builds" }, { provider });
};

test("config.toml", async () => {
  const options = { executor: "docker", docker: { image: pulumi.output("alpine:3") } };
  expect(await valueOf(runner("toml").configToml(options))).toBe(\`concurrent = 1

[[runners]]
name = "Builds"
url = "https://gitlab.example.com"
id = 7
token = "glrt-mock"
executor = "docker"

[runners.docker]
image = "alpine:3"
\`);
});

test("values of the Helm chart, and its Secret", async () => {
  const release = new dynamic.RunnerProcess({
    runners: [{ runner: runner("helm"), executor: "kubernetes" }],
  });
  const values = await valueOf(release.helmValues());
  expect(values).toContain('gitlabUrl: "https://gitlab.example.com"\\n');
  expect(values).toContain('executor = "kubernetes"');
  expect(await valueOf(release.kubernetesSecret())).toContain('runner-token: "glrt-mock"');
});

test("what sets a machine up", async () => {
  const machine = new dynamic.RunnerProcess({
    runners: [{ runner: runner("machine"), executor: "shell" }],
  });
  const sha256 = { amd64: pulumi.output("0a".repeat(32)) };
  const userData = await valueOf(machine.cloudInit({ version: "19.3.0", sha256 }));
  expect(userData).toMatch(/^#cloud-config\\n/);
  expect(userData).toContain('token = "glrt-mock"');
});

test("the register command", async () => {
  expect(await valueOf(runner("command").registerCommand({ executor: "shell" }))).toBe(
    "CI_SERVER_TOKEN=glrt-mock gitlab-runner register --non-interactive " +
      "--url=https://gitlab.example.com --name=Builds --executor=shell",
  );
});

test("a runner of the plugin", async () => {
  const served = runner("served", plugin);
  expect(await valueOf(served.urn)).toContain("gitlab-runners:index:Runner");
  expect(await valueOf(served.configToml({ executor: "shell" }))).toContain('token = "glrt-mock"');
  expect(dynamic.Runner.isInstance(served) && plugin.Runner.isInstance(runner("other"))).toBe(true);
});
`;

const EMULATOR = `
const pulumi = require("@pulumi/pulumi");
const { Runner, getFleetFigures, getRunner, getTagCoverage, verifyRunnerToken } = require("pulumi-gitlab-runners");
const { companySeed, startEmulator } = require("pulumi-gitlab-runners/emulator");
const { runnerPolicies } = require("pulumi-gitlab-runners/policies");

let gitlab;
beforeAll(async () => {
  gitlab = await startEmulator({ seed: companySeed() });
  process.env.GITLAB_BASE_URL = gitlab.url;
  process.env.GITLAB_TOKEN = Object.values(gitlab.tokens)[0];
});
afterAll(() => gitlab.close());

test("data functions", async () => {
  expect(await getRunner({ id: 1 })).toMatchObject({ id: 1 });
  const { runners } = await getFleetFigures({ all: true, limit: 1 });
  expect(runners.length).toBeGreaterThan(10);
  expect(Array.isArray(runners) && runners instanceof Array).toBe(true);
  expect(await verifyRunnerToken({ token: "glrt-wrong" })).toMatchObject({ valid: false });
  const { project } = await firstConfigured();
  const coverage = await getTagCoverage({ projectId: project });
  expect(coverage).toBeDefined();
});

async function firstConfigured() {
  const { projects } = companySeed();
  return { project: projects.find(({ ci_config }) => ci_config).path_with_namespace };
}

test("an error of GitLab's", async () => {
  await expect(getRunner({ id: 999999 })).rejects.toThrow(/GitLab answered 404/);
});

test("policies", () => {
  expect(runnerPolicies()).toHaveLength(12);
});
`;

describe("in the Jest of a user, without flags and without transforming packages", () => {
  let consumer: Consumer;
  beforeAll(() => {
    consumer = createConsumer(["@pulumi/policy"]);
    consumer.write({ "program.test.js": PROGRAM, "emulator.test.js": EMULATOR });
  });
  afterAll(() => {
    consumer.remove();
  });

  test("programs under Pulumi's mocks and tests with the embedded GitLab run, and end", async () => {
    const env = { ...process.env, NODE_OPTIONS: "" };
    // A failure shows what that Jest wrote.
    const { stderr } = await promisify(execFile)(
      process.execPath,
      [JEST, "--runInBand", "--testTimeout=60000"],
      {
        cwd: consumer.folder,
        env,
        timeout: 150_000,
      },
    );
    expect(stderr).toContain("Tests:       8 passed, 8 total");
    expect(stderr).not.toContain("did not exit");
    // Where no engine runs the program, none looks for the plugin.
    expect(stderr).not.toContain("is not installed");
    expect(stderr).not.toContain("ExperimentalWarning");
  });
});
