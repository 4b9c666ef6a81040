/** The gitlab-runner whose keys these are. */
export const GITLAB_RUNNER_VERSION = "19.3.0";

/**
 * Every key of gitlab-runner's config.toml, as its configuration type of that version has them: the path,
 * `[]` behind an array of tables; what its value is; the flag of `gitlab-runner register` that sets it. A
 * `!` marks what may hold a credential, a `$` the environment variable that `register` reads one from.
 *
 * This is the one home of a key: types, checks, names in the file and flags follow from it.
 * @see https://docs.gitlab.com/runner/configuration/advanced-configuration/
 */
export const ROWS = `
listen_address string
session_server table
session_server.listen_address string
session_server.advertise_address string
session_server.session_timeout integer
labels map:string
concurrent integer
check_interval integer
log_level one-of:trace,debug,info,warn,warning,error,fatal,panic
log_format one-of:runner,text,json
user string
runners tables
runners[].name string --name
runners[].limit integer --limit
runners[].output_limit integer --output-limit
runners[].request_concurrency integer --request-concurrency
runners[].strict_check_interval boolean --strict-check-interval
runners[].unhealthy_requests_limit integer --unhealthy-requests-limit
runners[].unhealthy_interval duration --unhealthy-interval
runners[].job_status_final_update_retry_limit integer --job-status-final-update-retry-limit
runners[].experimental table
runners[].experimental.boot_verify table
runners[].experimental.boot_verify.enabled boolean
runners[].experimental.boot_verify.timeout duration
runners[].experimental.boot_verify.acquire_min_backoff duration
runners[].experimental.boot_verify.acquire_max_backoff duration
runners[].url string --url
runners[].id integer
runners[].token string! --token $CI_SERVER_TOKEN
runners[].token_obtained_at time
runners[].token_expires_at time
runners[].tls-ca-file string --tls-ca-file
runners[].tls-cert-file string --tls-cert-file
runners[].tls-key-file string --tls-key-file
runners[].labels map:string
runners[].executor one-of:shell,docker,docker-windows,docker+machine,docker-autoscaler,instance,kubernetes,ssh,virtualbox,parallels,custom --executor
runners[].builds_dir string --builds-dir
runners[].cache_dir string --cache-dir
runners[].clone_url string --clone-url
runners[].environment strings! --env
runners[].proxy_exec boolean --proxy-exec
runners[].pre_get_sources_script string --pre-get-sources-script
runners[].post_get_sources_script string --post-get-sources-script
runners[].pre_build_script string --pre-build-script
runners[].post_build_script string --post-build-script
runners[].prepare_timeout duration --prepare-timeout
runners[].get_sources_timeout duration --get-sources-timeout
runners[].debug_trace_disabled boolean --debug-trace-disabled
runners[].safe_directory_checkout boolean --safe-directory-checkout
runners[].clean_git_config boolean --clean-git-config
runners[].shell one-of:bash,sh,cmd,pwsh,powershell --shell
runners[].custom_build_dir table
runners[].custom_build_dir.enabled boolean --custom_build_dir-enabled
runners[].referees table
runners[].referees.metrics table
runners[].referees.metrics.prometheus_address string
runners[].referees.metrics.query_interval integer
runners[].referees.metrics.queries strings
runners[].cache table
runners[].cache.Type string --cache-type
runners[].cache.Path string --cache-path
runners[].cache.Shared boolean --cache-shared
runners[].cache.MaxUploadedArchiveSize integer --cache-max_uploaded_archive_size
runners[].cache.s3 table
runners[].cache.s3.ServerAddress string --cache-s3-server-address
runners[].cache.s3.AccessKey string! --cache-s3-access-key $CACHE_S3_ACCESS_KEY
runners[].cache.s3.SecretKey string! --cache-s3-secret-key $CACHE_S3_SECRET_KEY
runners[].cache.s3.SessionToken string! --cache-s3-session-token $CACHE_S3_SESSION_TOKEN
runners[].cache.s3.BucketName string --cache-s3-bucket-name
runners[].cache.s3.BucketLocation string --cache-s3-bucket-location
runners[].cache.s3.Insecure boolean --cache-s3-insecure
runners[].cache.s3.AuthenticationType one-of:access-key,iam --cache-s3-authentication_type
runners[].cache.s3.ServerSideEncryption string --cache-s3-server-side-encryption
runners[].cache.s3.ServerSideEncryptionKeyID string --cache-s3-server-side-encryption-key-id
runners[].cache.s3.DualStack boolean --cache-s3-dual-stack
runners[].cache.s3.PathStyle boolean --cache-s3-path-style
runners[].cache.s3.Accelerate boolean --cache-s3-accelerate
runners[].cache.s3.RoleARN string --cache-s3-role-arn
runners[].cache.s3.UploadRoleARN string --cache-s3-upload-role-arn
runners[].cache.s3.AssumeRoleMaxConcurrency integer --cache-s3-assume-role-max-concurrency
runners[].cache.s3.DisableAssumeRoleCredentialsCaching boolean --cache-s3-disable-assume-role-credentials-caching
runners[].cache.gcs table
runners[].cache.gcs.AccessID string --cache-gcs-access-id
runners[].cache.gcs.PrivateKey string! --cache-gcs-private-key $CACHE_GCS_PRIVATE_KEY
runners[].cache.gcs.CredentialsFile string --cache-gcs-credentials-file
runners[].cache.gcs.BucketName string --cache-gcs-bucket-name
runners[].cache.gcs.UniverseDomain string --cache-gcs-universe-domain
runners[].cache.azure table
runners[].cache.azure.AccountName string --cache-azure-account-name
runners[].cache.azure.AccountKey string! --cache-azure-account-key $CACHE_AZURE_ACCOUNT_KEY
runners[].cache.azure.ContainerName string --cache-azure-container-name
runners[].cache.azure.StorageDomain string --cache-azure-storage-domain
runners[].artifact table
runners[].artifact.upload_timeout duration
runners[].artifact.response_header_timeout duration
runners[].feature_flags map:boolean --feature-flags
runners[].monitoring table
runners[].monitoring.job_queuing_durations tables
runners[].monitoring.job_queuing_durations[].periods periods
runners[].monitoring.job_queuing_durations[].timezone timezone
runners[].monitoring.job_queuing_durations[].threshold duration
runners[].monitoring.job_queuing_durations[].jobs_running_for_project string
runners[].use_slot_cgroups boolean --use-slot-cgroups
runners[].slot_cgroup_template string --slot-cgroup-template
runners[].instance table
runners[].instance.allowed_images strings
runners[].instance.use_common_build_dir boolean
runners[].ssh table
runners[].ssh.user string --ssh-user
runners[].ssh.password string! --ssh-password $SSH_PASSWORD
runners[].ssh.host string --ssh-host
runners[].ssh.port string --ssh-port
runners[].ssh.identity_file string --ssh-identity-file
runners[].ssh.disable_strict_host_key_checking boolean --ssh-disable-strict-host-key-checking
runners[].ssh.known_hosts_file string --ssh-known-hosts-file
runners[].docker table
runners[].docker.host string --docker-host
runners[].docker.tls_cert_path string --docker-cert-path
runners[].docker.tls_verify boolean --docker-tlsverify
runners[].docker.hostname string --docker-hostname
runners[].docker.image string --docker-image
runners[].docker.runtime string --docker-runtime
runners[].docker.memory string --docker-memory
runners[].docker.memory_swap string --docker-memory-swap
runners[].docker.memory_reservation string --docker-memory-reservation
runners[].docker.cgroup_parent string --docker-cgroup-parent
runners[].docker.cpuset_cpus string --docker-cpuset-cpus
runners[].docker.cpuset_mems string --docker-cpuset-mems
runners[].docker.cpus string --docker-cpus
runners[].docker.cpu_shares integer --docker-cpu-shares
runners[].docker.dns strings --docker-dns
runners[].docker.dns_search strings --docker-dns-search
runners[].docker.privileged boolean --docker-privileged
runners[].docker.services_privileged boolean --docker-services_privileged
runners[].docker.disable_entrypoint_overwrite boolean --docker-disable-entrypoint-overwrite
runners[].docker.user string --docker-user
runners[].docker.allowed_users strings --docker-allowed_users
runners[].docker.group_add strings --docker-group-add
runners[].docker.userns_mode string --docker-userns
runners[].docker.cap_add strings --docker-cap-add
runners[].docker.cap_drop strings --docker-cap-drop
runners[].docker.oom_kill_disable boolean --docker-oom-kill-disable
runners[].docker.oom_score_adjust integer --docker-oom-score-adjust
runners[].docker.security_opt strings --docker-security-opt
runners[].docker.services_security_opt strings --docker-services-security-opt
runners[].docker.devices strings --docker-devices
runners[].docker.device_cgroup_rules strings --docker-device-cgroup-rules
runners[].docker.gpus string --docker-gpus
runners[].docker.services_devices map:strings --docker-services_devices
runners[].docker.disable_cache boolean --docker-disable-cache
runners[].docker.volumes strings --docker-volumes
runners[].docker.volume_keep boolean --docker-volume-keep
runners[].docker.volume_driver string --docker-volume-driver
runners[].docker.volume_driver_ops map:string --docker-volume-driver-ops
runners[].docker.cache_dir string --docker-cache-dir
runners[].docker.extra_hosts strings --docker-extra-hosts
runners[].docker.volumes_from strings --docker-volumes-from
runners[].docker.network_mode string --docker-network-mode
runners[].docker.pid_mode string --docker-pid-mode
runners[].docker.ipcmode string --docker-ipcmode
runners[].docker.mac_address string --docker-mac-address
runners[].docker.links strings --docker-links
runners[].docker.services tables
runners[].docker.services[].name string
runners[].docker.services[].alias string
runners[].docker.services[].command strings
runners[].docker.services[].entrypoint strings
runners[].docker.services[].environment strings!
runners[].docker.services_limit integer --docker-services-limit
runners[].docker.service_memory string --docker-service-memory
runners[].docker.service_memory_swap string --docker-service-memory-swap
runners[].docker.service_memory_reservation string --docker-service-memory-reservation
runners[].docker.service_cgroup_parent string --docker-service-cgroup-parent
runners[].docker.service_slot_cgroup_template string --docker-service-slot-cgroup-template
runners[].docker.service_cpuset_cpus string --docker-service-cpuset-cpus
runners[].docker.service_cpus string --docker-service-cpus
runners[].docker.service_cpu_shares integer --docker-service-cpu-shares
runners[].docker.service_gpus string --docker-service_gpus
runners[].docker.wait_for_services_timeout integer --docker-wait-for-services-timeout
runners[].docker.allowed_images strings --docker-allowed-images
runners[].docker.allowed_privileged_images strings --docker-allowed-privileged-images
runners[].docker.allowed_privileged_services strings --docker-allowed-privileged-services
runners[].docker.allowed_pull_policies list-of:always,if-not-present,never --docker-allowed-pull-policies
runners[].docker.allowed_services strings --docker-allowed-services
runners[].docker.pull_policy one-or-more-of:always,if-not-present,never --docker-pull-policy
runners[].docker.isolation string --docker-isolation
runners[].docker.shm_size integer --docker-shm-size
runners[].docker.tmpfs map:string --docker-tmpfs
runners[].docker.services_tmpfs map:string --docker-services-tmpfs
runners[].docker.sysctls map:string --docker-sysctls
runners[].docker.helper_image string --docker-helper-image
runners[].docker.helper_image_flavor string --docker-helper-image-flavor
runners[].docker.container_labels map:string --docker-container-labels
runners[].docker.enable_ipv6 boolean --docker-enable-ipv6
runners[].docker.ulimit map:string --docker-ulimit
runners[].docker.network_mtu integer --docker-network-mtu
runners[].docker.log_options map:string --docker-log-options
runners[].parallels table
runners[].parallels.base_name string --parallels-base-name
runners[].parallels.template_name string --parallels-template-name
runners[].parallels.disable_snapshots boolean --parallels-disable-snapshots
runners[].parallels.time_server string --parallels-time-server
runners[].parallels.allowed_images strings --parallels-allowed-images
runners[].virtualbox table
runners[].virtualbox.base_name string --virtualbox-base-name
runners[].virtualbox.base_snapshot string --virtualbox-base-snapshot
runners[].virtualbox.base_folder string --virtualbox-base-folder
runners[].virtualbox.disable_snapshots boolean --virtualbox-disable-snapshots
runners[].virtualbox.allowed_images strings --virtualbox-allowed-images
runners[].virtualbox.start_type string --virtualbox-start-type
runners[].machine table
runners[].machine.MaxGrowthRate integer --machine-max-growth-rate
runners[].machine.IdleCount integer --machine-idle-nodes
runners[].machine.IdleScaleFactor number --machine-idle-scale-factor
runners[].machine.IdleCountMin integer --machine-idle-count-min
runners[].machine.IdleTime integer --machine-idle-time
runners[].machine.MaxBuilds integer --machine-max-builds
runners[].machine.MachineDriver string --machine-machine-driver
runners[].machine.MachineName string --machine-machine-name
runners[].machine.MachineOptions strings! --machine-machine-options
runners[].machine.MachineOptionsWithName strings! --machine-machine-options-with-name
runners[].machine.MaxRemovalAttempts integer --machine-max-removal-attempts
runners[].machine.OffPeakPeriods strings
runners[].machine.OffPeakTimezone string
runners[].machine.OffPeakIdleCount integer
runners[].machine.OffPeakIdleTime integer
runners[].machine.autoscaling tables
runners[].machine.autoscaling[].Periods periods
runners[].machine.autoscaling[].Timezone timezone
runners[].machine.autoscaling[].IdleCount integer
runners[].machine.autoscaling[].IdleScaleFactor number
runners[].machine.autoscaling[].IdleCountMin integer
runners[].machine.autoscaling[].IdleTime integer
runners[].kubernetes table
runners[].kubernetes.host string --kubernetes-host
runners[].kubernetes.context string --kubernetes-context
runners[].kubernetes.cert_file string --kubernetes-cert-file
runners[].kubernetes.key_file string --kubernetes-key-file
runners[].kubernetes.ca_file string --kubernetes-ca-file
runners[].kubernetes.bearer_token_overwrite_allowed boolean --kubernetes-bearer_token_overwrite_allowed
runners[].kubernetes.bearer_token string! --kubernetes-bearer_token $KUBERNETES_BEARER_TOKEN
runners[].kubernetes.image string --kubernetes-image
runners[].kubernetes.namespace string --kubernetes-namespace
runners[].kubernetes.namespace_overwrite_allowed string --kubernetes-namespace_overwrite_allowed
runners[].kubernetes.namespace_per_job boolean --kubernetes-namespace_per_job
runners[].kubernetes.privileged boolean --kubernetes-privileged
runners[].kubernetes.runtime_class_name string --kubernetes-runtime-class-name
runners[].kubernetes.allow_privilege_escalation boolean --kubernetes-allow-privilege-escalation
runners[].kubernetes.cpu_limit string --kubernetes-cpu-limit
runners[].kubernetes.cpu_limit_overwrite_max_allowed string --kubernetes-cpu-limit-overwrite-max-allowed
runners[].kubernetes.cpu_request string --kubernetes-cpu-request
runners[].kubernetes.cpu_request_overwrite_max_allowed string --kubernetes-cpu-request-overwrite-max-allowed
runners[].kubernetes.memory_limit string --kubernetes-memory-limit
runners[].kubernetes.memory_limit_overwrite_max_allowed string --kubernetes-memory-limit-overwrite-max-allowed
runners[].kubernetes.memory_request string --kubernetes-memory-request
runners[].kubernetes.memory_request_overwrite_max_allowed string --kubernetes-memory-request-overwrite-max-allowed
runners[].kubernetes.ephemeral_storage_limit string --kubernetes-ephemeral-storage-limit
runners[].kubernetes.ephemeral_storage_limit_overwrite_max_allowed string --kubernetes-ephemeral-storage-limit-overwrite-max-allowed
runners[].kubernetes.ephemeral_storage_request string --kubernetes-ephemeral-storage-request
runners[].kubernetes.ephemeral_storage_request_overwrite_max_allowed string --kubernetes-ephemeral-storage-request-overwrite-max-allowed
runners[].kubernetes.service_cpu_limit string --kubernetes-service-cpu-limit
runners[].kubernetes.service_cpu_limit_overwrite_max_allowed string --kubernetes-service-cpu-limit-overwrite-max-allowed
runners[].kubernetes.service_cpu_request string --kubernetes-service-cpu-request
runners[].kubernetes.service_cpu_request_overwrite_max_allowed string --kubernetes-service-cpu-request-overwrite-max-allowed
runners[].kubernetes.service_memory_limit string --kubernetes-service-memory-limit
runners[].kubernetes.service_memory_limit_overwrite_max_allowed string --kubernetes-service-memory-limit-overwrite-max-allowed
runners[].kubernetes.service_memory_request string --kubernetes-service-memory-request
runners[].kubernetes.service_memory_request_overwrite_max_allowed string --kubernetes-service-memory-request-overwrite-max-allowed
runners[].kubernetes.service_ephemeral_storage_limit string --kubernetes-service-ephemeral_storage-limit
runners[].kubernetes.service_ephemeral_storage_limit_overwrite_max_allowed string --kubernetes-service-ephemeral_storage-limit-overwrite-max-allowed
runners[].kubernetes.service_ephemeral_storage_request string --kubernetes-service-ephemeral_storage-request
runners[].kubernetes.service_ephemeral_storage_request_overwrite_max_allowed string --kubernetes-service-ephemeral_storage-request-overwrite-max-allowed
runners[].kubernetes.helper_cpu_limit string --kubernetes-helper-cpu-limit
runners[].kubernetes.helper_cpu_limit_overwrite_max_allowed string --kubernetes-helper-cpu-limit-overwrite-max-allowed
runners[].kubernetes.helper_cpu_request string --kubernetes-helper-cpu-request
runners[].kubernetes.helper_cpu_request_overwrite_max_allowed string --kubernetes-helper-cpu-request-overwrite-max-allowed
runners[].kubernetes.helper_memory_limit string --kubernetes-helper-memory-limit
runners[].kubernetes.helper_memory_limit_overwrite_max_allowed string --kubernetes-helper-memory-limit-overwrite-max-allowed
runners[].kubernetes.helper_memory_request string --kubernetes-helper-memory-request
runners[].kubernetes.helper_memory_request_overwrite_max_allowed string --kubernetes-helper-memory-request-overwrite-max-allowed
runners[].kubernetes.helper_ephemeral_storage_limit string --kubernetes-helper-ephemeral_storage-limit
runners[].kubernetes.helper_ephemeral_storage_limit_overwrite_max_allowed string --kubernetes-helper-ephemeral_storage-limit-overwrite-max-allowed
runners[].kubernetes.helper_ephemeral_storage_request string --kubernetes-helper-ephemeral_storage-request
runners[].kubernetes.helper_ephemeral_storage_request_overwrite_max_allowed string --kubernetes-helper-ephemeral_storage-request-overwrite-max-allowed
runners[].kubernetes.pod_cpu_limit string --kubernetes-pod-cpu-limit
runners[].kubernetes.pod_cpu_limit_overwrite_max_allowed string --kubernetes-pod-cpu-limit-overwrite-max-allowed
runners[].kubernetes.pod_cpu_request string --kubernetes-pod-cpu-request
runners[].kubernetes.pod_cpu_request_overwrite_max_allowed string --kubernetes-pod-cpu-request-overwrite-max-allowed
runners[].kubernetes.pod_memory_limit string --kubernetes-pod-memory-limit
runners[].kubernetes.pod_memory_limit_overwrite_max_allowed string --kubernetes-pod-memory-limit-overwrite-max-allowed
runners[].kubernetes.pod_memory_request string --kubernetes-pod-memory-request
runners[].kubernetes.pod_memory_request_overwrite_max_allowed string --kubernetes-pod-memory-request-overwrite-max-allowed
runners[].kubernetes.allowed_images strings --kubernetes-allowed-images
runners[].kubernetes.allowed_pull_policies list-of:always,if-not-present,never --kubernetes-allowed-pull-policies
runners[].kubernetes.allowed_services strings --kubernetes-allowed-services
runners[].kubernetes.allowed_users strings --kubernetes-allowed-users
runners[].kubernetes.allowed_groups strings --kubernetes-allowed-groups
runners[].kubernetes.pull_policy one-or-more-of:always,if-not-present,never --kubernetes-pull-policy
runners[].kubernetes.node_selector map:string --kubernetes-node-selector
runners[].kubernetes.node_selector_overwrite_allowed string --kubernetes-node_selector_overwrite_allowed
runners[].kubernetes.node_tolerations map:string --kubernetes-node-tolerations
runners[].kubernetes.node_tolerations_overwrite_allowed string --kubernetes-node_tolerations_overwrite_allowed
runners[].kubernetes.affinity table
runners[].kubernetes.affinity.node_affinity table
runners[].kubernetes.affinity.node_affinity.required_during_scheduling_ignored_during_execution table
runners[].kubernetes.affinity.node_affinity.required_during_scheduling_ignored_during_execution.node_selector_terms tables
runners[].kubernetes.affinity.node_affinity.required_during_scheduling_ignored_during_execution.node_selector_terms[].match_expressions tables
runners[].kubernetes.affinity.node_affinity.required_during_scheduling_ignored_during_execution.node_selector_terms[].match_expressions[].key string
runners[].kubernetes.affinity.node_affinity.required_during_scheduling_ignored_during_execution.node_selector_terms[].match_expressions[].operator string
runners[].kubernetes.affinity.node_affinity.required_during_scheduling_ignored_during_execution.node_selector_terms[].match_expressions[].values strings
runners[].kubernetes.affinity.node_affinity.required_during_scheduling_ignored_during_execution.node_selector_terms[].match_fields tables
runners[].kubernetes.affinity.node_affinity.required_during_scheduling_ignored_during_execution.node_selector_terms[].match_fields[].key string
runners[].kubernetes.affinity.node_affinity.required_during_scheduling_ignored_during_execution.node_selector_terms[].match_fields[].operator string
runners[].kubernetes.affinity.node_affinity.required_during_scheduling_ignored_during_execution.node_selector_terms[].match_fields[].values strings
runners[].kubernetes.affinity.node_affinity.preferred_during_scheduling_ignored_during_execution tables
runners[].kubernetes.affinity.node_affinity.preferred_during_scheduling_ignored_during_execution[].weight int32
runners[].kubernetes.affinity.node_affinity.preferred_during_scheduling_ignored_during_execution[].preference table
runners[].kubernetes.affinity.node_affinity.preferred_during_scheduling_ignored_during_execution[].preference.match_expressions tables
runners[].kubernetes.affinity.node_affinity.preferred_during_scheduling_ignored_during_execution[].preference.match_expressions[].key string
runners[].kubernetes.affinity.node_affinity.preferred_during_scheduling_ignored_during_execution[].preference.match_expressions[].operator string
runners[].kubernetes.affinity.node_affinity.preferred_during_scheduling_ignored_during_execution[].preference.match_expressions[].values strings
runners[].kubernetes.affinity.node_affinity.preferred_during_scheduling_ignored_during_execution[].preference.match_fields tables
runners[].kubernetes.affinity.node_affinity.preferred_during_scheduling_ignored_during_execution[].preference.match_fields[].key string
runners[].kubernetes.affinity.node_affinity.preferred_during_scheduling_ignored_during_execution[].preference.match_fields[].operator string
runners[].kubernetes.affinity.node_affinity.preferred_during_scheduling_ignored_during_execution[].preference.match_fields[].values strings
runners[].kubernetes.affinity.pod_affinity table
runners[].kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution tables
runners[].kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution[].label_selector table
runners[].kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution[].label_selector.match_labels map:string
runners[].kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution[].label_selector.match_expressions tables
runners[].kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution[].label_selector.match_expressions[].key string
runners[].kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution[].label_selector.match_expressions[].operator string
runners[].kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution[].label_selector.match_expressions[].values strings
runners[].kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution[].namespaces strings
runners[].kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution[].topology_key string
runners[].kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution[].namespace_selector table
runners[].kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution[].namespace_selector.match_labels map:string
runners[].kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution[].namespace_selector.match_expressions tables
runners[].kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution[].namespace_selector.match_expressions[].key string
runners[].kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution[].namespace_selector.match_expressions[].operator string
runners[].kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution[].namespace_selector.match_expressions[].values strings
runners[].kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution[].match_label_keys strings
runners[].kubernetes.affinity.pod_affinity.required_during_scheduling_ignored_during_execution[].mismatch_label_keys strings
runners[].kubernetes.affinity.pod_affinity.preferred_during_scheduling_ignored_during_execution tables
runners[].kubernetes.affinity.pod_affinity.preferred_during_scheduling_ignored_during_execution[].weight int32
runners[].kubernetes.affinity.pod_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term table
runners[].kubernetes.affinity.pod_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.label_selector table
runners[].kubernetes.affinity.pod_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.label_selector.match_labels map:string
runners[].kubernetes.affinity.pod_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.label_selector.match_expressions tables
runners[].kubernetes.affinity.pod_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.label_selector.match_expressions[].key string
runners[].kubernetes.affinity.pod_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.label_selector.match_expressions[].operator string
runners[].kubernetes.affinity.pod_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.label_selector.match_expressions[].values strings
runners[].kubernetes.affinity.pod_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.namespaces strings
runners[].kubernetes.affinity.pod_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.topology_key string
runners[].kubernetes.affinity.pod_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.namespace_selector table
runners[].kubernetes.affinity.pod_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.namespace_selector.match_labels map:string
runners[].kubernetes.affinity.pod_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.namespace_selector.match_expressions tables
runners[].kubernetes.affinity.pod_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.namespace_selector.match_expressions[].key string
runners[].kubernetes.affinity.pod_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.namespace_selector.match_expressions[].operator string
runners[].kubernetes.affinity.pod_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.namespace_selector.match_expressions[].values strings
runners[].kubernetes.affinity.pod_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.match_label_keys strings
runners[].kubernetes.affinity.pod_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.mismatch_label_keys strings
runners[].kubernetes.affinity.pod_anti_affinity table
runners[].kubernetes.affinity.pod_anti_affinity.required_during_scheduling_ignored_during_execution tables
runners[].kubernetes.affinity.pod_anti_affinity.required_during_scheduling_ignored_during_execution[].label_selector table
runners[].kubernetes.affinity.pod_anti_affinity.required_during_scheduling_ignored_during_execution[].label_selector.match_labels map:string
runners[].kubernetes.affinity.pod_anti_affinity.required_during_scheduling_ignored_during_execution[].label_selector.match_expressions tables
runners[].kubernetes.affinity.pod_anti_affinity.required_during_scheduling_ignored_during_execution[].label_selector.match_expressions[].key string
runners[].kubernetes.affinity.pod_anti_affinity.required_during_scheduling_ignored_during_execution[].label_selector.match_expressions[].operator string
runners[].kubernetes.affinity.pod_anti_affinity.required_during_scheduling_ignored_during_execution[].label_selector.match_expressions[].values strings
runners[].kubernetes.affinity.pod_anti_affinity.required_during_scheduling_ignored_during_execution[].namespaces strings
runners[].kubernetes.affinity.pod_anti_affinity.required_during_scheduling_ignored_during_execution[].topology_key string
runners[].kubernetes.affinity.pod_anti_affinity.required_during_scheduling_ignored_during_execution[].namespace_selector table
runners[].kubernetes.affinity.pod_anti_affinity.required_during_scheduling_ignored_during_execution[].namespace_selector.match_labels map:string
runners[].kubernetes.affinity.pod_anti_affinity.required_during_scheduling_ignored_during_execution[].namespace_selector.match_expressions tables
runners[].kubernetes.affinity.pod_anti_affinity.required_during_scheduling_ignored_during_execution[].namespace_selector.match_expressions[].key string
runners[].kubernetes.affinity.pod_anti_affinity.required_during_scheduling_ignored_during_execution[].namespace_selector.match_expressions[].operator string
runners[].kubernetes.affinity.pod_anti_affinity.required_during_scheduling_ignored_during_execution[].namespace_selector.match_expressions[].values strings
runners[].kubernetes.affinity.pod_anti_affinity.required_during_scheduling_ignored_during_execution[].match_label_keys strings
runners[].kubernetes.affinity.pod_anti_affinity.required_during_scheduling_ignored_during_execution[].mismatch_label_keys strings
runners[].kubernetes.affinity.pod_anti_affinity.preferred_during_scheduling_ignored_during_execution tables
runners[].kubernetes.affinity.pod_anti_affinity.preferred_during_scheduling_ignored_during_execution[].weight int32
runners[].kubernetes.affinity.pod_anti_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term table
runners[].kubernetes.affinity.pod_anti_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.label_selector table
runners[].kubernetes.affinity.pod_anti_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.label_selector.match_labels map:string
runners[].kubernetes.affinity.pod_anti_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.label_selector.match_expressions tables
runners[].kubernetes.affinity.pod_anti_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.label_selector.match_expressions[].key string
runners[].kubernetes.affinity.pod_anti_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.label_selector.match_expressions[].operator string
runners[].kubernetes.affinity.pod_anti_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.label_selector.match_expressions[].values strings
runners[].kubernetes.affinity.pod_anti_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.namespaces strings
runners[].kubernetes.affinity.pod_anti_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.topology_key string
runners[].kubernetes.affinity.pod_anti_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.namespace_selector table
runners[].kubernetes.affinity.pod_anti_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.namespace_selector.match_labels map:string
runners[].kubernetes.affinity.pod_anti_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.namespace_selector.match_expressions tables
runners[].kubernetes.affinity.pod_anti_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.namespace_selector.match_expressions[].key string
runners[].kubernetes.affinity.pod_anti_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.namespace_selector.match_expressions[].operator string
runners[].kubernetes.affinity.pod_anti_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.namespace_selector.match_expressions[].values strings
runners[].kubernetes.affinity.pod_anti_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.match_label_keys strings
runners[].kubernetes.affinity.pod_anti_affinity.preferred_during_scheduling_ignored_during_execution[].pod_affinity_term.mismatch_label_keys strings
runners[].kubernetes.image_pull_secrets strings --kubernetes-image-pull-secrets
runners[].kubernetes.use_service_account_image_pull_secrets boolean --kubernetes-use-service-account-image-pull-secrets
runners[].kubernetes.helper_image string --kubernetes-helper-image
runners[].kubernetes.helper_image_flavor string --kubernetes-helper-image-flavor
runners[].kubernetes.helper_image_autoset_arch_and_os boolean --kubernetes-helper-image-autoset-arch-and-os
runners[].kubernetes.pod_termination_grace_period_seconds integer --kubernetes-pod_termination_grace_period_seconds
runners[].kubernetes.cleanup_grace_period_seconds integer --kubernetes-cleanup_grace_period_seconds
runners[].kubernetes.cleanup_resources_timeout duration --kubernetes-cleanup_resources_timeout
runners[].kubernetes.poll_interval integer --kubernetes-poll-interval
runners[].kubernetes.poll_timeout integer --kubernetes-poll-timeout
runners[].kubernetes.resource_availability_check_max_attempts integer --kubernetes-resource-availability-check-max-attempts
runners[].kubernetes.retry_limit integer --kubernetes-retry-limit
runners[].kubernetes.retry_backoff_max integer --kubernetes-retry-backoff-max
runners[].kubernetes.retry_limits map:integer --kubernetes-retry-limits
runners[].kubernetes.pod_labels map:string --kubernetes-pod-labels
runners[].kubernetes.pod_labels_overwrite_allowed string --kubernetes-pod_labels_overwrite_allowed
runners[].kubernetes.scheduler_name string --kubernetes-scheduler-name
runners[].kubernetes.service_account string --kubernetes-service-account
runners[].kubernetes.service_account_overwrite_allowed string --kubernetes-service_account_overwrite_allowed
runners[].kubernetes.automount_service_account_token boolean --kubernetes-automount-service-account-token
runners[].kubernetes.pod_annotations map:string --kubernetes-pod-annotations
runners[].kubernetes.pod_annotations_overwrite_allowed string --kubernetes-pod_annotations_overwrite_allowed
runners[].kubernetes.pod_security_context table
runners[].kubernetes.pod_security_context.fs_group integer --kubernetes-pod-security-context-fs-group
runners[].kubernetes.pod_security_context.run_as_group integer --kubernetes-pod-security-context-run-as-group
runners[].kubernetes.pod_security_context.run_as_non_root boolean --kubernetes-pod-security-context-run-as-non-root
runners[].kubernetes.pod_security_context.run_as_user integer --kubernetes-pod-security-context-run-as-user
runners[].kubernetes.pod_security_context.supplemental_groups integers --kubernetes-pod-security-context-supplemental-groups
runners[].kubernetes.pod_security_context.selinux_type string --kubernetes-pod-security-context-selinux-type
runners[].kubernetes.pod_security_context.seccomp_profile table
runners[].kubernetes.pod_security_context.seccomp_profile.type one-of:RuntimeDefault,Localhost,Unconfined --kubernetes-pod-security-context-seccomp_profile-type
runners[].kubernetes.pod_security_context.seccomp_profile.localhost_profile string --kubernetes-pod-security-context-seccomp_profile-localhost-profile
runners[].kubernetes.pod_security_context.app_armor_profile table
runners[].kubernetes.pod_security_context.app_armor_profile.type one-of:RuntimeDefault,Localhost,Unconfined --kubernetes-pod-security-context-app_armor_profile-type
runners[].kubernetes.pod_security_context.app_armor_profile.localhost_profile string --kubernetes-pod-security-context-app_armor_profile-localhost-profile
runners[].kubernetes.init_permissions_container_security_context table
runners[].kubernetes.init_permissions_container_security_context.capabilities table
runners[].kubernetes.init_permissions_container_security_context.capabilities.add strings --kubernetes-init_permissions_container_security_context-capabilities-add
runners[].kubernetes.init_permissions_container_security_context.capabilities.drop strings --kubernetes-init_permissions_container_security_context-capabilities-drop
runners[].kubernetes.init_permissions_container_security_context.privileged boolean --kubernetes-init_permissions_container_security_context-privileged
runners[].kubernetes.init_permissions_container_security_context.run_as_user integer --kubernetes-init_permissions_container_security_context-run-as-user
runners[].kubernetes.init_permissions_container_security_context.run_as_group integer --kubernetes-init_permissions_container_security_context-run-as-group
runners[].kubernetes.init_permissions_container_security_context.run_as_non_root boolean --kubernetes-init_permissions_container_security_context-run-as-non-root
runners[].kubernetes.init_permissions_container_security_context.read_only_root_filesystem boolean --kubernetes-init_permissions_container_security_context-read-only-root-filesystem
runners[].kubernetes.init_permissions_container_security_context.allow_privilege_escalation boolean --kubernetes-init_permissions_container_security_context-allow-privilege-escalation
runners[].kubernetes.init_permissions_container_security_context.selinux_type string --kubernetes-init_permissions_container_security_context-selinux-type
runners[].kubernetes.init_permissions_container_security_context.proc_mount one-of:default,unmasked,Default,Unmasked --kubernetes-init_permissions_container_security_context-proc-mount
runners[].kubernetes.init_permissions_container_security_context.seccomp_profile table
runners[].kubernetes.init_permissions_container_security_context.seccomp_profile.type one-of:RuntimeDefault,Localhost,Unconfined --kubernetes-init_permissions_container_security_context-seccomp_profile-type
runners[].kubernetes.init_permissions_container_security_context.seccomp_profile.localhost_profile string --kubernetes-init_permissions_container_security_context-seccomp_profile-localhost-profile
runners[].kubernetes.init_permissions_container_security_context.app_armor_profile table
runners[].kubernetes.init_permissions_container_security_context.app_armor_profile.type one-of:RuntimeDefault,Localhost,Unconfined --kubernetes-init_permissions_container_security_context-app_armor_profile-type
runners[].kubernetes.init_permissions_container_security_context.app_armor_profile.localhost_profile string --kubernetes-init_permissions_container_security_context-app_armor_profile-localhost-profile
runners[].kubernetes.build_container_security_context table
runners[].kubernetes.build_container_security_context.capabilities table
runners[].kubernetes.build_container_security_context.capabilities.add strings --kubernetes-build_container_security_context-capabilities-add
runners[].kubernetes.build_container_security_context.capabilities.drop strings --kubernetes-build_container_security_context-capabilities-drop
runners[].kubernetes.build_container_security_context.privileged boolean --kubernetes-build_container_security_context-privileged
runners[].kubernetes.build_container_security_context.run_as_user integer --kubernetes-build_container_security_context-run-as-user
runners[].kubernetes.build_container_security_context.run_as_group integer --kubernetes-build_container_security_context-run-as-group
runners[].kubernetes.build_container_security_context.run_as_non_root boolean --kubernetes-build_container_security_context-run-as-non-root
runners[].kubernetes.build_container_security_context.read_only_root_filesystem boolean --kubernetes-build_container_security_context-read-only-root-filesystem
runners[].kubernetes.build_container_security_context.allow_privilege_escalation boolean --kubernetes-build_container_security_context-allow-privilege-escalation
runners[].kubernetes.build_container_security_context.selinux_type string --kubernetes-build_container_security_context-selinux-type
runners[].kubernetes.build_container_security_context.proc_mount one-of:default,unmasked,Default,Unmasked --kubernetes-build_container_security_context-proc-mount
runners[].kubernetes.build_container_security_context.seccomp_profile table
runners[].kubernetes.build_container_security_context.seccomp_profile.type one-of:RuntimeDefault,Localhost,Unconfined --kubernetes-build_container_security_context-seccomp_profile-type
runners[].kubernetes.build_container_security_context.seccomp_profile.localhost_profile string --kubernetes-build_container_security_context-seccomp_profile-localhost-profile
runners[].kubernetes.build_container_security_context.app_armor_profile table
runners[].kubernetes.build_container_security_context.app_armor_profile.type one-of:RuntimeDefault,Localhost,Unconfined --kubernetes-build_container_security_context-app_armor_profile-type
runners[].kubernetes.build_container_security_context.app_armor_profile.localhost_profile string --kubernetes-build_container_security_context-app_armor_profile-localhost-profile
runners[].kubernetes.helper_container_security_context table
runners[].kubernetes.helper_container_security_context.capabilities table
runners[].kubernetes.helper_container_security_context.capabilities.add strings --kubernetes-helper_container_security_context-capabilities-add
runners[].kubernetes.helper_container_security_context.capabilities.drop strings --kubernetes-helper_container_security_context-capabilities-drop
runners[].kubernetes.helper_container_security_context.privileged boolean --kubernetes-helper_container_security_context-privileged
runners[].kubernetes.helper_container_security_context.run_as_user integer --kubernetes-helper_container_security_context-run-as-user
runners[].kubernetes.helper_container_security_context.run_as_group integer --kubernetes-helper_container_security_context-run-as-group
runners[].kubernetes.helper_container_security_context.run_as_non_root boolean --kubernetes-helper_container_security_context-run-as-non-root
runners[].kubernetes.helper_container_security_context.read_only_root_filesystem boolean --kubernetes-helper_container_security_context-read-only-root-filesystem
runners[].kubernetes.helper_container_security_context.allow_privilege_escalation boolean --kubernetes-helper_container_security_context-allow-privilege-escalation
runners[].kubernetes.helper_container_security_context.selinux_type string --kubernetes-helper_container_security_context-selinux-type
runners[].kubernetes.helper_container_security_context.proc_mount one-of:default,unmasked,Default,Unmasked --kubernetes-helper_container_security_context-proc-mount
runners[].kubernetes.helper_container_security_context.seccomp_profile table
runners[].kubernetes.helper_container_security_context.seccomp_profile.type one-of:RuntimeDefault,Localhost,Unconfined --kubernetes-helper_container_security_context-seccomp_profile-type
runners[].kubernetes.helper_container_security_context.seccomp_profile.localhost_profile string --kubernetes-helper_container_security_context-seccomp_profile-localhost-profile
runners[].kubernetes.helper_container_security_context.app_armor_profile table
runners[].kubernetes.helper_container_security_context.app_armor_profile.type one-of:RuntimeDefault,Localhost,Unconfined --kubernetes-helper_container_security_context-app_armor_profile-type
runners[].kubernetes.helper_container_security_context.app_armor_profile.localhost_profile string --kubernetes-helper_container_security_context-app_armor_profile-localhost-profile
runners[].kubernetes.service_container_security_context table
runners[].kubernetes.service_container_security_context.capabilities table
runners[].kubernetes.service_container_security_context.capabilities.add strings --kubernetes-service_container_security_context-capabilities-add
runners[].kubernetes.service_container_security_context.capabilities.drop strings --kubernetes-service_container_security_context-capabilities-drop
runners[].kubernetes.service_container_security_context.privileged boolean --kubernetes-service_container_security_context-privileged
runners[].kubernetes.service_container_security_context.run_as_user integer --kubernetes-service_container_security_context-run-as-user
runners[].kubernetes.service_container_security_context.run_as_group integer --kubernetes-service_container_security_context-run-as-group
runners[].kubernetes.service_container_security_context.run_as_non_root boolean --kubernetes-service_container_security_context-run-as-non-root
runners[].kubernetes.service_container_security_context.read_only_root_filesystem boolean --kubernetes-service_container_security_context-read-only-root-filesystem
runners[].kubernetes.service_container_security_context.allow_privilege_escalation boolean --kubernetes-service_container_security_context-allow-privilege-escalation
runners[].kubernetes.service_container_security_context.selinux_type string --kubernetes-service_container_security_context-selinux-type
runners[].kubernetes.service_container_security_context.proc_mount one-of:default,unmasked,Default,Unmasked --kubernetes-service_container_security_context-proc-mount
runners[].kubernetes.service_container_security_context.seccomp_profile table
runners[].kubernetes.service_container_security_context.seccomp_profile.type one-of:RuntimeDefault,Localhost,Unconfined --kubernetes-service_container_security_context-seccomp_profile-type
runners[].kubernetes.service_container_security_context.seccomp_profile.localhost_profile string --kubernetes-service_container_security_context-seccomp_profile-localhost-profile
runners[].kubernetes.service_container_security_context.app_armor_profile table
runners[].kubernetes.service_container_security_context.app_armor_profile.type one-of:RuntimeDefault,Localhost,Unconfined --kubernetes-service_container_security_context-app_armor_profile-type
runners[].kubernetes.service_container_security_context.app_armor_profile.localhost_profile string --kubernetes-service_container_security_context-app_armor_profile-localhost-profile
runners[].kubernetes.volumes table
runners[].kubernetes.volumes.host_path tables
runners[].kubernetes.volumes.host_path[].name string
runners[].kubernetes.volumes.host_path[].mount_path string
runners[].kubernetes.volumes.host_path[].sub_path string
runners[].kubernetes.volumes.host_path[].read_only boolean
runners[].kubernetes.volumes.host_path[].host_path string
runners[].kubernetes.volumes.host_path[].mount_propagation string
runners[].kubernetes.volumes.pvc tables
runners[].kubernetes.volumes.pvc[].name string
runners[].kubernetes.volumes.pvc[].mount_path string
runners[].kubernetes.volumes.pvc[].sub_path string
runners[].kubernetes.volumes.pvc[].read_only boolean
runners[].kubernetes.volumes.pvc[].mount_propagation string
runners[].kubernetes.volumes.config_map tables
runners[].kubernetes.volumes.config_map[].name string
runners[].kubernetes.volumes.config_map[].mount_path string
runners[].kubernetes.volumes.config_map[].sub_path string
runners[].kubernetes.volumes.config_map[].read_only boolean
runners[].kubernetes.volumes.config_map[].items map:string
runners[].kubernetes.volumes.secret tables
runners[].kubernetes.volumes.secret[].name string
runners[].kubernetes.volumes.secret[].mount_path string
runners[].kubernetes.volumes.secret[].sub_path string
runners[].kubernetes.volumes.secret[].read_only boolean
runners[].kubernetes.volumes.secret[].items map:string
runners[].kubernetes.volumes.empty_dir tables
runners[].kubernetes.volumes.empty_dir[].name string
runners[].kubernetes.volumes.empty_dir[].mount_path string
runners[].kubernetes.volumes.empty_dir[].sub_path string
runners[].kubernetes.volumes.empty_dir[].medium string
runners[].kubernetes.volumes.empty_dir[].size_limit string
runners[].kubernetes.volumes.empty_dir[].mount_propagation string
runners[].kubernetes.volumes.csi tables
runners[].kubernetes.volumes.csi[].name string
runners[].kubernetes.volumes.csi[].mount_path string
runners[].kubernetes.volumes.csi[].sub_path string
runners[].kubernetes.volumes.csi[].driver string
runners[].kubernetes.volumes.csi[].fs_type string
runners[].kubernetes.volumes.csi[].read_only boolean
runners[].kubernetes.volumes.csi[].volume_attributes map:string
runners[].kubernetes.volumes.nfs tables
runners[].kubernetes.volumes.nfs[].name string
runners[].kubernetes.volumes.nfs[].mount_path string
runners[].kubernetes.volumes.nfs[].sub_path string
runners[].kubernetes.volumes.nfs[].server string
runners[].kubernetes.volumes.nfs[].path string
runners[].kubernetes.volumes.nfs[].read_only boolean
runners[].kubernetes.host_aliases tables --kubernetes-host_aliases
runners[].kubernetes.host_aliases[].ip string
runners[].kubernetes.host_aliases[].hostnames strings
runners[].kubernetes.services tables
runners[].kubernetes.services[].name string
runners[].kubernetes.services[].alias string
runners[].kubernetes.services[].command strings
runners[].kubernetes.services[].entrypoint strings
runners[].kubernetes.services[].environment strings!
runners[].kubernetes.cap_add strings --kubernetes-cap-add
runners[].kubernetes.cap_drop strings --kubernetes-cap-drop
runners[].kubernetes.dns_policy one-of:none,default,cluster-first,cluster-first-with-host-net --kubernetes-dns-policy
runners[].kubernetes.dns_config table
runners[].kubernetes.dns_config.nameservers strings
runners[].kubernetes.dns_config.options tables
runners[].kubernetes.dns_config.options[].name string
runners[].kubernetes.dns_config.options[].value string
runners[].kubernetes.dns_config.searches strings
runners[].kubernetes.container_lifecycle table
runners[].kubernetes.container_lifecycle.post_start table
runners[].kubernetes.container_lifecycle.post_start.exec table
runners[].kubernetes.container_lifecycle.post_start.exec.command strings
runners[].kubernetes.container_lifecycle.post_start.http_get table
runners[].kubernetes.container_lifecycle.post_start.http_get.host string
runners[].kubernetes.container_lifecycle.post_start.http_get.http_headers tables
runners[].kubernetes.container_lifecycle.post_start.http_get.http_headers[].name string
runners[].kubernetes.container_lifecycle.post_start.http_get.http_headers[].value string
runners[].kubernetes.container_lifecycle.post_start.http_get.path string
runners[].kubernetes.container_lifecycle.post_start.http_get.port integer
runners[].kubernetes.container_lifecycle.post_start.http_get.scheme string
runners[].kubernetes.container_lifecycle.post_start.tcp_socket table
runners[].kubernetes.container_lifecycle.post_start.tcp_socket.host string
runners[].kubernetes.container_lifecycle.post_start.tcp_socket.port integer
runners[].kubernetes.container_lifecycle.pre_stop table
runners[].kubernetes.container_lifecycle.pre_stop.exec table
runners[].kubernetes.container_lifecycle.pre_stop.exec.command strings
runners[].kubernetes.container_lifecycle.pre_stop.http_get table
runners[].kubernetes.container_lifecycle.pre_stop.http_get.host string
runners[].kubernetes.container_lifecycle.pre_stop.http_get.http_headers tables
runners[].kubernetes.container_lifecycle.pre_stop.http_get.http_headers[].name string
runners[].kubernetes.container_lifecycle.pre_stop.http_get.http_headers[].value string
runners[].kubernetes.container_lifecycle.pre_stop.http_get.path string
runners[].kubernetes.container_lifecycle.pre_stop.http_get.port integer
runners[].kubernetes.container_lifecycle.pre_stop.http_get.scheme string
runners[].kubernetes.container_lifecycle.pre_stop.tcp_socket table
runners[].kubernetes.container_lifecycle.pre_stop.tcp_socket.host string
runners[].kubernetes.container_lifecycle.pre_stop.tcp_socket.port integer
runners[].kubernetes.priority_class_name string --kubernetes-priority_class_name
runners[].kubernetes.pod_spec tables
runners[].kubernetes.pod_spec[].name string
runners[].kubernetes.pod_spec[].patch_path string
runners[].kubernetes.pod_spec[].patch string
runners[].kubernetes.pod_spec[].patch_type one-of:json,merge,strategic
runners[].kubernetes.logs_base_dir string --kubernetes-logs-base-dir
runners[].kubernetes.scripts_base_dir string --kubernetes-scripts-base-dir
runners[].kubernetes.print_pod_warning_events boolean --kubernetes-print-pod-warning-events
runners[].kubernetes.pod_disruption_budget boolean --kubernetes-pod-disruption-budget
runners[].kubernetes.autoscaler table
runners[].kubernetes.autoscaler.max_pause_pods integer
runners[].kubernetes.autoscaler.pause_pod_image string
runners[].kubernetes.autoscaler.pause_pod_priority_class_name string
runners[].kubernetes.autoscaler.policy tables
runners[].kubernetes.autoscaler.policy[].periods periods
runners[].kubernetes.autoscaler.policy[].timezone timezone
runners[].kubernetes.autoscaler.policy[].idle_count integer
runners[].kubernetes.autoscaler.policy[].idle_time duration>=1s
runners[].kubernetes.autoscaler.policy[].scale_factor number
runners[].kubernetes.autoscaler.policy[].scale_factor_limit integer
runners[].kubernetes.autoscaler.policy[].preemptive_mode boolean
runners[].kubernetes.autoscaler.pause_pod_image_pull_secrets strings
runners[].custom table
runners[].custom.config_exec string --custom-config-exec
runners[].custom.config_args strings --custom-config-args
runners[].custom.config_exec_timeout integer --custom-config-exec-timeout
runners[].custom.prepare_exec string --custom-prepare-exec
runners[].custom.prepare_args strings --custom-prepare-args
runners[].custom.prepare_exec_timeout integer --custom-prepare-exec-timeout
runners[].custom.run_exec string --custom-run-exec
runners[].custom.run_args strings --custom-run-args
runners[].custom.cleanup_exec string --custom-cleanup-exec
runners[].custom.cleanup_args strings --custom-cleanup-args
runners[].custom.cleanup_exec_timeout integer --custom-cleanup-exec-timeout
runners[].custom.graceful_kill_timeout integer --custom-graceful-kill-timeout
runners[].custom.force_kill_timeout integer --custom-force-kill-timeout
runners[].autoscaler table
runners[].autoscaler.capacity_per_instance integer
runners[].autoscaler.max_use_count integer
runners[].autoscaler.max_instances integer
runners[].autoscaler.plugin string
runners[].autoscaler.plugin_config map:any!
runners[].autoscaler.connector_config table
runners[].autoscaler.connector_config.os string
runners[].autoscaler.connector_config.arch string
runners[].autoscaler.connector_config.protocol string
runners[].autoscaler.connector_config.protocol_port integer
runners[].autoscaler.connector_config.username string
runners[].autoscaler.connector_config.password string!
runners[].autoscaler.connector_config.key_path string
runners[].autoscaler.connector_config.use_static_credentials boolean
runners[].autoscaler.connector_config.keepalive duration
runners[].autoscaler.connector_config.timeout duration
runners[].autoscaler.connector_config.use_external_addr boolean
runners[].autoscaler.policy tables
runners[].autoscaler.policy[].periods periods
runners[].autoscaler.policy[].timezone timezone
runners[].autoscaler.policy[].idle_count integer
runners[].autoscaler.policy[].idle_time duration>=1s
runners[].autoscaler.policy[].scale_factor number
runners[].autoscaler.policy[].scale_factor_limit integer
runners[].autoscaler.policy[].preemptive_mode boolean
runners[].autoscaler.instance_ready_command string
runners[].autoscaler.instance_acquire_timeout duration
runners[].autoscaler.update_interval duration
runners[].autoscaler.update_interval_when_expecting duration
runners[].autoscaler.deletion_retry_interval duration
runners[].autoscaler.shutdown_deletion_interval duration
runners[].autoscaler.shutdown_deletion_retries integer
runners[].autoscaler.failure_threshold integer
runners[].autoscaler.scale_throttle table
runners[].autoscaler.scale_throttle.limit integer
runners[].autoscaler.scale_throttle.burst integer
runners[].autoscaler.reservation_throttling boolean
runners[].autoscaler.log_internal_ip boolean
runners[].autoscaler.log_external_ip boolean
runners[].autoscaler.delete_instances_on_shutdown boolean
runners[].autoscaler.vm_isolation table
runners[].autoscaler.vm_isolation.enabled boolean
runners[].autoscaler.vm_isolation.nesting_host string
runners[].autoscaler.vm_isolation.nesting_config map:any!
runners[].autoscaler.vm_isolation.image string
runners[].autoscaler.vm_isolation.connector_config table
runners[].autoscaler.vm_isolation.connector_config.os string
runners[].autoscaler.vm_isolation.connector_config.arch string
runners[].autoscaler.vm_isolation.connector_config.protocol string
runners[].autoscaler.vm_isolation.connector_config.protocol_port integer
runners[].autoscaler.vm_isolation.connector_config.username string
runners[].autoscaler.vm_isolation.connector_config.password string!
runners[].autoscaler.vm_isolation.connector_config.key_path string
runners[].autoscaler.vm_isolation.connector_config.use_static_credentials boolean
runners[].autoscaler.vm_isolation.connector_config.keepalive duration
runners[].autoscaler.vm_isolation.connector_config.timeout duration
runners[].autoscaler.vm_isolation.connector_config.use_external_addr boolean
runners[].autoscaler.state_storage table
runners[].autoscaler.state_storage.enabled boolean
runners[].autoscaler.state_storage.dir string
runners[].autoscaler.state_storage.keep_instance_with_acquisitions boolean
runners[].autoscaler.instance_operation_time_buckets numbers
runners[].autoscaler.instance_creation_time_buckets numbers
runners[].autoscaler.instance_is_running_time_buckets numbers
runners[].autoscaler.instance_deletion_time_buckets numbers
runners[].autoscaler.instance_readiness_time_buckets numbers
runners[].autoscaler.instance_life_duration_buckets numbers
runners[].step_runner_image string --step-runner-image
sentry_dsn string!
connection_max_age duration
machine table
machine.shutdown_drain table
machine.shutdown_drain.enabled boolean
machine.shutdown_drain.concurrency integer
machine.shutdown_drain.max_retries integer
machine.shutdown_drain.retry_backoff duration
experimental table
experimental.usage_logger table
experimental.usage_logger.enabled boolean
experimental.usage_logger.writers strings
experimental.usage_logger.logrotate table
experimental.usage_logger.logrotate.log_dir string
experimental.usage_logger.logrotate.max_backup_files integer
experimental.usage_logger.logrotate.max_rotation_age duration
experimental.usage_logger.logrotate.labels map:string
experimental.usage_logger.snowplow_billing table
experimental.usage_logger.snowplow_billing.collector_uri string
experimental.usage_logger.snowplow_billing.app_id string
experimental.usage_logger.snowplow_billing.category string
experimental.usage_logger.snowplow_billing.realm string
experimental.usage_logger.snowplow_billing.deployment_type string
experimental.usage_logger.snowplow_billing.metadata map:string
experimental.usage_logger.snowplow_billing.enable_oidc boolean
experimental.usage_logger.snowplow_billing.batch_delivery_duration_buckets numbers
experimental.usage_logger.snowplow_billing.skip_oidc_if_unsupported_cloud boolean
experimental.usage_logger.snowplow_billing.skip_runner_system_failure boolean
experimental.usage_logger.log_dir string
experimental.usage_logger.max_backup_files integer
experimental.usage_logger.max_rotation_age duration
experimental.usage_logger.labels map:string
shutdown_timeout integer
`;
