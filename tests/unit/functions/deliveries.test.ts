import { parse } from "smol-toml";

import { DELIVERIES, NOT_KNOWN_YET, checkProcess } from "../../../functions";

const RUNNER = { id: "42", token: "glrt-secret", description: "Builds" };
const url = (): string => "https://gitlab.example.com/api/v4";

const docker = (options: object): object => ({ executor: "docker", docker: options });
const autoscaler = (options: object): object => ({
  executor: "instance",
  autoscaler: { plugin: "aws", ...options },
});
const kubernetes = (options: object): object => ({ executor: "kubernetes", kubernetes: options });
const shell = (options: object): object => ({ executor: "shell", ...options });
const ofOne = (options: unknown, outputs: object = RUNNER): unknown =>
  typeof options === "object" && options !== null ? { ...outputs, ...options } : options;

async function refusal(process: unknown, form: "process" | "oneRunner"): Promise<string> {
  const error = await DELIVERIES.configToml
    .run({ form, process }, url)
    .catch((reason: unknown) => reason);
  return error instanceof Error ? error.message : `no refusal: ${String(error)}`;
}

test.each<[string, unknown]>([
  ["its arguments must be an object, not null", null],
  ["its arguments must be an object, not 5", 5],
  ["executor is missing; give one of shell, docker, docker-windows, ", {}],
  ["executor must be one of shell, docker, docker-windows, ", { executor: "podman" }],
  ["docker must be an object", { executor: "docker", docker: "alpine" }],
  [
    "docker is not read by the executor shell; leave it out, or give executor: docker or ",
    shell({ docker: { image: "alpine" } }),
  ],
  ["docker.colour is no option, as gitlab-runner has no such key here", docker({ colour: "red" })],
  ["docker.imgae is no option; did you mean image?", docker({ imgae: "alpine" })],
  ["docker.pull_policy is no option; did you mean pullPolicy?", docker({ pull_policy: "always" })],
  ["privileged is no option; did you mean docker.privileged?", shell({ privileged: true })],
  ["concurent is no option; did you mean concurrent?", shell({ concurent: 4 })],
  ["settings is no option", shell({ settings: { log_level: "info" } })],
  ["docker.image must be a text", docker({ image: 3 })],
  ["docker.image holds a NUL or half a surrogate pair", docker({ image: "a\0" })],
  ["docker.image holds a NUL or half a surrogate pair", docker({ image: "\ud800" })],
  ["docker.privileged must be true or false", docker({ privileged: "yes" })],
  ["docker.volumes must be a list of texts", docker({ volumes: "/cache" })],
  ["docker.volumes.0 must be a text", docker({ volumes: [1] })],
  ["docker.volumes.1 is missing", docker({ volumes: ["a", undefined] })],
  ["docker.pullPolicy must be one of always, if-not-present, never", docker({ pullPolicy: "no" })],
  ["docker.pullPolicy.0 must be one of always", docker({ pullPolicy: ["no"] })],
  ["docker.shmSize must be a number", docker({ shmSize: "64" })],
  ["docker.shmSize must be a whole number", docker({ shmSize: 0.5 })],
  ["docker.shmSize must be a whole number", docker({ shmSize: Infinity })],
  ["docker.shmSize must be at most 9007199254740991", docker({ shmSize: 2 ** 53 })],
  ["docker.shmSize must be a number", docker({ shmSize: NaN })],
  ["docker.sysctls must be an object of texts", docker({ sysctls: "a=b" })],
  ["docker.sysctls.a must be a text", docker({ sysctls: { a: 1 } })],
  ['docker.sysctls."a\\u0000" holds a NUL', docker({ sysctls: { "a\0": "1" } })],
  ["docker.servicesDevices.a must be a list of texts", docker({ servicesDevices: { a: "b" } })],
  ["docker.services.0.name must be a text", docker({ services: [{ name: 1 }] })],
  ["kubernetes must be an object", { executor: "kubernetes", kubernetes: true }],
  ["kubernetes.podLabels.a must be a text", kubernetes({ podLabels: { a: null } })],
  ["kubernetes.dnsPolicy must be one of none, default, ", kubernetes({ dnsPolicy: "Default" })],
  [
    "kubernetes.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution.0.weight must be a whole number of 32 bits",
    kubernetes({
      affinity: {
        nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 2 ** 31 }] },
      },
    }),
  ],
  [
    'kubernetes.cleanupResourcesTimeout must be a duration such as "1h30m"',
    kubernetes({ cleanupResourcesTimeout: "5 minutes" }),
  ],
  [
    "kubernetes.cleanupResourcesTimeout must be a duration",
    kubernetes({ cleanupResourcesTimeout: 300 }),
  ],
  [
    "autoscaler.plugin is missing: the executor instance runs no job without",
    { executor: "instance" },
  ],
  ["autoscaler.policy must be a list", autoscaler({ policy: {} })],
  ["autoscaler.policy.0 must be an object", autoscaler({ policy: ["idle"] })],
  ["autoscaler.policy.0.idleCount must be a number", autoscaler({ policy: [{ idleCount: "2" }] })],
  [
    "autoscaler.policy.0.idleTime must be a duration of at least a second",
    autoscaler({ policy: [{ idleTime: "999ms" }] }),
  ],
  ["autoscaler.pluginConfig must be an object", autoscaler({ pluginConfig: "x" })],
  [
    "autoscaler.pluginConfig.a.1 must be a text, a number, true or false, a list or an object",
    autoscaler({ pluginConfig: { a: ["a", null] } }),
  ],
  [
    "autoscaler.pluginConfig.a must be a finite number",
    autoscaler({ pluginConfig: { a: Infinity } }),
  ],
  [
    "machine.machineName is missing",
    { executor: "docker+machine", machine: { machineDriver: "x" } },
  ],
  ["machine.machineDriver is missing", { executor: "docker+machine" }],
  [
    "machine.machineOptionsWithName must have %s in each of its texts",
    {
      executor: "docker+machine",
      machine: { machineDriver: "x", machineName: "a-%s", machineOptionsWithName: ["a"] },
    },
  ],
  [
    'autoscaler.policy.0.periods.0 must be a period, 5 to 7 fields of cron such as "* 7-18 * * mon-fri", not "mon-fri"',
    { executor: "instance", autoscaler: { plugin: "aws", policy: [{ periods: ["mon-fri"] }] } },
  ],
  [
    'autoscaler.policy.0.timezone must be a time zone such as "Europe/Berlin", not "Berlin"',
    { executor: "instance", autoscaler: { plugin: "aws", policy: [{ timezone: "Berlin" }] } },
  ],
  ["virtualbox.baseName is missing", { executor: "virtualbox" }],
  ["custom.runExec is missing", { executor: "custom", custom: {} }],
  ["custom.runExec must be a text", { executor: "custom", custom: { runExec: [] } }],
  ["shell must be one of bash, sh, cmd, pwsh, powershell", shell({ shell: "fish" })],
  ["concurrent must be a number", shell({ concurrent: "4" })],
  ["concurrent must be 1 or more: with fewer, gitlab-runner runs no job", shell({ concurrent: 0 })],
  ["concurrent must be 1 or more", shell({ concurrent: -1 })],
  ["logLevel must be one of trace, debug, ", shell({ logLevel: "loud" })],
  ["labels has a name that gitlab-runner refuses", shell({ labels: { ab: "c" } })],
  ["labels has a value that gitlab-runner refuses", shell({ labels: { abc: "" } })],
  [
    "labels has 33 labels; gitlab-runner allows 32",
    shell({
      labels: Object.fromEntries(Array.from({ length: 33 }, (_, index) => [`name${index}`, "a"])),
    }),
  ],
  ["url must be a text", shell({ url: 1 })],
  ["environment must be a list of texts", shell({ environment: "A=b" })],
  ["tagList is no option", shell({ tagList: ["a"] })],
  ["limit must be a number; name must be a text", shell({ name: 1, limit: "a" })],
])("options: %s", async (message, options) => {
  for (const [name, delivery] of Object.entries(DELIVERIES)) {
    const refused = delivery.run({ form: "oneRunner", process: ofOne(options) }, url);
    const error: unknown = await refused.catch((reason: unknown) => reason);
    expect(String(error)).toContain(`${name}: `);
    for (const part of message.split("; ")) expect(String(error)).toContain(part);
  }
});

