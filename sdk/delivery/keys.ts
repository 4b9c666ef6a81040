/*
 * Written by `npm run keys` of functions/delivery/keys/table.ts and scripts/runnerKeys: change those.
 * The keys are those of gitlab-runner 19.3.0. Each value may be an Output, at any depth.
 * See https://docs.gitlab.com/runner/configuration/advanced-configuration/
 */

import type * as pulumi from "@pulumi/pulumi";

/** A value of config.toml that gitlab-runner hands over to others as it is. */
export type TomlValue = pulumi.Input<
  string | number | boolean | TomlValue[] | { [key: string]: TomlValue }
>;

/** How jobs are run, and what that takes. */
export type Executor =
  | {
      executor: pulumi.Input<"shell">;
    }
  | {
      executor: pulumi.Input<"docker" | "docker-windows">;
      /** `[runners.docker]` */
      docker?: pulumi.Input<DockerOptions>;
    }
  | {
      executor: pulumi.Input<"docker+machine">;
      /** `[runners.docker]` */
      docker?: pulumi.Input<DockerOptions>;
      /** The old autoscaler, by Docker Machine, which GitLab no longer develops. `[runners.machine]` */
      machine: pulumi.Input<MachineOptions>;
    }
  | {
      executor: pulumi.Input<"docker-autoscaler">;
      /** `[runners.docker]` */
      docker?: pulumi.Input<DockerOptions>;
      /** `[runners.autoscaler]` */
      autoscaler: pulumi.Input<AutoscalerOptions>;
    }
  | {
      executor: pulumi.Input<"instance">;
      /** `[runners.autoscaler]` */
      autoscaler: pulumi.Input<AutoscalerOptions>;
      /** `[runners.instance]` */
      instance?: pulumi.Input<InstanceOptions>;
    }
  | {
      executor: pulumi.Input<"kubernetes">;
      /** `[runners.kubernetes]` */
      kubernetes?: pulumi.Input<KubernetesOptions>;
    }
  | {
      executor: pulumi.Input<"ssh">;
      /** `[runners.ssh]` */
      ssh?: pulumi.Input<SshOptions>;
    }
  | {
      executor: pulumi.Input<"virtualbox">;
      /** `[runners.virtualbox]` */
      virtualbox: pulumi.Input<VirtualBoxOptions>;
      /** `[runners.ssh]` */
      ssh?: pulumi.Input<SshOptions>;
    }
  | {
      executor: pulumi.Input<"parallels">;
      /** `[runners.parallels]` */
      parallels: pulumi.Input<ParallelsOptions>;
      /** `[runners.ssh]` */
      ssh?: pulumi.Input<SshOptions>;
    }
  | {
      executor: pulumi.Input<"custom">;
      /** `[runners.custom]` */
      custom: pulumi.Input<CustomOptions>;
    };

/** Options of the global section whose names none of the options of `[[runners]]` has. */
export interface SharedProcessOptions {
  /** Where the process serves its metrics, `:9252`. `listen_address` */
  listenAddress?: pulumi.Input<string>;
  /** What lets people open a terminal in a job. `[session_server]` */
  sessionServer?: pulumi.Input<SessionServerOptions>;
  /** How many jobs run at once in the whole process. 1 by default. `concurrent` */
  concurrent?: pulumi.Input<number>;
  /** Seconds between two requests for jobs. `check_interval` */
  checkInterval?: pulumi.Input<number>;
  /** `log_level` */
  logLevel?: pulumi.Input<
    "trace" | "debug" | "info" | "warn" | "warning" | "error" | "fatal" | "panic"
  >;
  /** `log_format` */
  logFormat?: pulumi.Input<"runner" | "text" | "json">;
  /** `user` */
  user?: pulumi.Input<string>;
  /** Where errors are sent to, with its key. `sentry_dsn` */
  sentryDsn?: pulumi.Input<string>;
  /** How long a connection to GitLab is kept, `15m`. `connection_max_age` */
  connectionMaxAge?: pulumi.Input<string>;
  /** Seconds that a forceful shutdown waits for the process to end. `shutdown_timeout` */
  shutdownTimeout?: pulumi.Input<number>;
}

/** Options of the global section of gitlab-runner's config.toml. */
export interface ProcessOptions extends SharedProcessOptions {
  /**
   * Labels of every runner of the process: at most 32, each name of 3 to 65 characters.
   * `labels`
   */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** `[machine]` */
  machine?: pulumi.Input<ProcessMachineOptions>;
  /** `[experimental]` */
  experimental?: pulumi.Input<ProcessExperimentalOptions>;
}

