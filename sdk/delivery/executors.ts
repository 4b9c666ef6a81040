/*
 * What gitlab-runner's config.toml says of executors, in camelCase. Only what is often set has a
 * type here; `settings` takes any other key in gitlab-runner's own spelling.
 * See https://docs.gitlab.com/runner/configuration/advanced-configuration/
 */

/** A value of config.toml. */
export type TomlValue = string | number | boolean | TomlValue[] | { [key: string]: TomlValue };

/** Keys in gitlab-runner's own spelling, for what has no type here. */
export interface OtherSettings {
  settings?: Record<string, TomlValue>;
}

/** `[runners.docker]`. */
export interface DockerOptions extends OtherSettings {
  /** The image of jobs that name none. */
  image: string;
  privileged?: boolean;
  volumes?: string[];
  /** `always`, `if-not-present`, `never`, or several to try in turn. */
  pullPolicy?: string | string[];
  allowedImages?: string[];
  allowedServices?: string[];
  allowedPullPolicies?: string[];
  /** `1.5` */
  cpus?: string;
  /** `2g` */
  memory?: string;
  memorySwap?: string;
  memoryReservation?: string;
  /** Bytes. */
  shmSize?: number;
  networkMode?: string;
  extraHosts?: string[];
  dns?: string[];
  capAdd?: string[];
  capDrop?: string[];
  securityOpt?: string[];
  devices?: string[];
  gpus?: string;
  user?: string;
  runtime?: string;
  helperImage?: string;
  disableCache?: boolean;
  /** Seconds. */
  waitForServicesTimeout?: number;
  /** The daemon, `tcp://10.0.0.2:2376`. */
  host?: string;
  tlsVerify?: boolean;
  sysctls?: Record<string, string>;
}

/** `[runners.kubernetes]`. */
export interface KubernetesOptions extends OtherSettings {
  namespace?: string;
  /** The image of jobs that name none. */
  image?: string;
  privileged?: boolean;
  serviceAccount?: string;
  pullPolicy?: string | string[];
  imagePullSecrets?: string[];
  allowedImages?: string[];
  allowedServices?: string[];
  /** `500m` */
  cpuRequest?: string;
  cpuLimit?: string;
  /** `1Gi` */
  memoryRequest?: string;
  memoryLimit?: string;
  helperCpuRequest?: string;
  helperMemoryRequest?: string;
  helperImage?: string;
  serviceCpuLimit?: string;
  serviceMemoryLimit?: string;
  /** Seconds. */
  pollTimeout?: number;
  priorityClassName?: string;
  runtimeClassName?: string;
  nodeSelector?: Record<string, string>;
  nodeTolerations?: Record<string, string>;
  podLabels?: Record<string, string>;
  podAnnotations?: Record<string, string>;
}

/** `[runners.ssh]`. */
export interface SshOptions extends OtherSettings {
  host: string;
  port?: string;
  user?: string;
  password?: string;
  identityFile?: string;
  disableStrictHostKeyChecking?: boolean;
}

/** `[runners.custom]`. */
export interface CustomOptions extends OtherSettings {
  runExec: string;
  runArgs?: string[];
  configExec?: string;
  configArgs?: string[];
  prepareExec?: string;
  prepareArgs?: string[];
  cleanupExec?: string;
  cleanupArgs?: string[];
}

/** `[runners.autoscaler]`. */
export interface AutoscalerOptions extends OtherSettings {
  /** `aws`, `googlecloud`, `azure` or a path. */
  plugin: string;
  capacityPerInstance?: number;
  maxUseCount?: number;
  maxInstances?: number;
  deleteInstancesOnShutdown?: boolean;
  pluginConfig?: Record<string, TomlValue>;
  connectorConfig?: Record<string, TomlValue>;
  policy?: { idleCount?: number; idleTime?: string; periods?: string[]; timezone?: string }[];
}

/** How jobs are run, and what that needs. */
export type Executor =
  | { executor: "shell"; shell?: "bash" | "sh" | "pwsh" | "powershell" }
  | { executor: "docker" | "docker-windows"; docker: DockerOptions }
  | { executor: "docker-autoscaler"; docker: DockerOptions; autoscaler: AutoscalerOptions }
  | { executor: "instance"; autoscaler: AutoscalerOptions }
  | { executor: "kubernetes"; kubernetes?: KubernetesOptions }
  | { executor: "ssh"; ssh: SshOptions }
  | { executor: "custom"; custom: CustomOptions };