test.each<[string, unknown]>([
  ["runners must be a list of runners", {}],
  ["runners must have at least one runner", { runners: [] }],
  ["runners.0 must be an object", { runners: ["glrt-secret"] }],
  [
    "runners.1.executor is missing; give one of ",
    { runners: [{ ...RUNNER, executor: "shell" }, RUNNER] },
  ],
  [
    "runners.0.docker.imgae is no option; did you mean image?",
    { runners: [{ ...RUNNER, executor: "docker", docker: { imgae: "a" } }] },
  ],
  [
    "runners.0.concurrent is no option of a runner; give it to the process, beside runners",
    { runners: [{ ...RUNNER, executor: "shell", concurrent: 4 }] },
  ],
  [
    "limit is no option of the process; give it to a runner, within runners",
    { limit: 1, runners: [{ ...RUNNER, executor: "shell" }] },
  ],
  [
    "machine.shutdownDrain.enabled must be true or false",
    { machine: { shutdownDrain: { enabled: 1 } }, runners: [{ ...RUNNER, executor: "shell" }] },
  ],
  [
    "the token of runner 43 is not known: ",
    {
      runners: [
        { ...RUNNER, executor: "shell" },
        { id: 43, executor: "shell" },
      ],
    },
  ],
  [
    "runners.1 is the same runner as runners.0: gitlab-runner would count the jobs of both together, and renew " +
      "the token of the first one only. Declare a Runner for each",
    {
      runners: [
        { ...RUNNER, executor: "shell" },
        { ...RUNNER, executor: "docker" },
      ],
    },
  ],
  [
    "runners.0: token is empty: without one, gitlab-runner runs no job",
    { runners: [{ id: 42, token: " ", executor: "shell" }] },
  ],
  ["runners.0: token must be a text", { runners: [{ id: 42, token: 7, executor: "shell" }] }],
])("a process: %s", async (message, process) => {
  const shown = await refusal(process, "process");
  expect(shown).toContain(message);
  expect(shown).not.toContain("glrt-");
});