/** Options of `[[runners]]` that every executor has. */
export interface SharedRunnerOptions {
  /** The name in the file. The runner's description by default. `[[runners]] name` */
  name?: pulumi.Input<string>;
  /**
   * How many jobs of this runner run at once. 0 by default: only `concurrent` limits them.
   * `[[runners]] limit`
   */
  limit?: pulumi.Input<number>;
  /** KiB of log that a job may have. `[[runners]] output_limit` */
  outputLimit?: pulumi.Input<number>;
  /** `[[runners]] request_concurrency` */
  requestConcurrency?: pulumi.Input<number>;
  /** `[[runners]] strict_check_interval` */
  strictCheckInterval?: pulumi.Input<boolean>;
  /** `[[runners]] unhealthy_requests_limit` */
  unhealthyRequestsLimit?: pulumi.Input<number>;
  /** A duration, `1h30m`. `[[runners]] unhealthy_interval` */
  unhealthyInterval?: pulumi.Input<string>;
  /** `[[runners]] job_status_final_update_retry_limit` */
  jobStatusFinalUpdateRetryLimit?: pulumi.Input<number>;
  /** `[runners.experimental]` */
  experimental?: pulumi.Input<RunnerExperimentalOptions>;
  /**
   * GitLab's address, as the runner reaches it. By default, the address of its provider, or of
   * the stack's configuration and the environment. `[[runners]] url`
   */
  url?: pulumi.Input<string>;
  /** `[[runners]] tls-ca-file` */
  tlsCaFile?: pulumi.Input<string>;
  /** `[[runners]] tls-cert-file` */
  tlsCertFile?: pulumi.Input<string>;
  /** `[[runners]] tls-key-file` */
  tlsKeyFile?: pulumi.Input<string>;
  /** Labels of the runner, before those of the process. `[[runners]] labels` */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** `[[runners]] builds_dir` */
  buildsDir?: pulumi.Input<string>;
  /** `[[runners]] cache_dir` */
  cacheDir?: pulumi.Input<string>;
  /** `[[runners]] clone_url` */
  cloneUrl?: pulumi.Input<string>;
  /** Variables for jobs, `NAME=value`. `[[runners]] environment` */
  environment?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[[runners]] proxy_exec` */
  proxyExec?: pulumi.Input<boolean>;
  /** `[[runners]] pre_get_sources_script` */
  preGetSourcesScript?: pulumi.Input<string>;
  /** `[[runners]] post_get_sources_script` */
  postGetSourcesScript?: pulumi.Input<string>;
  /** `[[runners]] pre_build_script` */
  preBuildScript?: pulumi.Input<string>;
  /** `[[runners]] post_build_script` */
  postBuildScript?: pulumi.Input<string>;
  /** A duration, `1h30m`. `[[runners]] prepare_timeout` */
  prepareTimeout?: pulumi.Input<string>;
  /** A duration, `1h30m`. `[[runners]] get_sources_timeout` */
  getSourcesTimeout?: pulumi.Input<string>;
  /** `[[runners]] debug_trace_disabled` */
  debugTraceDisabled?: pulumi.Input<boolean>;
  /** `[[runners]] safe_directory_checkout` */
  safeDirectoryCheckout?: pulumi.Input<boolean>;
  /** `[[runners]] clean_git_config` */
  cleanGitConfig?: pulumi.Input<boolean>;
  /** The shell that jobs' scripts are written for. `[[runners]] shell` */
  shell?: pulumi.Input<"bash" | "sh" | "cmd" | "pwsh" | "powershell">;
  /** `[runners.custom_build_dir]` */
  customBuildDir?: pulumi.Input<CustomBuildDirOptions>;
  /** `[runners.referees]` */
  referees?: pulumi.Input<RefereesOptions>;
  /** `[runners.cache]` */
  cache?: pulumi.Input<CacheOptions>;
  /** `[runners.artifact]` */
  artifact?: pulumi.Input<ArtifactOptions>;
  /** Feature flags of gitlab-runner by name, `FF_NETWORK_PER_BUILD`. `[[runners]] feature_flags` */
  featureFlags?: pulumi.Input<Record<string, pulumi.Input<boolean>>>;
  /** `[runners.monitoring]` */
  monitoring?: pulumi.Input<MonitoringOptions>;
  /** `[[runners]] use_slot_cgroups` */
  useSlotCgroups?: pulumi.Input<boolean>;
  /** `[[runners]] slot_cgroup_template` */
  slotCgroupTemplate?: pulumi.Input<string>;
  /** `[[runners]] step_runner_image` */
  stepRunnerImage?: pulumi.Input<string>;
}

/** What lets people open a terminal in a job. `[session_server]` */
export interface SessionServerOptions {
  /** `[session_server] listen_address` */
  listenAddress?: pulumi.Input<string>;
  /** `[session_server] advertise_address` */
  advertiseAddress?: pulumi.Input<string>;
  /**
   * Seconds that a terminal stays open once its job has ended. `[session_server]
   * session_timeout`
   */
  sessionTimeout?: pulumi.Input<number>;
}

/** `[machine]` */
export interface ProcessMachineOptions {
  /** `[machine.shutdown_drain]` */
  shutdownDrain?: pulumi.Input<MachineShutdownDrain>;
}

/** `[machine.shutdown_drain]` */
export interface MachineShutdownDrain {
  /** `[machine.shutdown_drain] enabled` */
  enabled?: pulumi.Input<boolean>;
  /** `[machine.shutdown_drain] concurrency` */
  concurrency?: pulumi.Input<number>;
  /** `[machine.shutdown_drain] max_retries` */
  maxRetries?: pulumi.Input<number>;
  /** A duration, `1h30m`. `[machine.shutdown_drain] retry_backoff` */
  retryBackoff?: pulumi.Input<string>;
}

/** `[experimental]` */
export interface ProcessExperimentalOptions {
  /** `[experimental.usage_logger]` */
  usageLogger?: pulumi.Input<ExperimentalUsageLogger>;
}

/** `[experimental.usage_logger]` */
export interface ExperimentalUsageLogger {
  /** `[experimental.usage_logger] enabled` */
  enabled?: pulumi.Input<boolean>;
  /** `[experimental.usage_logger] writers` */
  writers?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[experimental.usage_logger.logrotate]` */
  logrotate?: pulumi.Input<ExperimentalLogrotate>;
  /** `[experimental.usage_logger.snowplow_billing]` */
  snowplowBilling?: pulumi.Input<ExperimentalSnowplowBilling>;
  /** `[experimental.usage_logger] log_dir` */
  logDir?: pulumi.Input<string>;
  /** `[experimental.usage_logger] max_backup_files` */
  maxBackupFiles?: pulumi.Input<number>;
  /** A duration, `1h30m`. `[experimental.usage_logger] max_rotation_age` */
  maxRotationAge?: pulumi.Input<string>;
  /** `[experimental.usage_logger] labels` */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** `[experimental.usage_logger.logrotate]` */
export interface ExperimentalLogrotate {
  /** `[experimental.usage_logger.logrotate] log_dir` */
  logDir?: pulumi.Input<string>;
  /** `[experimental.usage_logger.logrotate] max_backup_files` */
  maxBackupFiles?: pulumi.Input<number>;
  /** A duration, `1h30m`. `[experimental.usage_logger.logrotate] max_rotation_age` */
  maxRotationAge?: pulumi.Input<string>;
  /** `[experimental.usage_logger.logrotate] labels` */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** `[experimental.usage_logger.snowplow_billing]` */
export interface ExperimentalSnowplowBilling {
  /** `[experimental.usage_logger.snowplow_billing] collector_uri` */
  collectorUri?: pulumi.Input<string>;
  /** `[experimental.usage_logger.snowplow_billing] app_id` */
  appId?: pulumi.Input<string>;
  /** `[experimental.usage_logger.snowplow_billing] category` */
  category?: pulumi.Input<string>;
  /** `[experimental.usage_logger.snowplow_billing] realm` */
  realm?: pulumi.Input<string>;
  /** `[experimental.usage_logger.snowplow_billing] deployment_type` */
  deploymentType?: pulumi.Input<string>;
  /** `[experimental.usage_logger.snowplow_billing] metadata` */
  metadata?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** `[experimental.usage_logger.snowplow_billing] enable_oidc` */
  enableOidc?: pulumi.Input<boolean>;
  /** `[experimental.usage_logger.snowplow_billing] batch_delivery_duration_buckets` */
  batchDeliveryDurationBuckets?: pulumi.Input<pulumi.Input<number>[]>;
  /** `[experimental.usage_logger.snowplow_billing] skip_oidc_if_unsupported_cloud` */
  skipOidcIfUnsupportedCloud?: pulumi.Input<boolean>;
  /** `[experimental.usage_logger.snowplow_billing] skip_runner_system_failure` */
  skipRunnerSystemFailure?: pulumi.Input<boolean>;
}

/** `[runners.experimental]` */
export interface RunnerExperimentalOptions {
  /** `[runners.experimental.boot_verify]` */
  bootVerify?: pulumi.Input<ExperimentalBootVerify>;
}

/** `[runners.experimental.boot_verify]` */
export interface ExperimentalBootVerify {
  /** `[runners.experimental.boot_verify] enabled` */
  enabled?: pulumi.Input<boolean>;
  /** A duration, `1h30m`. `[runners.experimental.boot_verify] timeout` */
  timeout?: pulumi.Input<string>;
  /** A duration, `1h30m`. `[runners.experimental.boot_verify] acquire_min_backoff` */
  acquireMinBackoff?: pulumi.Input<string>;
  /** A duration, `1h30m`. `[runners.experimental.boot_verify] acquire_max_backoff` */
  acquireMaxBackoff?: pulumi.Input<string>;
}

/** `[runners.custom_build_dir]` */
export interface CustomBuildDirOptions {
  /** `[runners.custom_build_dir] enabled` */
  enabled?: pulumi.Input<boolean>;
}

/** `[runners.referees]` */
export interface RefereesOptions {
  /** `[runners.referees.metrics]` */
  metrics?: pulumi.Input<RefereesMetrics>;
}

/** `[runners.referees.metrics]` */
export interface RefereesMetrics {
  /** `[runners.referees.metrics] prometheus_address` */
  prometheusAddress?: pulumi.Input<string>;
  /** `[runners.referees.metrics] query_interval` */
  queryInterval?: pulumi.Input<number>;
  /** `[runners.referees.metrics] queries` */
  queries?: pulumi.Input<pulumi.Input<string>[]>;
}

/** `[runners.cache]` */
export interface CacheOptions {
  /** `s3`, `gcs` or `azure`. `[runners.cache] Type` */
  type?: pulumi.Input<string>;
  /** `[runners.cache] Path` */
  path?: pulumi.Input<string>;
  /** `[runners.cache] Shared` */
  shared?: pulumi.Input<boolean>;
  /** `[runners.cache] MaxUploadedArchiveSize` */
  maxUploadedArchiveSize?: pulumi.Input<number>;
  /** `[runners.cache.s3]` */
  s3?: pulumi.Input<CacheS3>;
  /** `[runners.cache.gcs]` */
  gcs?: pulumi.Input<CacheGcs>;
  /** `[runners.cache.azure]` */
  azure?: pulumi.Input<CacheAzure>;
}

/** `[runners.cache.s3]` */
export interface CacheS3 {
  /** `[runners.cache.s3] ServerAddress` */
  serverAddress?: pulumi.Input<string>;
  /** `[runners.cache.s3] AccessKey` */
  accessKey?: pulumi.Input<string>;
  /** `[runners.cache.s3] SecretKey` */
  secretKey?: pulumi.Input<string>;
  /** `[runners.cache.s3] SessionToken` */
  sessionToken?: pulumi.Input<string>;
  /** `[runners.cache.s3] BucketName` */
  bucketName?: pulumi.Input<string>;
  /** `[runners.cache.s3] BucketLocation` */
  bucketLocation?: pulumi.Input<string>;
  /** `[runners.cache.s3] Insecure` */
  insecure?: pulumi.Input<boolean>;
  /** `[runners.cache.s3] AuthenticationType` */
  authenticationType?: pulumi.Input<"access-key" | "iam">;
  /** `[runners.cache.s3] ServerSideEncryption` */
  serverSideEncryption?: pulumi.Input<string>;
  /** `[runners.cache.s3] ServerSideEncryptionKeyID` */
  serverSideEncryptionKeyId?: pulumi.Input<string>;
  /** `[runners.cache.s3] DualStack` */
  dualStack?: pulumi.Input<boolean>;
  /** `[runners.cache.s3] PathStyle` */
  pathStyle?: pulumi.Input<boolean>;
  /** `[runners.cache.s3] Accelerate` */
  accelerate?: pulumi.Input<boolean>;
  /** `[runners.cache.s3] RoleARN` */
  roleArn?: pulumi.Input<string>;
  /** `[runners.cache.s3] UploadRoleARN` */
  uploadRoleArn?: pulumi.Input<string>;
  /** `[runners.cache.s3] AssumeRoleMaxConcurrency` */
  assumeRoleMaxConcurrency?: pulumi.Input<number>;
  /** `[runners.cache.s3] DisableAssumeRoleCredentialsCaching` */
  disableAssumeRoleCredentialsCaching?: pulumi.Input<boolean>;
}

/** `[runners.cache.gcs]` */
export interface CacheGcs {
  /** `[runners.cache.gcs] AccessID` */
  accessId?: pulumi.Input<string>;
  /** `[runners.cache.gcs] PrivateKey` */
  privateKey?: pulumi.Input<string>;
  /** `[runners.cache.gcs] CredentialsFile` */
  credentialsFile?: pulumi.Input<string>;
  /** `[runners.cache.gcs] BucketName` */
  bucketName?: pulumi.Input<string>;
  /** `[runners.cache.gcs] UniverseDomain` */
  universeDomain?: pulumi.Input<string>;
}

/** `[runners.cache.azure]` */
export interface CacheAzure {
  /** `[runners.cache.azure] AccountName` */
  accountName?: pulumi.Input<string>;
  /** `[runners.cache.azure] AccountKey` */
  accountKey?: pulumi.Input<string>;
  /** `[runners.cache.azure] ContainerName` */
  containerName?: pulumi.Input<string>;
  /** `[runners.cache.azure] StorageDomain` */
  storageDomain?: pulumi.Input<string>;
}

/** `[runners.artifact]` */
export interface ArtifactOptions {
  /** A duration, `1h30m`. `[runners.artifact] upload_timeout` */
  uploadTimeout?: pulumi.Input<string>;
  /** A duration, `1h30m`. `[runners.artifact] response_header_timeout` */
  responseHeaderTimeout?: pulumi.Input<string>;
}

/** `[runners.monitoring]` */
export interface MonitoringOptions {
  /** `[[runners.monitoring.job_queuing_durations]]` */
  jobQueuingDurations?: pulumi.Input<pulumi.Input<MonitoringJobQueuingDuration>[]>;
}

/** `[[runners.monitoring.job_queuing_durations]]` */
export interface MonitoringJobQueuingDuration {
  /** In the form of cron. `[runners.monitoring.job_queuing_durations] periods` */
  periods?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.monitoring.job_queuing_durations] timezone` */
  timezone?: pulumi.Input<string>;
  /** A duration, `1h30m`. `[runners.monitoring.job_queuing_durations] threshold` */
  threshold?: pulumi.Input<string>;
  /** `[runners.monitoring.job_queuing_durations] jobs_running_for_project` */
  jobsRunningForProject?: pulumi.Input<string>;
}

/** `[runners.instance]` */
export interface InstanceOptions {
  /** `[runners.instance] allowed_images` */
  allowedImages?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.instance] use_common_build_dir` */
  useCommonBuildDir?: pulumi.Input<boolean>;
}

/** `[runners.ssh]` */
export interface SshOptions {
  /** `root` by default; `gitlab-runner register` needs it. `[runners.ssh] user` */
  user?: pulumi.Input<string>;
  /** `[runners.ssh] password` */
  password?: pulumi.Input<string>;
  /** `localhost` by default; `gitlab-runner register` needs it. `[runners.ssh] host` */
  host?: pulumi.Input<string>;
  /** `22` by default. `[runners.ssh] port` */
  port?: pulumi.Input<string>;
  /** `[runners.ssh] identity_file` */
  identityFile?: pulumi.Input<string>;
  /** `[runners.ssh] disable_strict_host_key_checking` */
  disableStrictHostKeyChecking?: pulumi.Input<boolean>;
  /** `[runners.ssh] known_hosts_file` */
  knownHostsFile?: pulumi.Input<string>;
}

/** `[runners.docker]` */
export interface DockerOptions {
  /** The daemon, `tcp://10.0.0.2:2376`. `[runners.docker] host` */
  host?: pulumi.Input<string>;
  /** `[runners.docker] tls_cert_path` */
  tlsCertPath?: pulumi.Input<string>;
  /** `[runners.docker] tls_verify` */
  tlsVerify?: pulumi.Input<boolean>;
  /** `[runners.docker] hostname` */
  hostname?: pulumi.Input<string>;
  /**
   * The image of jobs that name none. Without it such a job fails, and `gitlab-runner register`
   * refuses. `[runners.docker] image`
   */
  image?: pulumi.Input<string>;
  /** `[runners.docker] runtime` */
  runtime?: pulumi.Input<string>;
  /** `2g` `[runners.docker] memory` */
  memory?: pulumi.Input<string>;
  /** `[runners.docker] memory_swap` */
  memorySwap?: pulumi.Input<string>;
  /** `[runners.docker] memory_reservation` */
  memoryReservation?: pulumi.Input<string>;
  /** `[runners.docker] cgroup_parent` */
  cgroupParent?: pulumi.Input<string>;
  /** `[runners.docker] cpuset_cpus` */
  cpusetCpus?: pulumi.Input<string>;
  /** `[runners.docker] cpuset_mems` */
  cpusetMems?: pulumi.Input<string>;
  /** `1.5` `[runners.docker] cpus` */
  cpus?: pulumi.Input<string>;
  /** `[runners.docker] cpu_shares` */
  cpuShares?: pulumi.Input<number>;
  /** `[runners.docker] dns` */
  dns?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.docker] dns_search` */
  dnsSearch?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.docker] privileged` */
  privileged?: pulumi.Input<boolean>;
  /** `[runners.docker] services_privileged` */
  servicesPrivileged?: pulumi.Input<boolean>;
  /** `[runners.docker] disable_entrypoint_overwrite` */
  disableEntrypointOverwrite?: pulumi.Input<boolean>;
  /** `[runners.docker] user` */
  user?: pulumi.Input<string>;
  /** `[runners.docker] allowed_users` */
  allowedUsers?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.docker] group_add` */
  groupAdd?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.docker] userns_mode` */
  usernsMode?: pulumi.Input<string>;
  /** `[runners.docker] cap_add` */
  capAdd?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.docker] cap_drop` */
  capDrop?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.docker] oom_kill_disable` */
  oomKillDisable?: pulumi.Input<boolean>;
  /** `[runners.docker] oom_score_adjust` */
  oomScoreAdjust?: pulumi.Input<number>;
  /** `[runners.docker] security_opt` */
  securityOpt?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.docker] services_security_opt` */
  servicesSecurityOpt?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.docker] devices` */
  devices?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.docker] device_cgroup_rules` */
  deviceCgroupRules?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.docker] gpus` */
  gpus?: pulumi.Input<string>;
  /** `[runners.docker] services_devices` */
  servicesDevices?: pulumi.Input<Record<string, pulumi.Input<pulumi.Input<string>[]>>>;
  /** `[runners.docker] disable_cache` */
  disableCache?: pulumi.Input<boolean>;
  /** `[runners.docker] volumes` */
  volumes?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.docker] volume_keep` */
  volumeKeep?: pulumi.Input<boolean>;
  /** `[runners.docker] volume_driver` */
  volumeDriver?: pulumi.Input<string>;
  /** `[runners.docker] volume_driver_ops` */
  volumeDriverOps?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** `[runners.docker] cache_dir` */
  cacheDir?: pulumi.Input<string>;
  /** `[runners.docker] extra_hosts` */
  extraHosts?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.docker] volumes_from` */
  volumesFrom?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.docker] network_mode` */
  networkMode?: pulumi.Input<string>;
  /** `[runners.docker] pid_mode` */
  pidMode?: pulumi.Input<string>;
  /** `[runners.docker] ipcmode` */
  ipcmode?: pulumi.Input<string>;
  /** `[runners.docker] mac_address` */
  macAddress?: pulumi.Input<string>;
  /** `[runners.docker] links` */
  links?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[[runners.docker.services]]` */
  services?: pulumi.Input<pulumi.Input<ServiceOptions>[]>;
  /** `[runners.docker] services_limit` */
  servicesLimit?: pulumi.Input<number>;
  /** `[runners.docker] service_memory` */
  serviceMemory?: pulumi.Input<string>;
  /** `[runners.docker] service_memory_swap` */
  serviceMemorySwap?: pulumi.Input<string>;
  /** `[runners.docker] service_memory_reservation` */
  serviceMemoryReservation?: pulumi.Input<string>;
  /** `[runners.docker] service_cgroup_parent` */
  serviceCgroupParent?: pulumi.Input<string>;
  /** `[runners.docker] service_slot_cgroup_template` */
  serviceSlotCgroupTemplate?: pulumi.Input<string>;
  /** `[runners.docker] service_cpuset_cpus` */
  serviceCpusetCpus?: pulumi.Input<string>;
  /** `[runners.docker] service_cpus` */
  serviceCpus?: pulumi.Input<string>;
  /** `[runners.docker] service_cpu_shares` */
  serviceCpuShares?: pulumi.Input<number>;
  /** `[runners.docker] service_gpus` */
  serviceGpus?: pulumi.Input<string>;
  /** Seconds; -1 waits for none. `[runners.docker] wait_for_services_timeout` */
  waitForServicesTimeout?: pulumi.Input<number>;
  /** `[runners.docker] allowed_images` */
  allowedImages?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.docker] allowed_privileged_images` */
  allowedPrivilegedImages?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.docker] allowed_privileged_services` */
  allowedPrivilegedServices?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.docker] allowed_pull_policies` */
  allowedPullPolicies?: pulumi.Input<pulumi.Input<"always" | "if-not-present" | "never">[]>;
  /** `[runners.docker] allowed_services` */
  allowedServices?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * `always`, `if-not-present`, `never`, or several to try in turn. `[runners.docker]
   * pull_policy`
   */
  pullPolicy?: pulumi.Input<
    "always" | "if-not-present" | "never" | pulumi.Input<"always" | "if-not-present" | "never">[]
  >;
  /** `[runners.docker] isolation` */
  isolation?: pulumi.Input<string>;
  /** Bytes. `[runners.docker] shm_size` */
  shmSize?: pulumi.Input<number>;
  /** `[runners.docker] tmpfs` */
  tmpfs?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** `[runners.docker] services_tmpfs` */
  servicesTmpfs?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** `[runners.docker] sysctls` */
  sysctls?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** `[runners.docker] helper_image` */
  helperImage?: pulumi.Input<string>;
  /** `[runners.docker] helper_image_flavor` */
  helperImageFlavor?: pulumi.Input<string>;
  /** `[runners.docker] container_labels` */
  containerLabels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** `[runners.docker] enable_ipv6` */
  enableIpv6?: pulumi.Input<boolean>;
  /** `[runners.docker] ulimit` */
  ulimit?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** `[runners.docker] network_mtu` */
  networkMtu?: pulumi.Input<number>;
  /** `[runners.docker] log_options` */
  logOptions?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** `[[runners.docker.services]]` */
export interface ServiceOptions {
  /** `[runners.docker.services] name` */
  name?: pulumi.Input<string>;
  /** `[runners.docker.services] alias` */
  alias?: pulumi.Input<string>;
  /** `[runners.docker.services] command` */
  command?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.docker.services] entrypoint` */
  entrypoint?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.docker.services] environment` */
  environment?: pulumi.Input<pulumi.Input<string>[]>;
}

/** `[runners.parallels]` */
export interface ParallelsOptions {
  /** `[runners.parallels] base_name` */
  baseName: pulumi.Input<string>;
  /** `[runners.parallels] template_name` */
  templateName?: pulumi.Input<string>;
  /** `[runners.parallels] disable_snapshots` */
  disableSnapshots?: pulumi.Input<boolean>;
  /** `[runners.parallels] time_server` */
  timeServer?: pulumi.Input<string>;
  /** `[runners.parallels] allowed_images` */
  allowedImages?: pulumi.Input<pulumi.Input<string>[]>;
}

/** `[runners.virtualbox]` */
export interface VirtualBoxOptions {
  /** `[runners.virtualbox] base_name` */
  baseName: pulumi.Input<string>;
  /** `[runners.virtualbox] base_snapshot` */
  baseSnapshot?: pulumi.Input<string>;
  /** `[runners.virtualbox] base_folder` */
  baseFolder?: pulumi.Input<string>;
  /** `[runners.virtualbox] disable_snapshots` */
  disableSnapshots?: pulumi.Input<boolean>;
  /** `[runners.virtualbox] allowed_images` */
  allowedImages?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.virtualbox] start_type` */
  startType?: pulumi.Input<string>;
}

