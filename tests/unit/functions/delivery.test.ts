import { execFileSync } from "node:child_process";

import { parse } from "smol-toml";
import { parse as parseYaml } from "yaml";

import { configToml } from "../../../functions/delivery/configToml";
import { helmValues } from "../../../functions/delivery/helmValues";
import type { KnownRunner } from "../../../functions/delivery/knownRunner";
import type { KnownProcessOptions } from "../../../functions/delivery/options";
import { registerCommand } from "../../../functions/delivery/registerCommand";

const RUNNER: KnownRunner = {
  id: 42,
  token: "glrt-secret",
  url: "https://gitlab.example.com",
  name: 'Docker "builds"',
};

/** The keys that common/config.go of gitlab-runner 19 reads, as far as our types say them. */
const KEYS = {
  global: ["concurrent", "check_interval", "runners"],
  runner: [
    "name",
    "url",
    "id",
    "token",
    "token_obtained_at",
    "token_expires_at",
    "executor",
    "shell",
    "limit",
    "request_concurrency",
    "output_limit",
    "environment",
    "builds_dir",
    "cache_dir",
    "pre_get_sources_script",
    "post_get_sources_script",
    "pre_build_script",
    "post_build_script",
    "tls-ca-file",
    "tls-cert-file",
    "tls-key-file",
    "docker",
    "kubernetes",
    "ssh",
    "custom",
    "autoscaler",
    "cache",
  ],
  docker: [
    "image",
    "privileged",
    "volumes",
    "pull_policy",
    "allowed_images",
    "allowed_services",
    "allowed_pull_policies",
    "cpus",
    "memory",
    "memory_swap",
    "memory_reservation",
    "shm_size",
    "network_mode",
    "extra_hosts",
    "dns",
    "cap_add",
    "cap_drop",
    "security_opt",
    "devices",
    "gpus",
    "user",
    "runtime",
    "helper_image",
    "disable_cache",
    "wait_for_services_timeout",
    "host",
    "tls_verify",
    "sysctls",
  ],
  kubernetes: [
    "namespace",
    "image",
    "privileged",
    "service_account",
    "pull_policy",
    "image_pull_secrets",
    "allowed_images",
    "allowed_services",
    "cpu_request",
    "cpu_limit",
    "memory_request",
    "memory_limit",
    "helper_cpu_request",
    "helper_memory_request",
    "helper_image",
    "service_cpu_limit",
    "service_memory_limit",
    "poll_timeout",
    "priority_class_name",
    "runtime_class_name",
    "node_selector",
    "node_tolerations",
    "pod_labels",
    "pod_annotations",
  ],
};

const DOCKER: KnownProcessOptions = {
  executor: "docker",
  concurrent: 4,
  checkInterval: 5,
  limit: 2,
  requestConcurrency: 2,
  outputLimit: 8192,
  environment: ["A=b"],
  buildsDir: "/builds",
  cacheDir: "/cache",
  preGetSourcesScript: "true",
  postGetSourcesScript: "true",
  preBuildScript: "echo 'one'\necho \"two\"",
  postBuildScript: "true",
  tlsCaFile: "/ca.pem",
  tlsCertFile: "/cert.pem",
  tlsKeyFile: "/key.pem",
  settings: { cache: { Type: "s3", Shared: true } },
  docker: {
    image: "alpine:3",
    privileged: false,
    volumes: ["/cache", "/var/run/docker.sock:/var/run/docker.sock"],
    pullPolicy: ["always", "if-not-present"],
    allowedImages: ["alpine:*"],
    allowedServices: ["postgres:*"],
    allowedPullPolicies: ["always"],
    cpus: "1.5",
    memory: "2g",
    memorySwap: "2g",
    memoryReservation: "1g",
    shmSize: 268435456,
    networkMode: "bridge",
    extraHosts: ["a:10.0.0.1"],
    dns: ["10.0.0.2"],
    capAdd: ["NET_ADMIN"],
    capDrop: ["ALL"],
    securityOpt: ["seccomp:unconfined"],
    devices: ["/dev/kvm"],
    gpus: "all",
    user: "1000",
    runtime: "runc",
    helperImage: "helper",
    disableCache: false,
    waitForServicesTimeout: 30,
    host: "tcp://10.0.0.2:2376",
    tlsVerify: true,
    sysctls: { "net.ipv4.ip_forward": "1" },
  },
};

const KUBERNETES: KnownProcessOptions = {
  executor: "kubernetes",
  kubernetes: {
    namespace: "ci",
    image: "alpine:3",
    privileged: true,
    serviceAccount: "ci",
    pullPolicy: "always",
    imagePullSecrets: ["registry"],
    allowedImages: ["*"],
    allowedServices: ["*"],
    cpuRequest: "500m",
    cpuLimit: "1",
    memoryRequest: "1Gi",
    memoryLimit: "2Gi",
    helperCpuRequest: "100m",
    helperMemoryRequest: "128Mi",
    helperImage: "helper",
    serviceCpuLimit: "1",
    serviceMemoryLimit: "1Gi",
    pollTimeout: 300,
    priorityClassName: "low",
    runtimeClassName: "runc",
    nodeSelector: { "kubernetes.io/arch": "amd64" },
    nodeTolerations: { "ci=true": "NoSchedule" },
    podLabels: { teamName: "platform" },
    podAnnotations: { "example.com/teamName": "platform" },
  },
};

type Table = Record<string, unknown>;

const read = async (options: KnownProcessOptions, runner = RUNNER): Promise<[Table, Table]> => {
  const file = parse(await configToml(runner, options));
  const [table] = file["runners"] as Table[];
  return [file, table ?? {}];
};

