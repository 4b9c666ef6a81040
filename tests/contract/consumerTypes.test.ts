import { spawn } from "node:child_process";

import { type Consumer, createConsumer } from "../helpers/consumer";
import { shownBy } from "../helpers/processes";

const NAMED = `
import * as pulumi from "@pulumi/pulumi";
import { type DockerOptions, Provider, Runner, type RunnerArgs, type RunnerProcessOptions, getRunners } from "pulumi-gitlab-runners";
import { type Emulator, type Seed, companySeed, startEmulator } from "pulumi-gitlab-runners/emulator";
import { runnerPolicies } from "pulumi-gitlab-runners/policies";
import { runner as handler } from "pulumi-gitlab-runners/provider";
import * as served from "pulumi-gitlab-runners/plugin";

const args: RunnerArgs = { runnerType: "instance_type" };
const runner = new Runner("a", args, { provider: new Provider("p", {}) });
const text: pulumi.Output<string> = pulumi.output("a");
const docker: DockerOptions = { image: text, volumes: [text], sysctls: { a: text }, settings: { a: [text], b: { c: text } } };
const options: RunnerProcessOptions = { executor: "docker", docker, concurrent: pulumi.output(4), url: text };
export const toml: pulumi.Output<string> = runner.configToml(options);
runner.helmValues({ executor: pulumi.output("kubernetes" as const), kubernetes: pulumi.output({ image: text }), environment: pulumi.output([text]) });
runner.registerCommand(pulumi.output({ executor: "shell" as const, limit: 1 }));
runner.configToml({ executor: "instance", autoscaler: { plugin: "aws", policy: [{ idleCount: pulumi.output(1), periods: pulumi.output(["a"]) }], pluginConfig: { a: text } } });
// @ts-expect-error -- its docker is missing
runner.configToml({ executor: "docker" });
// @ts-expect-error -- there is no such shell
runner.configToml({ executor: "shell", shell: "zsh" });
// @ts-expect-error -- it is misspelt
runner.configToml({ executor: "docker", docker: { image: "a", volume: ["b"] } });
// @ts-expect-error -- an image is a text
runner.configToml({ executor: "docker", docker: { image: pulumi.output(4) } });
// One line chooses: each resource is of the same type in both forms.
const own: Provider = new served.Provider("own", { retries: 3 });
const servedRunner: Runner = new served.Runner("b", args, { provider: own });
export const got: served.Runner = served.Runner.get("c", "7", { token: text }, { provider: own });
export const told: served.Runner = served.Runner.getByToken("d", text);
export const servedToml: pulumi.Output<string> = servedRunner.configToml(options);
new served.ProjectRunnerAssignment("e", { projectId: 1, runnerId: servedRunner.id });
new served.RunnerAssignments("f", { projectIds: ["a/b"], runnerId: servedRunner.id });
served.requireTagCoverage({ projectId: 1, tags: [["a"]], runners: [servedRunner, runner] });
// @ts-expect-error -- there is no such argument
new served.Runner("g", { runnerTypes: "instance_type" });
export async function count(): Promise<number> {
  const gitlab: Emulator = await startEmulator();
  const seed: Seed = companySeed();
  gitlab.seed(seed);
  return (await getRunners()).length;
}
export const policies: number = runnerPolicies({ all: "mandatory" }).length;
export const create: typeof handler.create = handler.create;
`;

const uses = (imports: string): string => `${imports}
export const runner = new gitlab.Runner("a", {});
export const served = new plugin.Runner("a", {});
export const url: Promise<string> = emulator.startEmulator().then((started) => started.url);
export const count: number = policies.runnerPolicies().length;
export const create = provider.runner.create;
`;

const each = (line: (name: string, entry: string) => string): string =>
  uses(
    [
      line("gitlab", ""),
      line("plugin", "/plugin"),
      line("emulator", "/emulator"),
      line("policies", "/policies"),
      line("provider", "/provider"),
    ].join("\n"),
  );

const STAR = each((name, entry) => `import * as ${name} from "pulumi-gitlab-runners${entry}";`);
const DEFAULT = each((name, entry) => `import ${name} from "pulumi-gitlab-runners${entry}";`);
const REQUIRE = each((name, entry) => `import ${name} = require("pulumi-gitlab-runners${entry}");`);

const PLAIN = ["named.ts", "star.ts", "default.ts"];
const BOTH = ["named.cts", "star.cts", "default.cts", "require.cts", "named.mts", "default.mts"];

describe("the types of the package, in a strict program that checks libraries too", () => {
  let consumer: Consumer;
  beforeAll(() => {
    consumer = createConsumer(["@pulumi/policy", "@types"]);
    const texts = { named: NAMED, star: STAR, default: DEFAULT, require: REQUIRE };
    for (const [name, text] of Object.entries(texts))
      for (const extension of ["ts", "cts", "mts"])
        consumer.write({ [`${name}.${extension}`]: text });
  });
  afterAll(() => {
    consumer.remove();
  });

  test.each<[string, object, readonly string[]]>([
    ["node", { module: "commonjs", ignoreDeprecations: "6.0" }, [...PLAIN, "require.ts"]],
    ["node16", { module: "node16" }, BOTH],
    ["nodenext", { module: "nodenext" }, BOTH],
    ["bundler", { module: "esnext" }, PLAIN],
  ])("compile with moduleResolution %s", async (moduleResolution, options, files) => {
    const said = await compile(consumer, { ...options, moduleResolution }, files);
    // Faulty declarations of others are told apart by their path; its own name what they do not export.
    expect(said.filter((line) => !line.includes("node_modules/@pulumi/policy/"))).toEqual([]);
  });
});

const COMPILER = require.resolve("typescript/bin/tsc");

/** What the compiler says, by its own command: within Jest it takes three times as long. */
async function compile(
  consumer: Consumer,
  options: { moduleResolution: string },
  files: readonly string[],
): Promise<string[]> {
  const config = `tsconfig.${options.moduleResolution}.json`;
  const strict = { strict: true, noEmit: true, esModuleInterop: true, skipLibCheck: false };
  const compilerOptions = { ...strict, target: "es2020", types: ["node"], ...options };
  consumer.write({ [config]: JSON.stringify({ compilerOptions, files }) });
  const args = [COMPILER, "--project", config, "--pretty", "false"];
  const { output } = await shownBy(spawn(process.execPath, args, { cwd: consumer.folder }));
  return output.split("\n").filter((line) => /error TS\d+/.test(line));
}
