import type * as pulumi from "@pulumi/pulumi";

/*
 * What gitlab-runner's config.toml says of executors, in camelCase. Only what is often set has a
 * type here; `settings` takes any other key in gitlab-runner's own spelling. Each value may be an
 * Output, at any depth.
 * See https://docs.gitlab.com/runner/configuration/advanced-configuration/
 */

/** A value of config.toml. */
export type TomlValue = pulumi.Input<
  string | number | boolean | TomlValue[] | { [key: string]: TomlValue }
>;

/** Keys in gitlab-runner's own spelling, for what has no type here. */
export interface OtherSettings {
  /** Any other key, in gitlab-runner's own spelling. */
  settings?: pulumi.Input<Record<string, TomlValue>>;
}

/** `[runners.docker]`. */
export interface DockerOptions extends OtherSettings {
  /** The image of jobs that name none. */
  image: pulumi.Input<string>;
  privileged?: pulumi.Input<boolean>;
  volumes?: pulumi.Input<pulumi.Input<string>[]>;
  /** `always`, `if-not-present`, `never`, or several to try in turn. */
  pullPolicy?: pulumi.Input<string | pulumi.Input<string>[]>;
  allowedImages?: pulumi.Input<pulumi.Input<string>[]>;
  allowedServices?: pulumi.Input<pulumi.Input<string>[]>;
  allowedPullPolicies?: pulumi.Input<pulumi.Input<string>[]>;
  /** `1.5` */
  cpus?: pulumi.Input<string>;
  /** `2g` */
  memory?: pulumi.Input<string>;
  memorySwap?: pulumi.Input<string>;
  memoryReservation?: pulumi.Input<string>;
  /** Bytes. */
  shmSize?: pulumi.Input<number>;
  networkMode?: pulumi.Input<string>;
  extraHosts?: pulumi.Input<pulumi.Input<string>[]>;
  dns?: pulumi.Input<pulumi.Input<string>[]>;
  capAdd?: pulumi.Input<pulumi.Input<string>[]>;
  capDrop?: pulumi.Input<pulumi.Input<string>[]>;
  securityOpt?: pulumi.Input<pulumi.Input<string>[]>;
  devices?: pulumi.Input<pulumi.Input<string>[]>;
  gpus?: pulumi.Input<string>;
  user?: pulumi.Input<string>;
  runtime?: pulumi.Input<string>;
  helperImage?: pulumi.Input<string>;
  disableCache?: pulumi.Input<boolean>;
  /** Seconds. */
  waitForServicesTimeout?: pulumi.Input<number>;
  /** The daemon, `tcp://10.0.0.2:2376`. */
  host?: pulumi.Input<string>;
  tlsVerify?: pulumi.Input<boolean>;
  sysctls?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** `[runners.kubernetes]`. */
export interface KubernetesOptions extends OtherSettings {
  namespace?: pulumi.Input<string>;
  /** The image of jobs that name none. */
  image?: pulumi.Input<string>;
  privileged?: pulumi.Input<boolean>;
  serviceAccount?: pulumi.Input<string>;
  pullPolicy?: pulumi.Input<string | pulumi.Input<string>[]>;
  imagePullSecrets?: pulumi.Input<pulumi.Input<string>[]>;
  allowedImages?: pulumi.Input<pulumi.Input<string>[]>;
  allowedServices?: pulumi.Input<pulumi.Input<string>[]>;
  /** `500m` */
  cpuRequest?: pulumi.Input<string>;
  cpuLimit?: pulumi.Input<string>;
  /** `1Gi` */
  memoryRequest?: pulumi.Input<string>;
  memoryLimit?: pulumi.Input<string>;
  helperCpuRequest?: pulumi.Input<string>;
  helperMemoryRequest?: pulumi.Input<string>;
  helperImage?: pulumi.Input<string>;
  serviceCpuLimit?: pulumi.Input<string>;
  serviceMemoryLimit?: pulumi.Input<string>;
  /** Seconds. */
  pollTimeout?: pulumi.Input<number>;
  priorityClassName?: pulumi.Input<string>;
  runtimeClassName?: pulumi.Input<string>;
  nodeSelector?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  nodeTolerations?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  podLabels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  podAnnotations?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** `[runners.ssh]`. */
export interface SshOptions extends OtherSettings {
  host: pulumi.Input<string>;
  port?: pulumi.Input<string>;
  user?: pulumi.Input<string>;
  password?: pulumi.Input<string>;
  identityFile?: pulumi.Input<string>;
  disableStrictHostKeyChecking?: pulumi.Input<boolean>;
}

/** `[runners.custom]`. */
export interface CustomOptions extends OtherSettings {
  runExec: pulumi.Input<string>;
  runArgs?: pulumi.Input<pulumi.Input<string>[]>;
  configExec?: pulumi.Input<string>;
  configArgs?: pulumi.Input<pulumi.Input<string>[]>;
  prepareExec?: pulumi.Input<string>;
  prepareArgs?: pulumi.Input<pulumi.Input<string>[]>;
  cleanupExec?: pulumi.Input<string>;
  cleanupArgs?: pulumi.Input<pulumi.Input<string>[]>;
}

/** `[runners.autoscaler]`. */
export interface AutoscalerOptions extends OtherSettings {
  /** `aws`, `googlecloud`, `azure` or a path. */
  plugin: pulumi.Input<string>;
  capacityPerInstance?: pulumi.Input<number>;
  maxUseCount?: pulumi.Input<number>;
  maxInstances?: pulumi.Input<number>;
  deleteInstancesOnShutdown?: pulumi.Input<boolean>;
  pluginConfig?: pulumi.Input<Record<string, TomlValue>>;
  connectorConfig?: pulumi.Input<Record<string, TomlValue>>;
  policy?: pulumi.Input<pulumi.Input<AutoscalerPolicy>[]>;
}

/** `[[runners.autoscaler.policy]]`. */
export interface AutoscalerPolicy {
  idleCount?: pulumi.Input<number>;
  /** `20m0s` */
  idleTime?: pulumi.Input<string>;
  /** In the form of cron. */
  periods?: pulumi.Input<pulumi.Input<string>[]>;
  timezone?: pulumi.Input<string>;
}

/** How jobs are run, and what that needs. */
export type Executor =
  | {
      executor: pulumi.Input<"shell">;
      shell?: pulumi.Input<"bash" | "sh" | "pwsh" | "powershell">;
    }
  | {
      executor: pulumi.Input<"docker" | "docker-windows">;
      docker: pulumi.Input<DockerOptions>;
    }
  | {
      executor: pulumi.Input<"docker-autoscaler">;
      docker: pulumi.Input<DockerOptions>;
      autoscaler: pulumi.Input<AutoscalerOptions>;
    }
  | { executor: pulumi.Input<"instance">; autoscaler: pulumi.Input<AutoscalerOptions> }
  | { executor: pulumi.Input<"kubernetes">; kubernetes?: pulumi.Input<KubernetesOptions> }
  | { executor: pulumi.Input<"ssh">; ssh: pulumi.Input<SshOptions> }
  | { executor: pulumi.Input<"custom">; custom: pulumi.Input<CustomOptions> };
