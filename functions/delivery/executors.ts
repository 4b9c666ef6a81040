import * as v from "valibot";
import { count, flag, text, textByName, textOrTexts, texts, tomlTable } from "./values";

/*
 * What gitlab-runner's config.toml says of executors, in camelCase, as the types of `sdk/delivery`
 * document it; a test compares the two.
 */

const settings = v.optional(tomlTable);

/** `[runners.docker]`. */
const docker = v.strictObject({
  settings,
  image: text,
  privileged: v.optional(flag),
  volumes: v.optional(texts),
  pullPolicy: v.optional(textOrTexts),
  allowedImages: v.optional(texts),
  allowedServices: v.optional(texts),
  allowedPullPolicies: v.optional(texts),
  cpus: v.optional(text),
  memory: v.optional(text),
  memorySwap: v.optional(text),
  memoryReservation: v.optional(text),
  shmSize: v.optional(count),
  networkMode: v.optional(text),
  extraHosts: v.optional(texts),
  dns: v.optional(texts),
  capAdd: v.optional(texts),
  capDrop: v.optional(texts),
  securityOpt: v.optional(texts),
  devices: v.optional(texts),
  gpus: v.optional(text),
  user: v.optional(text),
  runtime: v.optional(text),
  helperImage: v.optional(text),
  disableCache: v.optional(flag),
  waitForServicesTimeout: v.optional(count),
  host: v.optional(text),
  tlsVerify: v.optional(flag),
  sysctls: v.optional(textByName),
});

/** `[runners.kubernetes]`. */
const kubernetes = v.strictObject({
  settings,
  namespace: v.optional(text),
  image: v.optional(text),
  privileged: v.optional(flag),
  serviceAccount: v.optional(text),
  pullPolicy: v.optional(textOrTexts),
  imagePullSecrets: v.optional(texts),
  allowedImages: v.optional(texts),
  allowedServices: v.optional(texts),
  cpuRequest: v.optional(text),
  cpuLimit: v.optional(text),
  memoryRequest: v.optional(text),
  memoryLimit: v.optional(text),
  helperCpuRequest: v.optional(text),
  helperMemoryRequest: v.optional(text),
  helperImage: v.optional(text),
  serviceCpuLimit: v.optional(text),
  serviceMemoryLimit: v.optional(text),
  pollTimeout: v.optional(count),
  priorityClassName: v.optional(text),
  runtimeClassName: v.optional(text),
  nodeSelector: v.optional(textByName),
  nodeTolerations: v.optional(textByName),
  podLabels: v.optional(textByName),
  podAnnotations: v.optional(textByName),
});

/** `[runners.ssh]`. */
const ssh = v.strictObject({
  settings,
  host: text,
  port: v.optional(text),
  user: v.optional(text),
  password: v.optional(text),
  identityFile: v.optional(text),
  disableStrictHostKeyChecking: v.optional(flag),
});

/** `[runners.custom]`. */
const custom = v.strictObject({
  settings,
  runExec: text,
  runArgs: v.optional(texts),
  configExec: v.optional(text),
  configArgs: v.optional(texts),
  prepareExec: v.optional(text),
  prepareArgs: v.optional(texts),
  cleanupExec: v.optional(text),
  cleanupArgs: v.optional(texts),
});

/** `[[runners.autoscaler.policy]]`. */
const policy = v.strictObject({
  idleCount: v.optional(count),
  idleTime: v.optional(text),
  periods: v.optional(texts),
  timezone: v.optional(text),
});

/** `[runners.autoscaler]`. */
const autoscaler = v.strictObject({
  settings,
  plugin: text,
  capacityPerInstance: v.optional(count),
  maxUseCount: v.optional(count),
  maxInstances: v.optional(count),
  deleteInstancesOnShutdown: v.optional(flag),
  pluginConfig: v.optional(tomlTable),
  connectorConfig: v.optional(tomlTable),
  policy: v.optional(v.array(policy, "must be a list")),
});

const SHELLS = ["bash", "sh", "pwsh", "powershell"] as const;

/** For each executor, or several, what it needs. */
export const executors = {
  shell: {
    executor: v.literal("shell"),
    shell: v.optional(v.picklist(SHELLS, `must be one of ${SHELLS.join(", ")}`)),
  },
  docker: { executor: v.picklist(["docker", "docker-windows"]), docker },
  dockerAutoscaler: { executor: v.literal("docker-autoscaler"), docker, autoscaler },
  instance: { executor: v.literal("instance"), autoscaler },
  kubernetes: { executor: v.literal("kubernetes"), kubernetes: v.optional(kubernetes) },
  ssh: { executor: v.literal("ssh"), ssh },
  custom: { executor: v.literal("custom"), custom },
};
