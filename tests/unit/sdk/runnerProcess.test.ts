import * as pulumi from "@pulumi/pulumi";
import { parse } from "smol-toml";

import { Provider, Runner, RunnerProcess, type RunnerProcessArgs } from "../../../sdk";

const HERE = "https://gitlab.example.com";

/** As in a preview, where a runner that is to be made has no id and no token yet. */
const preview = { isOn: false };

beforeAll(() =>
  pulumi.runtime.setMocks({
    newResource: ({ inputs, id, name }) => ({
      // Empty for one that is to be made.
      id: id === undefined || id === "" ? (preview.isOn ? undefined : "7") : id,
      state: { ...(inputs as object), ...(!preview.isOn && { token: `glrt-of-${name}` }) },
    }),
    call: ({ inputs }) => inputs as object,
  }),
);
beforeEach(() => {
  preview.isOn = false;
  process.env["GITLAB_BASE_URL"] = HERE;
});
afterAll(() => {
  Reflect.deleteProperty(process.env, "GITLAB_BASE_URL");
});

let count = 0;
const runnerBy = (opts: pulumi.CustomResourceOptions = {}): Runner =>
  new Runner(`runner-${(count += 1)}`, { runnerType: "instance_type" }, opts);

interface Parts<Value> {
  promise(): Promise<Value>;
  allResources(): Promise<unknown>;
  isKnown: Promise<boolean>;
  isSecret: Promise<boolean>;
}

const partsOf = <Value>(output: pulumi.Output<Value>): Parts<Value> =>
  output as unknown as Parts<Value>;

/** What the Output comes to; fails as it does. */
async function valueOf<Value>(output: pulumi.Output<Value>): Promise<Value> {
  const parts = partsOf(output);
  // Each of its promises fails with it, and one that nobody looks at ends the process.
  const value = parts.promise();
  await Promise.allSettled([value, parts.isKnown, parts.isSecret, parts.allResources()]);
  return value;
}

/** An Output that is not known before the apply. */
const unknown = <Value>(): pulumi.Output<Value> =>
  pulumi.output((pulumi as unknown as { unknown: Value }).unknown) as pulumi.Output<Value>;

test("writes a file of all its runners, each with the address of its own GitLab", async () => {
  const eu = new Provider("eu", { baseUrl: "https://eu.example.com" });
  const [here, there] = [runnerBy(), runnerBy({ provider: eu })];
  const machine = new RunnerProcess({
    concurrent: pulumi.output(4),
    runners: [
      { runner: here, executor: "docker", docker: pulumi.output({ image: "alpine:3" }) },
      { runner: there, executor: "shell", name: pulumi.output("Shell") },
      {
        runner: { id: pulumi.output("9"), token: pulumi.output("glrt-of-another-stack") },
        executor: "shell",
        url: "https://own.example.com",
      },
    ],
  });
  const text = machine.configToml();
  expect(parse(await valueOf(text))).toEqual({
    concurrent: 4,
    runners: [
      {
        name: "runner-7",
        url: HERE,
        id: 7,
        token: `glrt-of-${here.declaredName}`,
        executor: "docker",
        docker: { image: "alpine:3" },
      },
      {
        name: "Shell",
        url: "https://eu.example.com",
        id: 7,
        token: `glrt-of-${there.declaredName}`,
        executor: "shell",
      },
      {
        name: "runner-9",
        url: "https://own.example.com",
        id: 9,
        token: "glrt-of-another-stack",
        executor: "shell",
      },
    ],
  });
  expect(await partsOf(text).isSecret).toBe(true);
});

const wrong = (args: object) => (): RunnerProcess => new RunnerProcess(args as RunnerProcessArgs);

test.each<[string, object]>([
  [
    "RunnerProcess: runners.0.docker.imgae is no option; did you mean image?",
    { runners: [{ executor: "docker", docker: { imgae: "a" } }] },
  ],
  [
    "RunnerProcess: runners.1.executor is missing; give one of shell, docker, ",
    { runners: [{ executor: pulumi.output("shell") }, {}] },
  ],
  [
    "RunnerProcess: concurrent must be a number; runners.0.limit must be a whole number",
    { concurrent: "4", runners: [{ executor: "shell", limit: 1.5, name: unknown() }] },
  ],
  ["RunnerProcess: runners must have at least one runner", { runners: [] }],
])("refuses at once: %s", (message, { runners = [], ...global }: { runners?: object[] }) => {
  const entries = runners.map((entry) => ({ runner: { id: 1, token: "glrt-a" }, ...entry }));
  expect(wrong({ ...global, runners: entries })).toThrow(message);
  expect(wrong({ ...global, runners: entries })).toThrow(pulumi.RunError);
});

const asJavaScript = (args: unknown) => (): RunnerProcess =>
  new RunnerProcess(args as RunnerProcessArgs);
const NO_PROCESS = "RunnerProcess: its arguments must be an object, of runners and the options of";
const NO_LIST =
  'RunnerProcess: runners must be a list such as [{ runner, executor: "shell" }], with at least one';
const NO_ENTRY = "RunnerProcess: runners.0 must be an object, of a runner and its options";

