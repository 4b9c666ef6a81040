import { parse } from "yaml";

import { checkArgs } from "../../../functions/arguments";
import { composeFile, composeOptions } from "../../../functions/delivery/composeFile";
import { configToml } from "../../../functions/delivery/configToml";
import type { KnownProcess } from "../../../functions/delivery/knownProcess";
import { processOf } from "../../helpers/knownProcesses";

const DIGEST = `sha256:${"0a".repeat(32)}`;
const OPTIONS = { version: "19.3.0", digest: DIGEST };
const DOCKER = processOf({ concurrent: 4 }, { executor: "docker", docker: { image: "alpine:3" } });
const SHELL = processOf({}, { executor: "shell" });

interface Compose {
  services: { "gitlab-runner": Record<string, unknown> & { labels: Record<string, string> } };
  configs: { config: { content: string } };
}

const fileOf = async (process: KnownProcess, given: object = {}): Promise<Compose> => {
  const options = checkArgs("composeFile", composeOptions, { ...OPTIONS, ...given });
  return parse(await composeFile(process, options), { version: "1.1" }) as Compose;
};

/** As Compose reads it where no variable is set. */
const interpolated = (text: string): string =>
  text.replace(/\$(\$|\{[^}]*\}|[A-Za-z_]\w*)/g, (_, after: string) => (after === "$" ? "$" : ""));

test("a container runs gitlab-runner of one version, and ends after its jobs", async () => {
  const config = await configToml(DOCKER);
  const file = await fileOf(DOCKER);
  expect(file).toEqual({
    services: {
      "gitlab-runner": {
        image: `gitlab/gitlab-runner:alpine-v19.3.0@${DIGEST}`,
        restart: "unless-stopped",
        stop_signal: "SIGQUIT",
        stop_grace_period: "7200s",
        configs: [{ source: "config", target: "/etc/gitlab-runner/config.toml", mode: 0o600 }],
        volumes: [
          { type: "volume", source: "gitlab-runner", target: "/etc/gitlab-runner" },
          { type: "bind", source: "/var/run/docker.sock", target: "/var/run/docker.sock" },
        ],
        labels: { "gitlab-runner.config": expect.stringMatching(/^[0-9a-f]{64}$/) as string },
      },
    },
    volumes: { "gitlab-runner": {} },
    configs: { config: { content: config } },
  });
});

test("the container is given the machine's Docker only for jobs that run in it", async () => {
  const remote = processOf(
    {},
    { executor: "docker", docker: { image: "alpine:3", host: "tcp://10.0.0.2:2376" } },
  );
  for (const process of [SHELL, remote]) {
    expect((await fileOf(process)).services["gitlab-runner"]).toMatchObject({
      volumes: [{ type: "volume" }],
    });
  }
});

test("what looks like a variable of Compose is none", async () => {
  const preBuildScript = "echo $HOME ${HOME:?no} $$ $(id) $1\n";
  const process = processOf({}, { executor: "shell", preBuildScript });
  const environment = { PASSWORD: "a$b${HOME}$$" };
  const { services, configs } = await fileOf(process, { environment });
  expect(interpolated(configs.config.content)).toBe(await configToml(process));
  expect(services["gitlab-runner"]["environment"]).toEqual({ PASSWORD: "a$$b$${HOME}$$$$" });
});

test("another token makes another container", async () => {
  const label = async (token: string): Promise<string | undefined> => {
    const { services } = await fileOf(processOf({}, { executor: "shell", token }));
    return services["gitlab-runner"].labels["gitlab-runner.config"];
  };
  expect(await label("glrt-one0123456789abcdef")).not.toBe(await label("glrt-two0123456789abcdef"));
});

test("the session server is reached from outside, metrics from beside it", async () => {
  const process = processOf(
    { listenAddress: ":9252", sessionServer: { listenAddress: "[::]:8093" } },
    { executor: "shell" },
  );
  expect((await fileOf(process)).services["gitlab-runner"]["ports"]).toEqual(["8093:8093"]);
  expect((await fileOf(SHELL)).services["gitlab-runner"]).not.toHaveProperty("ports");
});

test.each<[string, string | undefined, string[]]>([
  ["the usual one", undefined, ["/var/run/docker.sock"]],
  ["another one", "unix:///run/user/1000/docker.sock", ["/run/user/1000/docker.sock"]],
  ["none for a Docker elsewhere", "tcp://docker.example.com:2376", []],
])("the container has the socket of Docker: %s", async (_, host, sockets) => {
  const process = processOf({}, { executor: "docker", docker: { image: "alpine:3", host } });
  const { volumes } = (await fileOf(process)).services["gitlab-runner"];
  const bound = (volumes as { type: string; source: string; target: string }[]).filter(
    ({ type }) => type === "bind",
  );
  expect(bound.map(({ source, target }) => [source, target])).toEqual(
    sockets.map((path) => [path, path]),
  );
});

test("an image and the time for jobs can be others", async () => {
  const image = "registry.example.com:5000/mirror/gitlab-runner";
  expect((await fileOf(SHELL, { image, stopTimeout: 60 })).services["gitlab-runner"]).toMatchObject(
    {
      image: `${image}:alpine-v19.3.0@${DIGEST}`,
      stop_grace_period: "60s",
    },
  );
});

test.each<[string, object]>([
  ["version must be a version of gitlab-runner", { version: "alpine" }],
  ["digest must be the digest of the image", { digest: "0a".repeat(32) }],
  ["image must be the name of an image", { image: "gitlab/gitlab-runner:latest@x" }],
  ["image must be the name of an image", { image: "gitlab/gitlab-runner:latest" }],
  ["image must be the name of an image", { image: "${IMAGE}" }],
  ["stopTimeout must be a whole number", { stopTimeout: 1.5 }],
])("%s", async (message, given) => {
  await expect(fileOf(SHELL, given)).rejects.toThrow(`composeFile: ${message}`);
});

test("an executor that no container has is refused", async () => {
  const process = processOf(
    {},
    { executor: "virtualbox", virtualbox: { baseName: "vm" }, ssh: { user: "ci" } },
  );
  await expect(fileOf(process)).rejects.toThrow(
    "composeFile: runners.0.executor is virtualbox, which does not run in a container. Use configToml",
  );
});