/** The old autoscaler, by Docker Machine, which GitLab no longer develops. `[runners.machine]` */
export interface MachineOptions {
  /** `[runners.machine] MaxGrowthRate` */
  maxGrowthRate?: pulumi.Input<number>;
  /** `[runners.machine] IdleCount` */
  idleCount?: pulumi.Input<number>;
  /** `[runners.machine] IdleScaleFactor` */
  idleScaleFactor?: pulumi.Input<number>;
  /** `[runners.machine] IdleCountMin` */
  idleCountMin?: pulumi.Input<number>;
  /** Seconds. `[runners.machine] IdleTime` */
  idleTime?: pulumi.Input<number>;
  /** `[runners.machine] MaxBuilds` */
  maxBuilds?: pulumi.Input<number>;
  /** `[runners.machine] MachineDriver` */
  machineDriver: pulumi.Input<string>;
  /**
   * With `%s` in it, where gitlab-runner puts what makes it unique. `[runners.machine]
   * MachineName`
   */
  machineName: pulumi.Input<string>;
  /** Options of the driver, `amazonec2-region=eu-west-1`. `[runners.machine] MachineOptions` */
  machineOptions?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.machine] MachineOptionsWithName` */
  machineOptionsWithName?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.machine] MaxRemovalAttempts` */
  maxRemovalAttempts?: pulumi.Input<number>;
  /** `[runners.machine] OffPeakPeriods` */
  offPeakPeriods?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.machine] OffPeakTimezone` */
  offPeakTimezone?: pulumi.Input<string>;
  /** `[runners.machine] OffPeakIdleCount` */
  offPeakIdleCount?: pulumi.Input<number>;
  /** `[runners.machine] OffPeakIdleTime` */
  offPeakIdleTime?: pulumi.Input<number>;
  /** `[[runners.machine.autoscaling]]` */
  autoscaling?: pulumi.Input<pulumi.Input<MachineAutoscaling>[]>;
}

/** `[[runners.machine.autoscaling]]` */
export interface MachineAutoscaling {
  /** In the form of cron, of seven fields. `[runners.machine.autoscaling] Periods` */
  periods?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.machine.autoscaling] Timezone` */
  timezone?: pulumi.Input<string>;
  /** `[runners.machine.autoscaling] IdleCount` */
  idleCount?: pulumi.Input<number>;
  /** `[runners.machine.autoscaling] IdleScaleFactor` */
  idleScaleFactor?: pulumi.Input<number>;
  /** `[runners.machine.autoscaling] IdleCountMin` */
  idleCountMin?: pulumi.Input<number>;
  /** `[runners.machine.autoscaling] IdleTime` */
  idleTime?: pulumi.Input<number>;
}