test.each<[string, unknown, string]>([
  ["nothing", undefined, NO_PROCESS],
  ["null", null, NO_PROCESS],
  ["a text", "runners", NO_PROCESS],
  ["a list", [{ executor: "shell" }], NO_PROCESS],
  ["an Output", pulumi.output({ runners: [] }), NO_PROCESS],
  ["a Promise", Promise.resolve({ runners: [] }), NO_PROCESS],
  ["no runners", {}, NO_LIST],
  ["runners that are null", { runners: null }, NO_LIST],
  ["one runner in place of a list", { runners: { executor: "shell" } }, NO_LIST],
  ["an Output of runners", { runners: pulumi.output([]) }, NO_LIST],
  ["a runner that is null", { runners: [null] }, NO_ENTRY],
  ["a runner that is a text", { runners: ["glrt-a"] }, NO_ENTRY],
  ["a runner that is an Output", { runners: [pulumi.output({ executor: "shell" })] }, NO_ENTRY],
])("refuses %s, as a program in JavaScript may give it", (_, args, message) => {
  expect(asJavaScript(args)).toThrow(message);
  expect(asJavaScript(args)).toThrow(pulumi.RunError);
});

test.each<[string, unknown[]]>([
  ["nothing", []],
  ["null", [null]],
  ["a number", [5]],
  ["a text", ["shell"]],
  ["a list", [["shell"]]],
])("a Runner refuses %s in place of options", (_, args) => {
  const runner = runnerBy();
  for (const writer of ["configToml", "registerCommand"] as const) {
    const call = (): unknown => (runner[writer] as (...all: unknown[]) => unknown)(...args);
    expect(call).toThrow(new RegExp(`^${writer} of runner ${runner.declaredName}: `));
    expect(call).toThrow(pulumi.RunError);
  }
});

test.each<[string, unknown[]]>([
  ["a number", [5]],
  ["a text", ["19.3.0"]],
  ["a list", [["19.3.0"]]],
])("a text of a process refuses %s in place of its options", async (_, args) => {
  const machine = new RunnerProcess({ runners: [{ runner: runnerBy(), executor: "kubernetes" }] });
  const writers = [
    ...(["helmValues", "kubernetesSecret", "systemdUnit", "installScript"] as const),
    ...(["cloudInit", "composeFile"] as const),
  ];
  for (const writer of writers) {
    const text = (machine[writer] as (...all: unknown[]) => pulumi.Output<string>).apply(
      machine,
      args,
    );
    await expect(valueOf(text)).rejects.toThrow(`${writer}: its arguments must be an object`);
  }
});

test("refuses a runner that is none, as a program in JavaScript may give it", () => {
  const message = "RunnerProcess: runners.0.runner must be a Runner or outputs of one";
  for (const runner of [undefined, null, "glrt-a"])
    expect(wrong({ runners: [{ runner, executor: "shell" }] })).toThrow(message);
});

test("refuses a runner that is there twice, before its token is known", () => {
  const runner = runnerBy();
  const options = { runner, executor: "shell" };
  expect(wrong({ runners: [options, { ...options, runner: runnerBy() }] })).not.toThrow();
  expect(wrong({ runners: [{ ...options, runner: runnerBy() }, options, options] })).toThrow(
    "RunnerProcess: runners.2 is the same runner as runners.1: gitlab-runner would count",
  );
});

test("the options of one runner are refused with its name", () => {
  const runner = new Runner("app", { runnerType: "instance_type" });
  const options = { executor: "docker" as const, docker: { memory: 2 } };
  for (const writer of ["configToml", "registerCommand"] as const) {
    // @ts-expect-error -- a program in JavaScript may say so
    expect(() => runner[writer](options)).toThrow(
      `${writer} of runner app: docker.memory must be a text`,
    );
  }
});

describe("in a preview, where the token of a new runner is not known", () => {
  beforeEach(() => {
    preview.isOn = true;
  });

  test("a text is not known, and is a secret", async () => {
    const text = runnerBy().configToml({ executor: "shell" });
    await valueOf(text);
    expect(await partsOf(text).isKnown).toBe(false);
    expect(await partsOf(text).isSecret).toBe(true);
  });

  test("an option is refused that an Output has by then", async () => {
    const docker = pulumi.output({ image: "alpine:3", shmSize: "1g" as unknown as number });
    const text = runnerBy().configToml({ executor: "docker", docker });
    await expect(valueOf(text)).rejects.toThrow(/^configToml of runner runner-\d+: docker.shmSize/);
    const machine = new RunnerProcess({
      runners: [{ runner: runnerBy(), executor: "docker", docker }],
    });
    await expect(valueOf(machine.configToml())).rejects.toThrow(
      "RunnerProcess: runners.0.docker.shmSize must be a number",
    );
  });

  test("all options are refused at once that Outputs have by then, while another is not known", async () => {
    const runner = runnerBy();
    const refused = runner.configToml({
      executor: "docker",
      name: unknown<string>(),
      environment: pulumi.secret("y") as unknown as string[],
      docker: { image: "a", services: pulumi.secret("x") as unknown as [] },
    });
    await expect(valueOf(refused)).rejects.toThrow(
      `configToml of runner ${runner.declaredName}: environment must be a list of texts; docker.services must be a list`,
    );
  });

  test("what no line can be written of is refused with the name of the runner", async () => {
    const runner = runnerBy();
    const refused = runner.registerCommand({ executor: "shell", concurrent: 3 } as never);
    await expect(valueOf(refused)).rejects.toThrow(
      `registerCommand of runner ${runner.declaredName}: gitlab-runner register cannot be given concurrent`,
    );
  });

  test("an option that is not known yet is not missed", async () => {
    const machine = new RunnerProcess({
      concurrent: unknown<number>(),
      runners: [
        { runner: runnerBy(), executor: unknown<"shell">() },
        {
          runner: runnerBy(),
          executor: "docker+machine",
          machine: { machineDriver: unknown<string>(), machineName: Promise.resolve("ci-%s") },
        },
      ],
    });
    const text = machine.configToml();
    await valueOf(text);
    expect(await partsOf(text).isKnown).toBe(false);
  });
});