describe("config.toml", () => {
  test("parses back to what was given, in gitlab-runner's keys", async () => {
    const [file, runner] = await read(DOCKER);
    expect(file).toMatchObject({ concurrent: 4, check_interval: 5 });
    expect(runner).toMatchObject({
      name: 'Docker "builds"',
      url: "https://gitlab.example.com",
      id: 42,
      token: "glrt-secret",
      executor: "docker",
      limit: 2,
      pre_build_script: "echo 'one'\necho \"two\"",
      "tls-ca-file": "/ca.pem",
      cache: { Type: "s3", Shared: true },
      docker: {
        image: "alpine:3",
        pull_policy: ["always", "if-not-present"],
        shm_size: 268435456,
        sysctls: { "net.ipv4.ip_forward": "1" },
      },
    });
  });

  test("has no key that gitlab-runner does not know, and every one that our types say", async () => {
    const [file, docker] = await read(DOCKER);
    const [, kubernetes] = await read(KUBERNETES);
    expect(Object.keys(file).sort()).toEqual([...KEYS.global].sort());
    for (const table of [docker, kubernetes])
      for (const key of Object.keys(table)) expect(KEYS.runner).toContain(key);
    expect(Object.keys(docker["docker"] as Table).sort()).toEqual([...KEYS.docker].sort());
    expect(Object.keys(kubernetes["kubernetes"] as Table).sort()).toEqual(
      [...KEYS.kubernetes].sort(),
    );
  });

  test("leaves the user's own keys as they are", async () => {
    const [, { kubernetes }] = await read(KUBERNETES);
    expect(kubernetes).toMatchObject({
      node_selector: { "kubernetes.io/arch": "amd64" },
      pod_labels: { teamName: "platform" },
    });
  });

  test.each<KnownProcessOptions>([DOCKER, KUBERNETES, { executor: "shell", shell: "bash" }])(
    "says nothing that GitLab decides",
    async (options) => {
      const [, runner] = await read(options);
      const reserved =
        /tag_list|access_level|locked|paused|run_untagged|maximum_timeout|maintenance/;
      expect(Object.keys(runner).filter((key) => reserved.test(key))).toEqual([]);
    },
  );

  test("has both times of a token that expires, and neither without the other", async () => {
    const tokenExpiresAt = "2026-12-01T00:00:00.000Z";
    const tokenObtainedAt = "2026-11-01T00:00:00.000Z";
    const [, both] = await read(DOCKER, { ...RUNNER, tokenExpiresAt, tokenObtainedAt });
    expect(both["token_expires_at"]).toEqual(new Date(tokenExpiresAt));
    expect(both["token_obtained_at"]).toEqual(new Date(tokenObtainedAt));
    const [, one] = await read(DOCKER, { ...RUNNER, tokenExpiresAt });
    expect(one).not.toHaveProperty("token_expires_at");
  });

  test("has the tables of other executors", async () => {
    const [, autoscaled] = await read({
      executor: "docker-autoscaler",
      docker: { image: "alpine" },
      autoscaler: {
        plugin: "aws",
        capacityPerInstance: 1,
        pluginConfig: { name: "group", credentials_file: "/x" },
        policy: [{ idleCount: 2, idleTime: "20m0s" }],
      },
    });
    expect(autoscaled["autoscaler"]).toEqual({
      plugin: "aws",
      capacity_per_instance: 1,
      plugin_config: { name: "group", credentials_file: "/x" },
      policy: [{ idle_count: 2, idle_time: "20m0s" }],
    });
    const [, custom] = await read({ executor: "custom", custom: { runExec: "/run.sh" } });
    expect(custom["custom"]).toEqual({ run_exec: "/run.sh" });
  });
});

describe("values for the Helm chart", () => {
  test("are the chart's, with a config that parses", async () => {
    const values = parseYaml(await helmValues(RUNNER, KUBERNETES)) as {
      runners: { config: string };
    };
    expect(values).toMatchObject({
      gitlabUrl: "https://gitlab.example.com",
      runnerToken: "glrt-secret",
      concurrent: 10,
    });
    expect(parse(values.runners.config)).toMatchObject({
      runners: [{ executor: "kubernetes", kubernetes: { namespace: "ci", image: "alpine:3" } }],
    });
    expect(values.runners.config).not.toContain("glrt-");
  });

  test("are refused for another executor, with the way out", async () => {
    await expect(helmValues(RUNNER, { executor: "shell" })).rejects.toThrow(
      /runner 42: .*kubernetes, not by shell/,
    );
  });
});

describe("the register command line", () => {
  test("is quoted for a shell and has no option that GitLab decides on", () => {
    const line = registerCommand(RUNNER, {
      executor: "docker",
      limit: 2,
      tlsCaFile: "/ca.pem",
      docker: { image: "alpine:3", privileged: true, volumes: ["/a b", "/cache"] },
    });
    expect(line).toBe(
      "gitlab-runner register --non-interactive --url https://gitlab.example.com " +
        "--token glrt-secret --name 'Docker \"builds\"' --executor docker --limit 2 " +
        "--tls-ca-file /ca.pem --docker-image alpine:3 --docker-privileged " +
        "--docker-volumes '/a b' --docker-volumes /cache",
    );
  });

  test("is read by a shell as it was meant", () => {
    const script = `first\nit's $HOME "quoted" \\ \`done\``;
    const line = registerCommand(RUNNER, { executor: "shell", preBuildScript: script });
    const words = execFileSync("sh", ["-c", `printf '%s\\0' ${line}`], { encoding: "utf8" });
    expect(words.split("\0")).toContain(script);
  });

  test("refuses what a command line cannot say", () => {
    expect(() => registerCommand(RUNNER, DOCKER)).toThrow(/runner 42: .*configToml/);
  });
});