/** `[runners.kubernetes]` */
export interface KubernetesOptions {
  /** `[runners.kubernetes] host` */
  host?: pulumi.Input<string>;
  /** `[runners.kubernetes] context` */
  context?: pulumi.Input<string>;
  /** `[runners.kubernetes] cert_file` */
  certFile?: pulumi.Input<string>;
  /** `[runners.kubernetes] key_file` */
  keyFile?: pulumi.Input<string>;
  /** `[runners.kubernetes] ca_file` */
  caFile?: pulumi.Input<string>;
  /** `[runners.kubernetes] bearer_token_overwrite_allowed` */
  bearerTokenOverwriteAllowed?: pulumi.Input<boolean>;
  /** `[runners.kubernetes] bearer_token` */
  bearerToken?: pulumi.Input<string>;
  /** The image of jobs that name none. `[runners.kubernetes] image` */
  image?: pulumi.Input<string>;
  /** `[runners.kubernetes] namespace` */
  namespace?: pulumi.Input<string>;
  /** A regular expression. `[runners.kubernetes] namespace_overwrite_allowed` */
  namespaceOverwriteAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes] namespace_per_job` */
  namespacePerJob?: pulumi.Input<boolean>;
  /** `[runners.kubernetes] privileged` */
  privileged?: pulumi.Input<boolean>;
  /** `[runners.kubernetes] runtime_class_name` */
  runtimeClassName?: pulumi.Input<string>;
  /** `[runners.kubernetes] allow_privilege_escalation` */
  allowPrivilegeEscalation?: pulumi.Input<boolean>;
  /** `[runners.kubernetes] cpu_limit` */
  cpuLimit?: pulumi.Input<string>;
  /** `[runners.kubernetes] cpu_limit_overwrite_max_allowed` */
  cpuLimitOverwriteMaxAllowed?: pulumi.Input<string>;
  /** `500m` `[runners.kubernetes] cpu_request` */
  cpuRequest?: pulumi.Input<string>;
  /** `[runners.kubernetes] cpu_request_overwrite_max_allowed` */
  cpuRequestOverwriteMaxAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes] memory_limit` */
  memoryLimit?: pulumi.Input<string>;
  /** `[runners.kubernetes] memory_limit_overwrite_max_allowed` */
  memoryLimitOverwriteMaxAllowed?: pulumi.Input<string>;
  /** `1Gi` `[runners.kubernetes] memory_request` */
  memoryRequest?: pulumi.Input<string>;
  /** `[runners.kubernetes] memory_request_overwrite_max_allowed` */
  memoryRequestOverwriteMaxAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes] ephemeral_storage_limit` */
  ephemeralStorageLimit?: pulumi.Input<string>;
  /** `[runners.kubernetes] ephemeral_storage_limit_overwrite_max_allowed` */
  ephemeralStorageLimitOverwriteMaxAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes] ephemeral_storage_request` */
  ephemeralStorageRequest?: pulumi.Input<string>;
  /** `[runners.kubernetes] ephemeral_storage_request_overwrite_max_allowed` */
  ephemeralStorageRequestOverwriteMaxAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes] service_cpu_limit` */
  serviceCpuLimit?: pulumi.Input<string>;
  /** `[runners.kubernetes] service_cpu_limit_overwrite_max_allowed` */
  serviceCpuLimitOverwriteMaxAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes] service_cpu_request` */
  serviceCpuRequest?: pulumi.Input<string>;
  /** `[runners.kubernetes] service_cpu_request_overwrite_max_allowed` */
  serviceCpuRequestOverwriteMaxAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes] service_memory_limit` */
  serviceMemoryLimit?: pulumi.Input<string>;
  /** `[runners.kubernetes] service_memory_limit_overwrite_max_allowed` */
  serviceMemoryLimitOverwriteMaxAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes] service_memory_request` */
  serviceMemoryRequest?: pulumi.Input<string>;
  /** `[runners.kubernetes] service_memory_request_overwrite_max_allowed` */
  serviceMemoryRequestOverwriteMaxAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes] service_ephemeral_storage_limit` */
  serviceEphemeralStorageLimit?: pulumi.Input<string>;
  /** `[runners.kubernetes] service_ephemeral_storage_limit_overwrite_max_allowed` */
  serviceEphemeralStorageLimitOverwriteMaxAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes] service_ephemeral_storage_request` */
  serviceEphemeralStorageRequest?: pulumi.Input<string>;
  /** `[runners.kubernetes] service_ephemeral_storage_request_overwrite_max_allowed` */
  serviceEphemeralStorageRequestOverwriteMaxAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes] helper_cpu_limit` */
  helperCpuLimit?: pulumi.Input<string>;
  /** `[runners.kubernetes] helper_cpu_limit_overwrite_max_allowed` */
  helperCpuLimitOverwriteMaxAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes] helper_cpu_request` */
  helperCpuRequest?: pulumi.Input<string>;
  /** `[runners.kubernetes] helper_cpu_request_overwrite_max_allowed` */
  helperCpuRequestOverwriteMaxAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes] helper_memory_limit` */
  helperMemoryLimit?: pulumi.Input<string>;
  /** `[runners.kubernetes] helper_memory_limit_overwrite_max_allowed` */
  helperMemoryLimitOverwriteMaxAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes] helper_memory_request` */
  helperMemoryRequest?: pulumi.Input<string>;
  /** `[runners.kubernetes] helper_memory_request_overwrite_max_allowed` */
  helperMemoryRequestOverwriteMaxAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes] helper_ephemeral_storage_limit` */
  helperEphemeralStorageLimit?: pulumi.Input<string>;
  /** `[runners.kubernetes] helper_ephemeral_storage_limit_overwrite_max_allowed` */
  helperEphemeralStorageLimitOverwriteMaxAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes] helper_ephemeral_storage_request` */
  helperEphemeralStorageRequest?: pulumi.Input<string>;
  /** `[runners.kubernetes] helper_ephemeral_storage_request_overwrite_max_allowed` */
  helperEphemeralStorageRequestOverwriteMaxAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes] pod_cpu_limit` */
  podCpuLimit?: pulumi.Input<string>;
  /** `[runners.kubernetes] pod_cpu_limit_overwrite_max_allowed` */
  podCpuLimitOverwriteMaxAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes] pod_cpu_request` */
  podCpuRequest?: pulumi.Input<string>;
  /** `[runners.kubernetes] pod_cpu_request_overwrite_max_allowed` */
  podCpuRequestOverwriteMaxAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes] pod_memory_limit` */
  podMemoryLimit?: pulumi.Input<string>;
  /** `[runners.kubernetes] pod_memory_limit_overwrite_max_allowed` */
  podMemoryLimitOverwriteMaxAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes] pod_memory_request` */
  podMemoryRequest?: pulumi.Input<string>;
  /** `[runners.kubernetes] pod_memory_request_overwrite_max_allowed` */
  podMemoryRequestOverwriteMaxAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes] allowed_images` */
  allowedImages?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.kubernetes] allowed_pull_policies` */
  allowedPullPolicies?: pulumi.Input<pulumi.Input<"always" | "if-not-present" | "never">[]>;
  /** `[runners.kubernetes] allowed_services` */
  allowedServices?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.kubernetes] allowed_users` */
  allowedUsers?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.kubernetes] allowed_groups` */
  allowedGroups?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * `always`, `if-not-present`, `never`, or several to try in turn. `[runners.kubernetes]
   * pull_policy`
   */
  pullPolicy?: pulumi.Input<
    "always" | "if-not-present" | "never" | pulumi.Input<"always" | "if-not-present" | "never">[]
  >;
  /** `[runners.kubernetes] node_selector` */
  nodeSelector?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** `[runners.kubernetes] node_selector_overwrite_allowed` */
  nodeSelectorOverwriteAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes] node_tolerations` */
  nodeTolerations?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** `[runners.kubernetes] node_tolerations_overwrite_allowed` */
  nodeTolerationsOverwriteAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes.affinity]` */
  affinity?: pulumi.Input<KubernetesAffinity>;
  /** `[runners.kubernetes] image_pull_secrets` */
  imagePullSecrets?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.kubernetes] use_service_account_image_pull_secrets` */
  useServiceAccountImagePullSecrets?: pulumi.Input<boolean>;
  /** `[runners.kubernetes] helper_image` */
  helperImage?: pulumi.Input<string>;
  /** `[runners.kubernetes] helper_image_flavor` */
  helperImageFlavor?: pulumi.Input<string>;
  /** `[runners.kubernetes] helper_image_autoset_arch_and_os` */
  helperImageAutosetArchAndOs?: pulumi.Input<boolean>;
  /** `[runners.kubernetes] pod_termination_grace_period_seconds` */
  podTerminationGracePeriodSeconds?: pulumi.Input<number>;
  /** `[runners.kubernetes] cleanup_grace_period_seconds` */
  cleanupGracePeriodSeconds?: pulumi.Input<number>;
  /** A duration, `1h30m`. `[runners.kubernetes] cleanup_resources_timeout` */
  cleanupResourcesTimeout?: pulumi.Input<string>;
  /** Seconds between two looks at a pod. `[runners.kubernetes] poll_interval` */
  pollInterval?: pulumi.Input<number>;
  /** Seconds that a pod may take to start. `[runners.kubernetes] poll_timeout` */
  pollTimeout?: pulumi.Input<number>;
  /** `[runners.kubernetes] resource_availability_check_max_attempts` */
  resourceAvailabilityCheckMaxAttempts?: pulumi.Input<number>;
  /** `[runners.kubernetes] retry_limit` */
  retryLimit?: pulumi.Input<number>;
  /** Milliseconds. `[runners.kubernetes] retry_backoff_max` */
  retryBackoffMax?: pulumi.Input<number>;
  /** `[runners.kubernetes] retry_limits` */
  retryLimits?: pulumi.Input<Record<string, pulumi.Input<number>>>;
  /** `[runners.kubernetes] pod_labels` */
  podLabels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** `[runners.kubernetes] pod_labels_overwrite_allowed` */
  podLabelsOverwriteAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes] scheduler_name` */
  schedulerName?: pulumi.Input<string>;
  /** `[runners.kubernetes] service_account` */
  serviceAccount?: pulumi.Input<string>;
  /** `[runners.kubernetes] service_account_overwrite_allowed` */
  serviceAccountOverwriteAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes] automount_service_account_token` */
  automountServiceAccountToken?: pulumi.Input<boolean>;
  /** `[runners.kubernetes] pod_annotations` */
  podAnnotations?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** `[runners.kubernetes] pod_annotations_overwrite_allowed` */
  podAnnotationsOverwriteAllowed?: pulumi.Input<string>;
  /** `[runners.kubernetes.pod_security_context]` */
  podSecurityContext?: pulumi.Input<KubernetesPodSecurityContext>;
  /** `[runners.kubernetes.init_permissions_container_security_context]` */
  initPermissionsContainerSecurityContext?: pulumi.Input<KubernetesContainerSecurityContext>;
  /** `[runners.kubernetes.build_container_security_context]` */
  buildContainerSecurityContext?: pulumi.Input<KubernetesContainerSecurityContext>;
  /** `[runners.kubernetes.helper_container_security_context]` */
  helperContainerSecurityContext?: pulumi.Input<KubernetesContainerSecurityContext>;
  /** `[runners.kubernetes.service_container_security_context]` */
  serviceContainerSecurityContext?: pulumi.Input<KubernetesContainerSecurityContext>;
  /** `[runners.kubernetes.volumes]` */
  volumes?: pulumi.Input<KubernetesVolumes>;
  /** `[[runners.kubernetes.host_aliases]]` */
  hostAliases?: pulumi.Input<pulumi.Input<KubernetesHostAlias>[]>;
  /** `[[runners.kubernetes.services]]` */
  services?: pulumi.Input<pulumi.Input<ServiceOptions>[]>;
  /** `[runners.kubernetes] cap_add` */
  capAdd?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.kubernetes] cap_drop` */
  capDrop?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.kubernetes] dns_policy` */
  dnsPolicy?: pulumi.Input<"none" | "default" | "cluster-first" | "cluster-first-with-host-net">;
  /** `[runners.kubernetes.dns_config]` */
  dnsConfig?: pulumi.Input<KubernetesDnsConfig>;
  /** `[runners.kubernetes.container_lifecycle]` */
  containerLifecycle?: pulumi.Input<KubernetesContainerLifecycle>;
  /** `[runners.kubernetes] priority_class_name` */
  priorityClassName?: pulumi.Input<string>;
  /** `[[runners.kubernetes.pod_spec]]` */
  podSpec?: pulumi.Input<pulumi.Input<KubernetesPodSpec>[]>;
  /** `[runners.kubernetes] logs_base_dir` */
  logsBaseDir?: pulumi.Input<string>;
  /** `[runners.kubernetes] scripts_base_dir` */
  scriptsBaseDir?: pulumi.Input<string>;
  /** `[runners.kubernetes] print_pod_warning_events` */
  printPodWarningEvents?: pulumi.Input<boolean>;
  /** `[runners.kubernetes] pod_disruption_budget` */
  podDisruptionBudget?: pulumi.Input<boolean>;
  /** `[runners.kubernetes.autoscaler]` */
  autoscaler?: pulumi.Input<KubernetesAutoscaler>;
}

/** `[runners.kubernetes.affinity]` */
export interface KubernetesAffinity {
  /** `[runners.kubernetes.affinity.node_affinity]` */
  nodeAffinity?: pulumi.Input<KubernetesNodeAffinity>;
  /** `[runners.kubernetes.affinity.pod_affinity]` */
  podAffinity?: pulumi.Input<KubernetesPodAffinity>;
  /** `[runners.kubernetes.affinity.pod_anti_affinity]` */
  podAntiAffinity?: pulumi.Input<KubernetesPodAffinity>;
}

/** `[runners.kubernetes.affinity.node_affinity]` */
export interface KubernetesNodeAffinity {
  /** `[runners.kubernetes.affinity.node_affinity.required_during_scheduling_ignored_during_execution]` */
  requiredDuringSchedulingIgnoredDuringExecution?: pulumi.Input<KubernetesNodeSelector>;
  /** `[[runners.kubernetes.affinity.node_affinity.preferred_during_scheduling_ignored_during_execution]]` */
  preferredDuringSchedulingIgnoredDuringExecution?: pulumi.Input<
    pulumi.Input<KubernetesPreferredSchedulingTerm>[]
  >;
}

/** `[runners.kubernetes.affinity.node_affinity.required_during_scheduling_ignored_during_execution]` */
export interface KubernetesNodeSelector {
  /** `[[runners.kubernetes.affinity.node_affinity.required_during_scheduling_ignored_during_execution.node_selector_terms]]` */
  nodeSelectorTerms?: pulumi.Input<pulumi.Input<KubernetesNodeSelectorTerm>[]>;
}

/** `[[runners.kubernetes.affinity.node_affinity.required_during_scheduling_ignored_during_execution.node_selector_terms]]` */
export interface KubernetesNodeSelectorTerm {
  /** `[[runners.kubernetes.affinity.node_affinity.required_during_scheduling_ignored_during_execution.node_selector_terms.match_expressions]]` */
  matchExpressions?: pulumi.Input<pulumi.Input<KubernetesSelectorRequirement>[]>;
  /** `[[runners.kubernetes.affinity.node_affinity.required_during_scheduling_ignored_during_execution.node_selector_terms.match_fields]]` */
  matchFields?: pulumi.Input<pulumi.Input<KubernetesSelectorRequirement>[]>;
}

/** `[[runners.kubernetes.affinity.node_affinity.required_during_scheduling_ignored_during_execution.node_selector_terms.match_expressions]]` */
export interface KubernetesSelectorRequirement {
  /**
   * `[runners.kubernetes.affinity.node_affinity.required_during_scheduling_ignored_during_execution.node_selector_terms.match_expressions]
   * key`
   */
  key?: pulumi.Input<string>;
  /**
   * `[runners.kubernetes.affinity.node_affinity.required_during_scheduling_ignored_during_execution.node_selector_terms.match_expressions]
   * operator`
   */
  operator?: pulumi.Input<string>;
  /**
   * `[runners.kubernetes.affinity.node_affinity.required_during_scheduling_ignored_during_execution.node_selector_terms.match_expressions]
   * values`
   */
  values?: pulumi.Input<pulumi.Input<string>[]>;
}

/** `[[runners.kubernetes.affinity.node_affinity.preferred_during_scheduling_ignored_during_execution]]` */
export interface KubernetesPreferredSchedulingTerm {
  /**
   * `[runners.kubernetes.affinity.node_affinity.preferred_during_scheduling_ignored_during_execution]
   * weight`
   */
  weight?: pulumi.Input<number>;
  /** `[runners.kubernetes.affinity.node_affinity.preferred_during_scheduling_ignored_during_execution.preference]` */
  preference?: pulumi.Input<KubernetesNodeSelectorTerm>;
}

/** `[runners.kubernetes.affinity.pod_affinity]` */
export interface KubernetesPodAffinity {
  /** `[[runners.kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution]]` */
  requiredDuringSchedulingIgnoredDuringExecution?: pulumi.Input<
    pulumi.Input<KubernetesPodAffinityTerm>[]
  >;
  /** `[[runners.kubernetes.affinity.pod_affinity.preferred_during_scheduling_ignored_during_execution]]` */
  preferredDuringSchedulingIgnoredDuringExecution?: pulumi.Input<
    pulumi.Input<KubernetesWeightedPodAffinityTerm>[]
  >;
}

/** `[[runners.kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution]]` */
export interface KubernetesPodAffinityTerm {
  /** `[runners.kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution.label_selector]` */
  labelSelector?: pulumi.Input<KubernetesLabelSelector>;
  /**
   * `[runners.kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution]
   * namespaces`
   */
  namespaces?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * `[runners.kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution]
   * topology_key`
   */
  topologyKey?: pulumi.Input<string>;
  /** `[runners.kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution.namespace_selector]` */
  namespaceSelector?: pulumi.Input<KubernetesLabelSelector>;
  /**
   * `[runners.kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution]
   * match_label_keys`
   */
  matchLabelKeys?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * `[runners.kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution]
   * mismatch_label_keys`
   */
  mismatchLabelKeys?: pulumi.Input<pulumi.Input<string>[]>;
}

/** `[runners.kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution.label_selector]` */
export interface KubernetesLabelSelector {
  /**
   * `[runners.kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution.label_selector]
   * match_labels`
   */
  matchLabels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** `[[runners.kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution.label_selector.match_expressions]]` */
  matchExpressions?: pulumi.Input<pulumi.Input<KubernetesSelectorRequirement>[]>;
}

/** `[[runners.kubernetes.affinity.pod_affinity.preferred_during_scheduling_ignored_during_execution]]` */
export interface KubernetesWeightedPodAffinityTerm {
  /**
   * `[runners.kubernetes.affinity.pod_affinity.preferred_during_scheduling_ignored_during_execution]
   * weight`
   */
  weight?: pulumi.Input<number>;
  /** `[runners.kubernetes.affinity.pod_affinity.preferred_during_scheduling_ignored_during_execution.pod_affinity_term]` */
  podAffinityTerm?: pulumi.Input<KubernetesPodAffinityTerm>;
}

/** `[runners.kubernetes.pod_security_context]` */
export interface KubernetesPodSecurityContext {
  /** `[runners.kubernetes.pod_security_context] fs_group` */
  fsGroup?: pulumi.Input<number>;
  /** `[runners.kubernetes.pod_security_context] run_as_group` */
  runAsGroup?: pulumi.Input<number>;
  /** `[runners.kubernetes.pod_security_context] run_as_non_root` */
  runAsNonRoot?: pulumi.Input<boolean>;
  /** `[runners.kubernetes.pod_security_context] run_as_user` */
  runAsUser?: pulumi.Input<number>;
  /** `[runners.kubernetes.pod_security_context] supplemental_groups` */
  supplementalGroups?: pulumi.Input<pulumi.Input<number>[]>;
  /** `[runners.kubernetes.pod_security_context] selinux_type` */
  selinuxType?: pulumi.Input<string>;
  /** `[runners.kubernetes.pod_security_context.seccomp_profile]` */
  seccompProfile?: pulumi.Input<KubernetesSecurityProfile>;
  /** `[runners.kubernetes.pod_security_context.app_armor_profile]` */
  appArmorProfile?: pulumi.Input<KubernetesSecurityProfile>;
}

/** `[runners.kubernetes.pod_security_context.seccomp_profile]` */
export interface KubernetesSecurityProfile {
  /** `[runners.kubernetes.pod_security_context.seccomp_profile] type` */
  type?: pulumi.Input<"RuntimeDefault" | "Localhost" | "Unconfined">;
  /** `[runners.kubernetes.pod_security_context.seccomp_profile] localhost_profile` */
  localhostProfile?: pulumi.Input<string>;
}

/** `[runners.kubernetes.init_permissions_container_security_context]` */
export interface KubernetesContainerSecurityContext {
  /** `[runners.kubernetes.init_permissions_container_security_context.capabilities]` */
  capabilities?: pulumi.Input<KubernetesCapabilities>;
  /** `[runners.kubernetes.init_permissions_container_security_context] privileged` */
  privileged?: pulumi.Input<boolean>;
  /** `[runners.kubernetes.init_permissions_container_security_context] run_as_user` */
  runAsUser?: pulumi.Input<number>;
  /** `[runners.kubernetes.init_permissions_container_security_context] run_as_group` */
  runAsGroup?: pulumi.Input<number>;
  /** `[runners.kubernetes.init_permissions_container_security_context] run_as_non_root` */
  runAsNonRoot?: pulumi.Input<boolean>;
  /**
   * `[runners.kubernetes.init_permissions_container_security_context]
   * read_only_root_filesystem`
   */
  readOnlyRootFilesystem?: pulumi.Input<boolean>;
  /**
   * `[runners.kubernetes.init_permissions_container_security_context]
   * allow_privilege_escalation`
   */
  allowPrivilegeEscalation?: pulumi.Input<boolean>;
  /** `[runners.kubernetes.init_permissions_container_security_context] selinux_type` */
  selinuxType?: pulumi.Input<string>;
  /** `[runners.kubernetes.init_permissions_container_security_context] proc_mount` */
  procMount?: pulumi.Input<"default" | "unmasked" | "Default" | "Unmasked">;
  /** `[runners.kubernetes.init_permissions_container_security_context.seccomp_profile]` */
  seccompProfile?: pulumi.Input<KubernetesSecurityProfile>;
  /** `[runners.kubernetes.init_permissions_container_security_context.app_armor_profile]` */
  appArmorProfile?: pulumi.Input<KubernetesSecurityProfile>;
}

/** `[runners.kubernetes.init_permissions_container_security_context.capabilities]` */
export interface KubernetesCapabilities {
  /** `[runners.kubernetes.init_permissions_container_security_context.capabilities] add` */
  add?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.kubernetes.init_permissions_container_security_context.capabilities] drop` */
  drop?: pulumi.Input<pulumi.Input<string>[]>;
}

