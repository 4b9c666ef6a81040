import { spawn } from "node:child_process";
import { join } from "node:path";

import { type Consumer, createConsumer } from "../helpers/consumer";
import { docsPrograms } from "../helpers/docsPrograms";
import { shownBy } from "../helpers/processes";

const COMPILER = join(__dirname, "../helpers/consumerCompiler.js");

/** In the package, where nothing of it leads. */
const WRONG = "node_modules/pulumi-gitlab-runners/dist/wrong.d.ts";

const NAMED = `
import * as pulumi from "@pulumi/pulumi";
import { type DockerOptions, Provider, Runner, type RunnerArgs, RunnerProcess, type RunnerProcessArgs, type RunnerProcessOptions, getRunners } from "pulumi-gitlab-runners";
import { type Emulator, type Seed, companySeed, startEmulator } from "pulumi-gitlab-runners/emulator";
import { runnerPolicies } from "pulumi-gitlab-runners/policies";
import { runner as handler } from "pulumi-gitlab-runners/provider";
import * as served from "pulumi-gitlab-runners/plugin";

const args: RunnerArgs = { runnerType: "instance_type" };
const runner = new Runner("a", args, { provider: new Provider("p", {}) });
const text: pulumi.Output<string> = pulumi.output("a");
const docker: DockerOptions = { image: text, volumes: [text], sysctls: { a: text }, pullPolicy: ["always", pulumi.output("never" as const)] };
const options: RunnerProcessOptions = { executor: "docker", docker, concurrent: pulumi.output(4), url: text };
export const toml: pulumi.Output<string> = runner.configToml(options);
runner.configToml({ executor: pulumi.output("kubernetes" as const), kubernetes: pulumi.output({ image: text }), environment: pulumi.output([text]) });
runner.registerCommand(pulumi.output({ executor: "shell" as const, limit: 1 }));
runner.configToml({ executor: "instance", autoscaler: { plugin: "aws", policy: [{ idleCount: pulumi.output(1), periods: pulumi.output(["a"]) }], pluginConfig: { a: text } } });
runner.registerCommand({ executor: "docker", docker }, { commandShell: "powershell" });
const process: RunnerProcessArgs = {
  concurrent: pulumi.output(4),
  sessionServer: pulumi.output({ listenAddress: text }),
  machine: { shutdownDrain: { enabled: true } },
  runners: [
    { runner, executor: "docker+machine", machine: { machineDriver: "amazonec2", machineName: text, autoscaling: [{ idleScaleFactor: 1.5 }] } },
    { runner: { id: text, token: text }, executor: "shell", labels: { team: text } },
  ],
};
export const processToml: pulumi.Output<string> = new RunnerProcess(process).configToml();
new RunnerProcess(process).helmValues({ secretName: text });
new RunnerProcess(process).installScript({ version: text, sha256: { amd64: text }, environment: { A: text } });
new RunnerProcess(process).cloudInit({ version: "19.3.0", sha256: pulumi.output({ arm64: "a" }), packages: [text] });
// @ts-expect-error -- the digest is missing
new RunnerProcess(process).composeFile({ version: "19.3.0" });
// @ts-expect-error -- its machine is missing
runner.configToml({ executor: "docker+machine", docker });
// @ts-expect-error -- a command line says nothing of the process
runner.registerCommand({ executor: "shell", concurrent: 4 });
// @ts-expect-error -- there is no such policy
runner.configToml({ executor: "docker", docker: { pullPolicy: "sometimes" } });
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
export const looked: served.Runner = served.Runner.getByToken("d", text);
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

const DOCS = docsPrograms();

const PROGRAMS: readonly [resolution: string, options: object, files: readonly string[]][] = [
  ["node", { module: "commonjs", ignoreDeprecations: "6.0" }, [...PLAIN, "require.ts"]],
  ["node16", { module: "node16" }, BOTH],
  ["nodenext", { module: "nodenext" }, BOTH],
  ["bundler", { module: "esnext" }, PLAIN],
];

describe("the types of the package, in a strict program that checks its libraries too", () => {
  let consumer: Consumer;
  /** What the compiler says of each program. */
  let said: string[][];
  beforeAll(async () => {
    consumer = createConsumer(["@pulumi/policy", "@types"]);
    consumer.write(DOCS);
    const texts = { named: NAMED, star: STAR, default: DEFAULT, require: REQUIRE };
    for (const [name, text] of Object.entries(texts))
      for (const extension of ["ts", "cts", "mts"])
        consumer.write({ [`${name}.${extension}`]: text });
    said = await compile(consumer);
  });
  afterAll(() => {
    consumer.remove();
  });

  test.each(PROGRAMS.map(([resolution], index) => [resolution, index] as const))(
    "compile with moduleResolution %s",
    (_, index) => {
      expect(said[index]).toEqual([]);
    },
  );

  test("compile with each piece of a program in README and docs", () => {
    expect(Object.keys(DOCS).length).toBeGreaterThan(10);
    expect(said[PROGRAMS.length + 1]).toEqual([]);
  });

  test("would not if a declaration of it were wrong", () => {
    expect(said[PROGRAMS.length]).toEqual([
      expect.stringMatching(/wrong\.d\.ts.*Cannot find name 'Missing'/),
    ]);
  });
});

/** The errors of each of the programs, and those of one by which a wrong declaration is read. */
async function compile(consumer: Consumer): Promise<string[][]> {
  const strict = { strict: true, noEmit: true, esModuleInterop: true, skipLibCheck: false };
  const common = { ...strict, target: "es2020", types: ["node"] };
  consumer.write({ [WRONG]: "export declare const wrong: Missing;" });
  const all = [
    ...PROGRAMS,
    ["node16", { module: "node16" }, [WRONG]],
    ["node16", { module: "node16", target: "es2022", types: ["node", "jest"] }, Object.keys(DOCS)],
  ] as const;
  const programs = all.map(([moduleResolution, options, files]) => ({
    compilerOptions: { ...common, ...options, moduleResolution },
    files,
  }));
  const compiler = spawn(process.execPath, [COMPILER], { cwd: consumer.folder });
  compiler.stdin.end(JSON.stringify(programs));
  return JSON.parse((await shownBy(compiler)).output) as string[][];
}
