import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { loadModule } from "../../gitlab/transport/loadModule";
import { FunctionError } from "../functionError";
import { exposedOptions, partedKeys } from "./chartCredentials";
import { chartGlobals } from "./helmGlobals";
import { PROCESS_KEYS, RUNNER_KEYS } from "./keys/keys";
import { isTomlTable } from "./keys/readKeys";
import type { KnownProcess, KnownRunner } from "./knownProcess";
import { runnerOfRelease, secretChecksum, secretName, secretNameOf } from "./kubernetesSecret";
import { type YamlValue, escapedText, yamlText } from "./yamlText";

/** What `helmValues` takes besides the process. */
export const helmOptions = v.strictObject(secretName);

/** The same, checked. */
export type KnownHelmOptions = v.InferOutput<typeof helmOptions>;

/**
 * Values for the Helm chart `gitlab/gitlab-runner`, in YAML. They hold no token and no other option that is one
 * credential: the Secret of `kubernetesSecret` does. Of other options that may hold one they have a comment. What
 * is left out is the chart's default.
 *
 * Checked against the chart 0.86.0, of gitlab-runner 18.9.
 *
 * @throws FunctionError for another executor than `kubernetes`, for several runners, and for what the
 * chart has no value for.
 * @see https://docs.gitlab.com/runner/install/kubernetes/
 */
export async function helmValues(
  process: KnownProcess,
  options: KnownHelmOptions,
): Promise<string> {
  const runner = runnerOfRelease("helmValues", process);
  const secret = secretNameOf(runner, options);
  const { credentials, others } = partedKeys(runner);
  const { namespace, config } = await runnerConfig({ ...runner, keys: others });
  const exposed = [
    ...exposedOptions(PROCESS_KEYS, process.keys),
    ...exposedOptions(RUNNER_KEYS, others),
  ];
  const values = {
    gitlabUrl: runner.url,
    ...chartGlobals(process.keys),
    // When a pod ends, the chart unregisters. For a created runner this removes the runner manager. For a
    // registered runner it would delete the runner itself.
    ...(!runner.token.startsWith("glrt-") && { unregisterRunners: false }),
    rbac: { create: true },
    serviceAccount: { create: true },
    // The chart's own value for the name is run by a shell.
    extraEnv: { RUNNER_NAME: runner.name.replaceAll("$", "$$$$") },
    ...(credentials.size > 0 && { extraEnvFrom: fromSecret(secret, credentials.keys()) }),
    podAnnotations: { "checksum/runner-token": secretChecksum(runner) },
    runners: {
      secret,
      // For the chart's Role, which allows to run jobs there.
      ...(namespace !== undefined && { jobNamespace: namespace }),
      config,
    },
  };
  return yamlText(values, exposed.length === 0 ? [] : warningOf(exposed));
}

/** Variables of gitlab-runner's container, each of the key of that name. */
function fromSecret(name: string, variables: Iterable<string>): Record<string, YamlValue> {
  return Object.fromEntries(
    Array.from(variables, (key) => [key, { secretKeyRef: { name, key } }] as const),
  );
}

function warningOf(exposed: readonly string[]): string[] {
  return [
    `The chart puts ${exposed.join(", ")} into a ConfigMap, which more people can read than a Secret.`,
    "Give jobs a credential as a CI/CD variable of GitLab, or in a Secret by kubernetes.volumes.secret.",
  ];
}

/**
 * A pod that has rotated the token itself takes the new one with it when it ends, and the Secret has a dead one.
 * The feature flag is of gitlab-runner 17.0.
 */
const NO_ROTATION = "FF_DISABLE_AUTOMATIC_TOKEN_ROTATION";

/** The `[[runners]]` of the chart's configuration, which Helm renders as a template. */
async function runnerConfig(
  runner: KnownRunner,
): Promise<{ namespace: string | undefined; config: string }> {
  const { executor } = runner;
  const { kubernetes, referees, ...table } = runner.keys;
  if (executor !== "kubernetes") {
    throw new FunctionError(
      `helmValues: runners.0.executor must be kubernetes, the executor of the Helm chart, not ${executor}`,
    );
  }
  if (referees !== undefined) {
    throw new FunctionError(
      "helmValues: runners.0.referees has no way through the Helm chart, which registers its runner. " +
        "Leave it out",
    );
  }
  const { stringify } = await loadModule("smol-toml", () => import("smol-toml"));
  const given = isTomlTable(kubernetes) ? kubernetes : {};
  const { namespace: own } = given;
  const namespace = typeof own === "string" && own !== "" ? own : undefined;
  // Nothing that a user wrote holds it.
  const place = randomUUID();
  const flags = table["feature_flags"];
  const section = {
    ...table,
    feature_flags: { [NO_ROTATION]: true, ...(isTomlTable(flags) ? flags : {}) },
    executor,
    kubernetes: { ...given, namespace: namespace ?? place },
  };
  // The chart writes it in YAML again, and leaves ends of lines of Unicode as they are.
  const toml = escapedText(stringify({ runners: [section] }));
  const config = literal(toml).replace(place, "{{ .Release.Namespace }}");
  return { namespace, config };
}

/**
 * A text that Helm's templates render as it is. Its actions have no double quotes: the chart writes the text as
 * YAML first, which escapes quotes if the text has an emoji.
 */
function literal(text: string): string {
  return text.replaceAll("{{", "{{ `{{` }}");
}