/** `[runners.kubernetes.volumes]` */
export interface KubernetesVolumes {
  /** `[[runners.kubernetes.volumes.host_path]]` */
  hostPath?: pulumi.Input<pulumi.Input<KubernetesHostPathVolume>[]>;
  /** `[[runners.kubernetes.volumes.pvc]]` */
  pvc?: pulumi.Input<pulumi.Input<KubernetesPvcVolume>[]>;
  /** `[[runners.kubernetes.volumes.config_map]]` */
  configMap?: pulumi.Input<pulumi.Input<KubernetesItemsVolume>[]>;
  /** `[[runners.kubernetes.volumes.secret]]` */
  secret?: pulumi.Input<pulumi.Input<KubernetesItemsVolume>[]>;
  /** `[[runners.kubernetes.volumes.empty_dir]]` */
  emptyDir?: pulumi.Input<pulumi.Input<KubernetesEmptyDirVolume>[]>;
  /** `[[runners.kubernetes.volumes.csi]]` */
  csi?: pulumi.Input<pulumi.Input<KubernetesCsiVolume>[]>;
  /** `[[runners.kubernetes.volumes.nfs]]` */
  nfs?: pulumi.Input<pulumi.Input<KubernetesNfsVolume>[]>;
}

/** `[[runners.kubernetes.volumes.host_path]]` */
export interface KubernetesHostPathVolume {
  /** `[runners.kubernetes.volumes.host_path] name` */
  name?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.host_path] mount_path` */
  mountPath?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.host_path] sub_path` */
  subPath?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.host_path] read_only` */
  readOnly?: pulumi.Input<boolean>;
  /** `[runners.kubernetes.volumes.host_path] host_path` */
  hostPath?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.host_path] mount_propagation` */
  mountPropagation?: pulumi.Input<string>;
}

