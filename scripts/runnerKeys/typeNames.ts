/** The types of tables whose names say little by themselves, or that several tables have. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [
    /^runners\.(docker|kubernetes|ssh|custom|machine|parallels|autoscaler|instance|cache)$/,
    "*Options",
  ],
  [/^runners\.virtualbox$/, "VirtualBoxOptions"],
  [/^runners\.(docker|kubernetes)\.services$/, "ServiceOptions"],
  [/autoscaler\.policy$/, "AutoscalerPolicy"],
  [/^machine$/, "ProcessMachineOptions"],
  [/^machine\.shutdown_drain$/, "MachineShutdownDrain"],
  [/^experimental$/, "ProcessExperimentalOptions"],
  [/^runners\.experimental$/, "RunnerExperimentalOptions"],
  [/^runners\.custom_build_dir$/, "CustomBuildDirOptions"],
  [/^runners\.(referees|monitoring|artifact)$/, "*Options"],
  [/^session_server$/, "SessionServerOptions"],
  [/connector_config$/, "AutoscalerConnectorConfig"],
  [/_container_security_context$/, "KubernetesContainerSecurityContext"],
  [/(seccomp|app_armor)_profile$/, "KubernetesSecurityProfile"],
  [/match_(expressions|fields)$/, "KubernetesSelectorRequirement"],
  [/(label|namespace)_selector$/, "KubernetesLabelSelector"],
  [/node_selector_terms$|\.preference$/, "KubernetesNodeSelectorTerm"],
  [/node_affinity\.required_during_\w+$/, "KubernetesNodeSelector"],
  [/node_affinity\.preferred_during_\w+$/, "KubernetesPreferredSchedulingTerm"],
  [/pod_(anti_)?affinity\.required_during_\w+$|pod_affinity_term$/, "KubernetesPodAffinityTerm"],
  [/pod_(anti_)?affinity\.preferred_during_\w+$/, "KubernetesWeightedPodAffinityTerm"],
  [/pod_(anti_)?affinity$/, "KubernetesPodAffinity"],
  [/volumes\.(config_map|secret)$/, "KubernetesItemsVolume"],
  [/volumes\.(\w+)$/, "Kubernetes*Volume"],
  [/lifecycle\.(post_start|pre_stop)$/, "KubernetesLifecycleHandler"],
  [/(post_start|pre_stop)\.(\w+)$/, "KubernetesLifecycle*"],
  [/http_headers$/, "KubernetesHttpHeader"],
  [/host_aliases$/, "KubernetesHostAlias"],
  [/dns_config\.options$/, "KubernetesDnsOption"],
  [/job_queuing_durations$/, "MonitoringJobQueuingDuration"],
];

/** The type of the table at a path, `runners.docker` for example. */
export function typeName(path: string): string {
  const words = path.replace(/^runners\./, "").split(".");
  const last = pascalCase(words.at(-1) ?? "");
  const [, name] = NAMES.find(([pattern]) => pattern.test(path)) ?? [];
  if (name !== undefined) return name.replace("*", last);
  return words.length === 1 ? last : pascalCase(words[0] ?? "") + last;
}

function pascalCase(key: string): string {
  return key
    .split(/[_-]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
