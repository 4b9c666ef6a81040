/**
 * What an option or a table means beyond its name, by path: sentences of ours. What has none here is
 * described by its key alone.
 */
export const DESCRIPTIONS: Readonly<Record<string, string>> = {
  listen_address: "Where the process serves its metrics, `:9252`.",
  concurrent: "How many jobs run at once in the whole process. 1 by default.",
  check_interval: "Seconds between two requests for jobs.",
  shutdown_timeout: "Seconds that a forceful shutdown waits for the process to end.",
  connection_max_age: "How long a connection to GitLab is kept, `15m`.",
  sentry_dsn: "Where errors are sent to, with its key.",
  session_server: "What lets people open a terminal in a job.",
  "session_server.session_timeout": "Seconds that a terminal stays open once its job has ended.",
  labels: "Labels of every runner of the process: at most 32, each name of 3 to 65 characters.",
  "runners.labels": "Labels of the runner, before those of the process.",
  "runners.name": "The name in the file. The runner's description by default.",
  "runners.url":
    "GitLab's address, as the runner reaches it. By default, the address of its provider, or of the stack's configuration and the environment.",
  "runners.limit":
    "How many jobs of this runner run at once. 0 by default: only `concurrent` limits them.",
  "runners.output_limit": "KiB of log that a job may have.",
  "runners.environment": "Variables for jobs, `NAME=value`.",
  "runners.shell": "The shell that jobs' scripts are written for.",
  "runners.feature_flags": "Feature flags of gitlab-runner by name, `FF_NETWORK_PER_BUILD`.",
  "runners.docker.image":
    "The image of jobs that name none. Without it such a job fails, and `gitlab-runner register` refuses.",
  "runners.docker.pull_policy": "`always`, `if-not-present`, `never`, or several to try in turn.",
  "runners.docker.cpus": "`1.5`",
  "runners.docker.memory": "`2g`",
  "runners.docker.shm_size": "Bytes.",
  "runners.docker.wait_for_services_timeout": "Seconds; -1 waits for none.",
  "runners.docker.host": "The daemon, `tcp://10.0.0.2:2376`.",
  "runners.kubernetes.image": "The image of jobs that name none.",
  "runners.kubernetes.pull_policy":
    "`always`, `if-not-present`, `never`, or several to try in turn.",
  "runners.kubernetes.cpu_request": "`500m`",
  "runners.kubernetes.memory_request": "`1Gi`",
  "runners.kubernetes.poll_timeout": "Seconds that a pod may take to start.",
  "runners.kubernetes.poll_interval": "Seconds between two looks at a pod.",
  "runners.kubernetes.retry_backoff_max": "Milliseconds.",
  "runners.ssh.host": "`localhost` by default; `gitlab-runner register` needs it.",
  "runners.ssh.user": "`root` by default; `gitlab-runner register` needs it.",
  "runners.ssh.port": "`22` by default.",
  "runners.autoscaler.plugin": "`aws`, `googlecloud`, `azure` or a path.",
  "runners.autoscaler.plugin_config": "What the plugin takes, by its own names.",
  "runners.autoscaler.vm_isolation.nesting_config": "What nesting takes, by its own names.",
  "runners.machine": "The old autoscaler, by Docker Machine, which GitLab no longer develops.",
  "runners.machine.MachineName": "With `%s` in it, where gitlab-runner puts what makes it unique.",
  "runners.machine.MachineOptions": "Options of the driver, `amazonec2-region=eu-west-1`.",
  "runners.machine.IdleTime": "Seconds.",
  "runners.cache.Type": "`s3`, `gcs` or `azure`.",
  "runners.custom.config_exec_timeout": "Seconds.",
  "runners.custom.prepare_exec_timeout": "Seconds.",
  "runners.custom.cleanup_exec_timeout": "Seconds.",
  "runners.custom.graceful_kill_timeout": "Seconds.",
  "runners.custom.force_kill_timeout": "Seconds.",
};

/** What holds of every option of a name, whatever table it is in. */
export const DESCRIPTIONS_OF_NAMES: Readonly<Record<string, string>> = {
  periods: "In the form of cron.",
  Periods: "In the form of cron, of seven fields.",
  scale_factor: "How many idle instances there are for each one in use.",
  idle_time: "At least a second, `20m`.",
  namespace_overwrite_allowed: "A regular expression.",
};