/** `[[runners.kubernetes.volumes.pvc]]` */
export interface KubernetesPvcVolume {
  /** `[runners.kubernetes.volumes.pvc] name` */
  name?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.pvc] mount_path` */
  mountPath?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.pvc] sub_path` */
  subPath?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.pvc] read_only` */
  readOnly?: pulumi.Input<boolean>;
  /** `[runners.kubernetes.volumes.pvc] mount_propagation` */
  mountPropagation?: pulumi.Input<string>;
}

/** `[[runners.kubernetes.volumes.config_map]]` */
export interface KubernetesItemsVolume {
  /** `[runners.kubernetes.volumes.config_map] name` */
  name?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.config_map] mount_path` */
  mountPath?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.config_map] sub_path` */
  subPath?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.config_map] read_only` */
  readOnly?: pulumi.Input<boolean>;
  /** `[runners.kubernetes.volumes.config_map] items` */
  items?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** `[[runners.kubernetes.volumes.empty_dir]]` */
export interface KubernetesEmptyDirVolume {
  /** `[runners.kubernetes.volumes.empty_dir] name` */
  name?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.empty_dir] mount_path` */
  mountPath?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.empty_dir] sub_path` */
  subPath?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.empty_dir] medium` */
  medium?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.empty_dir] size_limit` */
  sizeLimit?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.empty_dir] mount_propagation` */
  mountPropagation?: pulumi.Input<string>;
}

/** `[[runners.kubernetes.volumes.csi]]` */
export interface KubernetesCsiVolume {
  /** `[runners.kubernetes.volumes.csi] name` */
  name?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.csi] mount_path` */
  mountPath?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.csi] sub_path` */
  subPath?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.csi] driver` */
  driver?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.csi] fs_type` */
  fsType?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.csi] read_only` */
  readOnly?: pulumi.Input<boolean>;
  /** `[runners.kubernetes.volumes.csi] volume_attributes` */
  volumeAttributes?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** `[[runners.kubernetes.volumes.nfs]]` */