test.each<[string, object]>([
  ["id is missing", { token: "glrt-secret" }],
  ["id must be an id", { id: "glrt-secret" }],
  ["token must be a text", { id: 42, token: 7 }],
  ["description must be a text", { ...RUNNER, description: ["glrt-secret"] }],
  ["the token of runner 42 is not known: ", { id: 42, token: null }],
])("a runner: %s", async (message, runner) => {
  const shown = await refusal({ ...runner, executor: "shell" }, "oneRunner");
  expect(shown).toContain(message);
  expect(shown).not.toContain("glrt-");
});

describe("in a preview", () => {
  test("what is known is checked, and what is not is not missed", () => {
    const process = (docker: unknown): object => ({
      concurrent: NOT_KNOWN_YET,
      runners: [{ executor: NOT_KNOWN_YET }, { executor: "docker", docker }, NOT_KNOWN_YET],
    });
    const check = (value: object) => (): void => {
      checkProcess("RunnerProcess", "process", value);
    };
    expect(check(process(NOT_KNOWN_YET))).not.toThrow();
    expect(check(process({ image: NOT_KNOWN_YET, volumes: [NOT_KNOWN_YET] }))).not.toThrow();
    expect(check(process({ image: NOT_KNOWN_YET, privileged: "no" }))).toThrow(
      "RunnerProcess: runners.1.docker.privileged must be true or false",
    );
  });

  test.each<[message: string, form: "process" | "oneRunner", value: object]>([
    [
      "a name: runners.0.token comes from the runner: leave it out",
      "process",
      { runners: [{ executor: "shell", token: "glrt-secret" }] },
    ],
    [
      "a name: description comes from the runner: leave it out; for another name in the file, give name",
      "oneRunner",
      { executor: "shell", description: NOT_KNOWN_YET },
    ],
  ])("%s", (message, form, value) => {
    expect(() => {
      checkProcess("a name", form, value);
    }).toThrow(new Error(message));
  });

  test("an option that an executor needs is there although its value is not known", () => {
    const machine = { machineDriver: NOT_KNOWN_YET, machineName: NOT_KNOWN_YET };
    for (const given of [machine, NOT_KNOWN_YET]) {
      const options = { executor: "docker+machine", machine: given };
      expect(() => {
        checkProcess("configToml", "oneRunner", options);
      }).not.toThrow();
    }
  });
});

test.each(["systemdUnit", "installScript", "cloudInit"] as const)(
  "%s names itself where it refuses what a text within it cannot say",
  async (name) => {
    const options =
      name === "systemdUnit" ? {} : { version: "19.3.0", sha256: { amd64: "0a".repeat(32) } };
    const run = (runner: object, keys: object = {}): Promise<string> =>
      DELIVERIES[name].run(
        { form: "process", process: { ...keys, runners: [{ ...RUNNER, ...runner }] }, options },
        url,
      );
    const parallels = { executor: "parallels", parallels: { baseName: "vm" } };
    await expect(run(parallels)).rejects.toThrow(`${name}: runners.0.executor is parallels`);
    await expect(run({ executor: "shell" }, { user: "A B" })).rejects.toThrow(`${name}: user must`);
  },
);

async function first(options: object, runner: object = RUNNER): Promise<Record<string, unknown>> {
  const process = ofOne(shell(options), runner);
  const file = parse(await DELIVERIES.configToml.run({ form: "oneRunner", process }, url));
  return (file["runners"] as Record<string, unknown>[])[0] ?? {};
}

test("the address is that of the options, else of the provider", async () => {
  expect((await first({}))["url"]).toBe("https://gitlab.example.com");
  expect((await first({ url: "eu.example.com/git" }))["url"]).toBe("https://eu.example.com/git");
  expect((await first({ url: "https://eu.example.com/" }))["url"]).toBe("https://eu.example.com/");
  await expect(first({ url: "" })).rejects.toThrow("configToml: url is empty");
});

test("each runner is asked for its own address", async () => {
  const runners = [
    { ...RUNNER, executor: "shell" },
    { id: 43, token: "glrt-two", executor: "shell", url: "https://own.example.com" },
    { id: 44, token: "glrt-three", executor: "shell" },
  ];
  const asked: number[] = [];
  const text = await DELIVERIES.configToml.run(
    { form: "process", process: { runners } },
    (index) => {
      asked.push(index);
      return `https://gitlab-${index}.example.com`;
    },
  );
  expect(parse(text)["runners"]).toMatchObject([
    { url: "https://gitlab-0.example.com" },
    { url: "https://own.example.com" },
    { url: "https://gitlab-2.example.com" },
  ]);
  expect(asked).toEqual([0, 2]);
});

test("the name is that of the options, else the description, else made of the id", async () => {
  expect((await first({ name: "mine" }))["name"]).toBe("mine");
  expect((await first({}))["name"]).toBe("Builds");
  expect((await first({}, { ...RUNNER, description: null }))["name"]).toBe("runner-42");
});
