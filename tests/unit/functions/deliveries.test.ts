import { parse } from "smol-toml";

import { DELIVERIES } from "../../../functions";
import { configToml } from "../../../functions/delivery/configToml";
import type { KnownProcessOptions } from "../../../functions/delivery/options";

const RUNNER = { id: "42", token: "glrt-secret", description: "Builds" };
const URL = "https://gitlab.example.com/api/v4";

const docker = (options: object): object => ({
  executor: "docker",
  docker: { image: "alpine", ...options },
});
const autoscaler = (options: object): object => ({
  executor: "instance",
  autoscaler: { plugin: "aws", ...options },
});
const kubernetes = (options: object): object => ({ executor: "kubernetes", kubernetes: options });
const shell = (options: object): object => ({ executor: "shell", ...options });

test.each<[string, unknown]>([
  ["its arguments must be an object, not null", null],
  ["its arguments must be an object, not 5", 5],
  ["executor must be one of shell, docker, docker-windows, ", {}],
  ["executor must be one of shell, docker, docker-windows, ", { executor: "podman" }],
  ["docker is missing", { executor: "docker" }],
  ["docker must be an object", { executor: "docker", docker: "alpine" }],
  ["docker.image is missing", { executor: "docker", docker: {} }],
  ["it has no argument docker", shell({ docker: { image: "alpine" } })],
  ["it has no argument docker.colour", docker({ colour: "red" })],
  ["docker.image must be a text", docker({ image: 3 })],
  ["docker.privileged must be true or false", docker({ privileged: "yes" })],
  ["docker.volumes must be a list of texts", docker({ volumes: "/cache" })],
  ["docker.volumes.0 must be a text", docker({ volumes: [1] })],
  ["docker.pullPolicy must be a text or a list of texts", docker({ pullPolicy: [1] })],
  ["docker.shmSize must be a number", docker({ shmSize: "64" })],
  ["docker.shmSize must be a whole number", docker({ shmSize: 0.5 })],
  ["docker.sysctls must be an object of texts", docker({ sysctls: "a=b" })],
  ["docker.sysctls.a must be a text", docker({ sysctls: { a: 1 } })],
  ["kubernetes must be an object", { executor: "kubernetes", kubernetes: true }],
  ["kubernetes.podLabels.a must be a text", kubernetes({ podLabels: { a: null } })],
  ["autoscaler.policy must be a list", autoscaler({ policy: {} })],
  ["autoscaler.policy.0 must be an object", autoscaler({ policy: ["idle"] })],
  ["autoscaler.policy.0.idleCount must be a number", autoscaler({ policy: [{ idleCount: "2" }] })],
  ["autoscaler.pluginConfig must be an object", autoscaler({ pluginConfig: "x" })],
  ["ssh.host is missing", { executor: "ssh", ssh: {} }],
  ["custom.runExec must be a text", { executor: "custom", custom: { runExec: [] } }],
  ["shell must be one of bash, sh, pwsh, powershell", shell({ shell: "fish" })],
  ["concurrent must be a number", shell({ concurrent: "4" })],
  ["url must be a text", shell({ url: 1 })],
  ["environment must be a list of texts", shell({ environment: "A=b" })],
  ["settings must be an object", shell({ settings: "a" })],
  [
    "settings.cache.Paths.1 must be a text, a number, true or false, a list or an object",
    shell({ settings: { cache: { Paths: ["a", null] } } }),
  ],
  ["it has no argument tagList", shell({ tagList: ["a"] })],
  ["limit must be a number; name must be a text", shell({ limit: "a", name: 1 })],
])("options: %s", async (message, options) => {
  for (const [name, delivery] of Object.entries(DELIVERIES)) {
    const refused = delivery.run(RUNNER, options, URL);
    await expect(refused).rejects.toThrow(`${name}: `);
    for (const part of message.split("; ")) {
      await expect(delivery.run(RUNNER, options, URL)).rejects.toThrow(part);
    }
  }
});

test.each<[string, unknown]>([
  ["registerCommand: runner must be an object", "glrt-secret"],
  ["registerCommand: runner must be an object", undefined],
  ["runner.id is missing", { token: "glrt-secret" }],
  ["runner.id must be an id", { id: "glrt-secret" }],
  ["runner.token must be a text", { id: 42, token: 7 }],
  ["runner.description must be a text", { ...RUNNER, description: ["glrt-secret"] }],
  ["the token of runner 42 is not known: ", { id: 42, token: null }],
])("runner: %s", async (message, runner) => {
  const error = await DELIVERIES.registerCommand
    .run(runner, shell({}), URL)
    .catch((reason: unknown) => reason);
  expect(String(error)).toContain(message);
  expect(String(error)).not.toContain("glrt-");
});

test("the address is that of the options, else of the provider", async () => {
  const address = async (options: object): Promise<unknown> =>
    parse(await DELIVERIES.configToml.run(RUNNER, shell(options), URL))["runners"];
  expect(await address({})).toMatchObject([{ url: "https://gitlab.example.com" }]);
  expect(await address({ url: "eu.example.com/git" })).toMatchObject([
    { url: "https://eu.example.com/git" },
  ]);
  await expect(address({ url: "" })).rejects.toThrow("the url that runner 42 is to reach is empty");
});

test("the name is that of the options, else the description, else made of the id", async () => {
  const name = async (runner: object, options: object): Promise<unknown> =>
    /--name (\S+)/.exec(await DELIVERIES.registerCommand.run(runner, shell(options), URL))?.[1];
  expect(await name(RUNNER, { name: "mine" })).toBe("mine");
  expect(await name(RUNNER, {})).toBe("Builds");
  expect(await name({ ...RUNNER, description: null }, {})).toBe("runner-42");
});

test("the expiry is that of the token which is written", async () => {
  const dates = {
    tokenObtainedAt: "2026-11-01T00:00:00.000Z",
    tokenExpiresAt: "2027-01-01T00:00:00.000Z",
    __tokenExpiresAt: "2026-12-01T00:00:00.000Z",
  };
  const text = await DELIVERIES.configToml.run({ ...RUNNER, ...dates }, shell({}), URL);
  expect(text).toContain("token_expires_at = 2026-12-01T00:00:00.000Z");
});

test("what is right means the same as to the SDK, whatever the order of the options", async () => {
  const options: KnownProcessOptions = {
    settings: { cache: { Type: "s3", Paths: ["a", ["b"]], Shared: true, Size: 1.5 } },
    docker: {
      sysctls: { "net.core": "1" },
      image: "alpine",
      pullPolicy: ["always"],
      waitForServicesTimeout: -1,
    },
    executor: "docker-windows",
    concurrent: 4,
  };
  const known = { id: 42, token: "glrt-secret", name: "Builds", url: "https://gitlab.example.com" };
  const text = await DELIVERIES.configToml.run({ ...RUNNER, paused: true }, options, URL);
  expect(parse(text)).toEqual(parse(await configToml(known, options)));
});