export interface KubernetesNfsVolume {
  /** `[runners.kubernetes.volumes.nfs] name` */
  name?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.nfs] mount_path` */
  mountPath?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.nfs] sub_path` */
  subPath?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.nfs] server` */
  server?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.nfs] path` */
  path?: pulumi.Input<string>;
  /** `[runners.kubernetes.volumes.nfs] read_only` */
  readOnly?: pulumi.Input<boolean>;
}

/** `[[runners.kubernetes.host_aliases]]` */
export interface KubernetesHostAlias {
  /** `[runners.kubernetes.host_aliases] ip` */
  ip?: pulumi.Input<string>;
  /** `[runners.kubernetes.host_aliases] hostnames` */
  hostnames?: pulumi.Input<pulumi.Input<string>[]>;
}

/** `[runners.kubernetes.dns_config]` */
export interface KubernetesDnsConfig {
  /** `[runners.kubernetes.dns_config] nameservers` */
  nameservers?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[[runners.kubernetes.dns_config.options]]` */
  options?: pulumi.Input<pulumi.Input<KubernetesDnsOption>[]>;
  /** `[runners.kubernetes.dns_config] searches` */
  searches?: pulumi.Input<pulumi.Input<string>[]>;
}

/** `[[runners.kubernetes.dns_config.options]]` */
export interface KubernetesDnsOption {
  /** `[runners.kubernetes.dns_config.options] name` */
  name?: pulumi.Input<string>;
  /** `[runners.kubernetes.dns_config.options] value` */
  value?: pulumi.Input<string>;
}

/** `[runners.kubernetes.container_lifecycle]` */
export interface KubernetesContainerLifecycle {
  /** `[runners.kubernetes.container_lifecycle.post_start]` */
  postStart?: pulumi.Input<KubernetesLifecycleHandler>;
  /** `[runners.kubernetes.container_lifecycle.pre_stop]` */
  preStop?: pulumi.Input<KubernetesLifecycleHandler>;
}

/** `[runners.kubernetes.container_lifecycle.post_start]` */
export interface KubernetesLifecycleHandler {
  /** `[runners.kubernetes.container_lifecycle.post_start.exec]` */
  exec?: pulumi.Input<KubernetesLifecycleExec>;
  /** `[runners.kubernetes.container_lifecycle.post_start.http_get]` */
  httpGet?: pulumi.Input<KubernetesLifecycleHttpGet>;
  /** `[runners.kubernetes.container_lifecycle.post_start.tcp_socket]` */
  tcpSocket?: pulumi.Input<KubernetesLifecycleTcpSocket>;
}

/** `[runners.kubernetes.container_lifecycle.post_start.exec]` */
export interface KubernetesLifecycleExec {
  /** `[runners.kubernetes.container_lifecycle.post_start.exec] command` */
  command?: pulumi.Input<pulumi.Input<string>[]>;
}

/** `[runners.kubernetes.container_lifecycle.post_start.http_get]` */
export interface KubernetesLifecycleHttpGet {
  /** `[runners.kubernetes.container_lifecycle.post_start.http_get] host` */
  host?: pulumi.Input<string>;
  /** `[[runners.kubernetes.container_lifecycle.post_start.http_get.http_headers]]` */
  httpHeaders?: pulumi.Input<pulumi.Input<KubernetesHttpHeader>[]>;
  /** `[runners.kubernetes.container_lifecycle.post_start.http_get] path` */
  path?: pulumi.Input<string>;
  /** `[runners.kubernetes.container_lifecycle.post_start.http_get] port` */
  port?: pulumi.Input<number>;
  /** `[runners.kubernetes.container_lifecycle.post_start.http_get] scheme` */
  scheme?: pulumi.Input<string>;
}

/** `[[runners.kubernetes.container_lifecycle.post_start.http_get.http_headers]]` */
export interface KubernetesHttpHeader {
  /** `[runners.kubernetes.container_lifecycle.post_start.http_get.http_headers] name` */
  name?: pulumi.Input<string>;
  /** `[runners.kubernetes.container_lifecycle.post_start.http_get.http_headers] value` */
  value?: pulumi.Input<string>;
}

/** `[runners.kubernetes.container_lifecycle.post_start.tcp_socket]` */
export interface KubernetesLifecycleTcpSocket {
  /** `[runners.kubernetes.container_lifecycle.post_start.tcp_socket] host` */
  host?: pulumi.Input<string>;
  /** `[runners.kubernetes.container_lifecycle.post_start.tcp_socket] port` */
  port?: pulumi.Input<number>;
}

/** `[[runners.kubernetes.pod_spec]]` */
export interface KubernetesPodSpec {
  /** `[runners.kubernetes.pod_spec] name` */
  name?: pulumi.Input<string>;
  /** `[runners.kubernetes.pod_spec] patch_path` */
  patchPath?: pulumi.Input<string>;
  /** `[runners.kubernetes.pod_spec] patch` */
  patch?: pulumi.Input<string>;
  /** `[runners.kubernetes.pod_spec] patch_type` */
  patchType?: pulumi.Input<"json" | "merge" | "strategic">;
}

/** `[runners.kubernetes.autoscaler]` */
export interface KubernetesAutoscaler {
  /** `[runners.kubernetes.autoscaler] max_pause_pods` */
  maxPausePods?: pulumi.Input<number>;
  /** `[runners.kubernetes.autoscaler] pause_pod_image` */
  pausePodImage?: pulumi.Input<string>;
  /** `[runners.kubernetes.autoscaler] pause_pod_priority_class_name` */
  pausePodPriorityClassName?: pulumi.Input<string>;
  /** `[[runners.kubernetes.autoscaler.policy]]` */
  policy?: pulumi.Input<pulumi.Input<AutoscalerPolicy>[]>;
  /** `[runners.kubernetes.autoscaler] pause_pod_image_pull_secrets` */
  pausePodImagePullSecrets?: pulumi.Input<pulumi.Input<string>[]>;
}

/** `[[runners.kubernetes.autoscaler.policy]]` */
export interface AutoscalerPolicy {
  /** In the form of cron. `[runners.kubernetes.autoscaler.policy] periods` */
  periods?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.kubernetes.autoscaler.policy] timezone` */
  timezone?: pulumi.Input<string>;
  /** `[runners.kubernetes.autoscaler.policy] idle_count` */
  idleCount?: pulumi.Input<number>;
  /** At least a second, `20m`. `[runners.kubernetes.autoscaler.policy] idle_time` */
  idleTime?: pulumi.Input<string>;
  /**
   * How many idle instances there are for each one in use.
   * `[runners.kubernetes.autoscaler.policy] scale_factor`
   */
  scaleFactor?: pulumi.Input<number>;
  /** `[runners.kubernetes.autoscaler.policy] scale_factor_limit` */
  scaleFactorLimit?: pulumi.Input<number>;
  /** `[runners.kubernetes.autoscaler.policy] preemptive_mode` */
  preemptiveMode?: pulumi.Input<boolean>;
}

