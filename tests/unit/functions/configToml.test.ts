import { parse } from "smol-toml";

import { DELIVERIES } from "../../../functions";

const RUNNER = { id: 42, token: "glrt-secret", description: 'Docker "builds"' };
const url = (): string => "https://gitlab.example.com/api/v4";

type Table = Record<string, unknown>;

async function written(options: object, runner: object = RUNNER): Promise<string> {
  const process = { ...runner, ...options };
  return DELIVERIES.configToml.run({ form: "oneRunner", process }, url);
}

async function read(options: object, runner: object = RUNNER): Promise<[Table, Table]> {
  const file = parse(await written(options, runner));
  const [table] = file["runners"] as Table[];
  return [file, table ?? {}];
}

describe("config.toml", () => {
  test("has each key where gitlab-runner reads it", async () => {
    const [file, runner] = await read({
      concurrent: 4,
      checkInterval: 5,
      listenAddress: ":9252",
      logLevel: "info",
      sessionServer: { listenAddress: "[::]:8093", sessionTimeout: 1800 },
      shutdownTimeout: 30,
      connectionMaxAge: "15m0s",
      executor: "docker",
      limit: 2,
      tlsCaFile: "/ca.pem",
      preBuildScript: "echo 'one'\necho \"two\"",
      labels: { team: "platform" },
      featureFlags: { FF_NETWORK_PER_BUILD: true },
      cache: { type: "s3", shared: true, s3: { serverAddress: "s3", roleArn: "arn" } },
      docker: { image: "alpine:3", pullPolicy: "always", sysctls: { "net.core": "1" } },
    });
    const { runners, ...global } = file;
    expect(runners).toHaveLength(1);
    expect(global).toEqual({
      concurrent: 4,
      check_interval: 5,
      listen_address: ":9252",
      log_level: "info",
      session_server: { listen_address: "[::]:8093", session_timeout: 1800 },
      shutdown_timeout: 30,
      connection_max_age: "15m0s",
    });
    expect(runner).toEqual({
      name: 'Docker "builds"',
      url: "https://gitlab.example.com",
      id: 42,
      token: "glrt-secret",
      executor: "docker",
      limit: 2,
      "tls-ca-file": "/ca.pem",
      pre_build_script: "echo 'one'\necho \"two\"",
      labels: { team: "platform" },
      feature_flags: { FF_NETWORK_PER_BUILD: true },
      cache: { Type: "s3", Shared: true, s3: { ServerAddress: "s3", RoleARN: "arn" } },
      docker: { image: "alpine:3", pull_policy: "always", sysctls: { "net.core": "1" } },
    });
  });

  test("has several runners of a process", async () => {
    const process = {
      concurrent: 3,
      labels: { site: "berlin" },
      machine: { shutdownDrain: { enabled: true, retryBackoff: "5s" } },
      experimental: { usageLogger: { enabled: true } },
      runners: [
        { ...RUNNER, executor: "shell", limit: 1 },
        {
          id: "43",
          token: "glrt-other",
          executor: "docker+machine",
          machine: {
            machineDriver: "amazonec2",
            machineName: "ci-%s",
            idleCount: 2,
            autoscaling: [
              { periods: ["* * 9-17 * * mon-fri *"], idleCount: 5, idleScaleFactor: 1.5 },
            ],
          },
          experimental: { bootVerify: { enabled: true } },
        },
      ],
    };
    const text = await DELIVERIES.configToml.run({ form: "process", process }, url);
    expect(parse(text)).toEqual({
      concurrent: 3,
      labels: { site: "berlin" },
      machine: { shutdown_drain: { enabled: true, retry_backoff: "5s" } },
      experimental: { usage_logger: { enabled: true } },
      runners: [
        {
          name: 'Docker "builds"',
          url: "https://gitlab.example.com",
          id: 42,
          token: "glrt-secret",
          executor: "shell",
          limit: 1,
        },
        {
          name: "runner-43",
          url: "https://gitlab.example.com",
          id: 43,
          token: "glrt-other",
          executor: "docker+machine",
          docker: {},
          experimental: { boot_verify: { enabled: true } },
          machine: {
            MachineDriver: "amazonec2",
            MachineName: "ci-%s",
            IdleCount: 2,
            autoscaling: [
              { Periods: ["* * 9-17 * * mon-fri *"], IdleCount: 5, IdleScaleFactor: 1.5 },
            ],
          },
        },
      ],
    });
  });

  test.each([
    ["shell", {}],
    ["docker", { docker: {} }],
    ["docker-windows", { docker: {}, shell: "pwsh" }],
    ["kubernetes", { kubernetes: {} }],
    ["ssh", { ssh: {} }],
  ])("of the executor %s alone has what it runs no job without", async (executor, tables) => {
    const [file, runner] = await read({ executor });
    expect(file["concurrent"]).toBe(1);
    const { name, url: address, id, token, ...rest } = runner;
    expect([name, address, id, token]).not.toContain(undefined);
    expect(rest).toEqual({ executor, ...tables });
  });

  test("takes an option that is undefined for one that is left out", async () => {
    const docker = { image: undefined, volumes: [], colour: undefined };
    const [, runner] = await read({ executor: "docker", limit: undefined, docker });
    expect(runner).toMatchObject({ executor: "docker", docker: { volumes: [] } });
    expect(runner).not.toHaveProperty("limit");
  });

  test("leaves a chosen shell of docker-windows", async () => {
    const [, runner] = await read({ executor: "docker-windows", shell: "powershell" });
    expect(runner["shell"]).toBe("powershell");
  });

  test("says nothing that GitLab decides", async () => {
    const [, runner] = await read({ executor: "shell" });
    const reserved = /tag|access_level|locked|paused|untagged|maximum_timeout|maintenance/;
    expect(Object.keys(runner).filter((key) => reserved.test(key))).toEqual([]);
  });

  test("has gitlab-runner keep a token that expires, which the stack rotates", async () => {
    const [, runner] = await read({ executor: "shell" });
    expect(Object.keys(runner).filter((key) => key.startsWith("token_"))).toEqual([]);
  });

  test("hands a plugin its configuration as it is", async () => {
    const pluginConfig = {
      name: "group",
      credentials_file: "/x",
      constructor: "one",
      "a.b": [1, 1.5, true, { deep: [["x"]] }, "é\u007f\u0001\n"],
    };
    const autoscaler = {
      plugin: "aws",
      pluginConfig,
      policy: [{ idleTime: "20m0s", scaleFactor: 2 }],
    };
    const [, runner] = await read({ executor: "instance", autoscaler });
    expect(runner["autoscaler"]).toEqual({
      plugin: "aws",
      plugin_config: pluginConfig,
      policy: [{ idle_time: "20m0s", scale_factor: 2 }],
    });
  });

  test("has a number that gitlab-runner would not read as a whole one as a fraction", async () => {
    const text = await written({
      executor: "instance",
      autoscaler: { plugin: "aws", policy: [{ scaleFactor: 2 ** 60 }] },
    });
    expect(text).toContain("scale_factor = 1152921504606846976.0");
  });
});