/** `[runners.custom]` */
export interface CustomOptions {
  /** `[runners.custom] config_exec` */
  configExec?: pulumi.Input<string>;
  /** `[runners.custom] config_args` */
  configArgs?: pulumi.Input<pulumi.Input<string>[]>;
  /** Seconds. `[runners.custom] config_exec_timeout` */
  configExecTimeout?: pulumi.Input<number>;
  /** `[runners.custom] prepare_exec` */
  prepareExec?: pulumi.Input<string>;
  /** `[runners.custom] prepare_args` */
  prepareArgs?: pulumi.Input<pulumi.Input<string>[]>;
  /** Seconds. `[runners.custom] prepare_exec_timeout` */
  prepareExecTimeout?: pulumi.Input<number>;
  /** `[runners.custom] run_exec` */
  runExec: pulumi.Input<string>;
  /** `[runners.custom] run_args` */
  runArgs?: pulumi.Input<pulumi.Input<string>[]>;
  /** `[runners.custom] cleanup_exec` */
  cleanupExec?: pulumi.Input<string>;
  /** `[runners.custom] cleanup_args` */
  cleanupArgs?: pulumi.Input<pulumi.Input<string>[]>;
  /** Seconds. `[runners.custom] cleanup_exec_timeout` */
  cleanupExecTimeout?: pulumi.Input<number>;
  /** Seconds. `[runners.custom] graceful_kill_timeout` */
  gracefulKillTimeout?: pulumi.Input<number>;
  /** Seconds. `[runners.custom] force_kill_timeout` */
  forceKillTimeout?: pulumi.Input<number>;
}

/** `[runners.autoscaler]` */
export interface AutoscalerOptions {
  /** `[runners.autoscaler] capacity_per_instance` */
  capacityPerInstance?: pulumi.Input<number>;
  /** `[runners.autoscaler] max_use_count` */
  maxUseCount?: pulumi.Input<number>;
  /** `[runners.autoscaler] max_instances` */
  maxInstances?: pulumi.Input<number>;
  /** `aws`, `googlecloud`, `azure` or a path. `[runners.autoscaler] plugin` */
  plugin: pulumi.Input<string>;
  /** What the plugin takes, by its own names. `[runners.autoscaler] plugin_config` */
  pluginConfig?: pulumi.Input<Record<string, TomlValue>>;
  /** `[runners.autoscaler.connector_config]` */
  connectorConfig?: pulumi.Input<AutoscalerConnectorConfig>;
  /** `[[runners.autoscaler.policy]]` */
  policy?: pulumi.Input<pulumi.Input<AutoscalerPolicy>[]>;
  /** `[runners.autoscaler] instance_ready_command` */
  instanceReadyCommand?: pulumi.Input<string>;
  /** A duration, `1h30m`. `[runners.autoscaler] instance_acquire_timeout` */
  instanceAcquireTimeout?: pulumi.Input<string>;
  /** A duration, `1h30m`. `[runners.autoscaler] update_interval` */
  updateInterval?: pulumi.Input<string>;
  /** A duration, `1h30m`. `[runners.autoscaler] update_interval_when_expecting` */
  updateIntervalWhenExpecting?: pulumi.Input<string>;
  /** A duration, `1h30m`. `[runners.autoscaler] deletion_retry_interval` */
  deletionRetryInterval?: pulumi.Input<string>;
  /** A duration, `1h30m`. `[runners.autoscaler] shutdown_deletion_interval` */
  shutdownDeletionInterval?: pulumi.Input<string>;
  /** `[runners.autoscaler] shutdown_deletion_retries` */
  shutdownDeletionRetries?: pulumi.Input<number>;
  /** `[runners.autoscaler] failure_threshold` */
  failureThreshold?: pulumi.Input<number>;
  /** `[runners.autoscaler.scale_throttle]` */
  scaleThrottle?: pulumi.Input<AutoscalerScaleThrottle>;
  /** `[runners.autoscaler] reservation_throttling` */
  reservationThrottling?: pulumi.Input<boolean>;
  /** `[runners.autoscaler] log_internal_ip` */
  logInternalIp?: pulumi.Input<boolean>;
  /** `[runners.autoscaler] log_external_ip` */
  logExternalIp?: pulumi.Input<boolean>;
  /** `[runners.autoscaler] delete_instances_on_shutdown` */
  deleteInstancesOnShutdown?: pulumi.Input<boolean>;
  /** `[runners.autoscaler.vm_isolation]` */
  vmIsolation?: pulumi.Input<AutoscalerVmIsolation>;
  /** `[runners.autoscaler.state_storage]` */
  stateStorage?: pulumi.Input<AutoscalerStateStorage>;
  /** `[runners.autoscaler] instance_operation_time_buckets` */
  instanceOperationTimeBuckets?: pulumi.Input<pulumi.Input<number>[]>;
  /** `[runners.autoscaler] instance_creation_time_buckets` */
  instanceCreationTimeBuckets?: pulumi.Input<pulumi.Input<number>[]>;
  /** `[runners.autoscaler] instance_is_running_time_buckets` */
  instanceIsRunningTimeBuckets?: pulumi.Input<pulumi.Input<number>[]>;
  /** `[runners.autoscaler] instance_deletion_time_buckets` */
  instanceDeletionTimeBuckets?: pulumi.Input<pulumi.Input<number>[]>;
  /** `[runners.autoscaler] instance_readiness_time_buckets` */
  instanceReadinessTimeBuckets?: pulumi.Input<pulumi.Input<number>[]>;
  /** `[runners.autoscaler] instance_life_duration_buckets` */
  instanceLifeDurationBuckets?: pulumi.Input<pulumi.Input<number>[]>;
}

/** `[runners.autoscaler.connector_config]` */
export interface AutoscalerConnectorConfig {
  /** `[runners.autoscaler.connector_config] os` */
  os?: pulumi.Input<string>;
  /** `[runners.autoscaler.connector_config] arch` */
  arch?: pulumi.Input<string>;
  /** `[runners.autoscaler.connector_config] protocol` */
  protocol?: pulumi.Input<string>;
  /** `[runners.autoscaler.connector_config] protocol_port` */
  protocolPort?: pulumi.Input<number>;
  /** `[runners.autoscaler.connector_config] username` */
  username?: pulumi.Input<string>;
  /** `[runners.autoscaler.connector_config] password` */
  password?: pulumi.Input<string>;
  /** `[runners.autoscaler.connector_config] key_path` */
  keyPath?: pulumi.Input<string>;
  /** `[runners.autoscaler.connector_config] use_static_credentials` */
  useStaticCredentials?: pulumi.Input<boolean>;
  /** A duration, `1h30m`. `[runners.autoscaler.connector_config] keepalive` */
  keepalive?: pulumi.Input<string>;
  /** A duration, `1h30m`. `[runners.autoscaler.connector_config] timeout` */
  timeout?: pulumi.Input<string>;
  /** `[runners.autoscaler.connector_config] use_external_addr` */
  useExternalAddr?: pulumi.Input<boolean>;
}

/** `[runners.autoscaler.scale_throttle]` */
export interface AutoscalerScaleThrottle {
  /** `[runners.autoscaler.scale_throttle] limit` */
  limit?: pulumi.Input<number>;
  /** `[runners.autoscaler.scale_throttle] burst` */
  burst?: pulumi.Input<number>;
}

/** `[runners.autoscaler.vm_isolation]` */
export interface AutoscalerVmIsolation {
  /** `[runners.autoscaler.vm_isolation] enabled` */
  enabled?: pulumi.Input<boolean>;
  /** `[runners.autoscaler.vm_isolation] nesting_host` */
  nestingHost?: pulumi.Input<string>;
  /** What nesting takes, by its own names. `[runners.autoscaler.vm_isolation] nesting_config` */
  nestingConfig?: pulumi.Input<Record<string, TomlValue>>;
  /** `[runners.autoscaler.vm_isolation] image` */
  image?: pulumi.Input<string>;
  /** `[runners.autoscaler.vm_isolation.connector_config]` */
  connectorConfig?: pulumi.Input<AutoscalerConnectorConfig>;
}

/** `[runners.autoscaler.state_storage]` */
export interface AutoscalerStateStorage {
  /** `[runners.autoscaler.state_storage] enabled` */
  enabled?: pulumi.Input<boolean>;
  /** `[runners.autoscaler.state_storage] dir` */
  dir?: pulumi.Input<string>;
  /** `[runners.autoscaler.state_storage] keep_instance_with_acquisitions` */
  keepInstanceWithAcquisitions?: pulumi.Input<boolean>;
}
