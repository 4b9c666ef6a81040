import { createHmac } from "node:crypto";
import * as v from "valibot";
import { FunctionError } from "../functionError";
import { partedKeys } from "./chartCredentials";
import type { KnownProcess, KnownRunner } from "./knownProcess";
import { yamlText } from "./yamlText";

const LONGEST_SUBDOMAIN = 253;
const LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

/** What Kubernetes takes as the name of a Secret. */
const subdomain = v.pipe(
  v.string("must be a text"),
  v.check(
    (name) => name.length <= LONGEST_SUBDOMAIN && new RegExp(`^${LABEL}(\\.${LABEL})*$`).test(name),
    "must be a name that Kubernetes takes: at most 253 lower case letters, digits, hyphens and dots " +
      "between parts of at most 63 (a DNS subdomain of RFC 1123), such as gitlab-runner-42",
  ),
);

/** What Kubernetes takes as the name of a namespace. */
const label = v.pipe(
  v.string("must be a text"),
  v.check(
    (name) => new RegExp(`^${LABEL}$`).test(name),
    "must be a name that Kubernetes takes: at most 63 lower case letters, digits and hyphens (a DNS " +
      "label of RFC 1123), such as ci",
  ),
);

/** Which Secret has the token; `helmValues` and `kubernetesSecret` take the same. */
export const secretName = { secretName: v.optional(subdomain) };

/** What `kubernetesSecret` takes besides the process. */
export const kubernetesSecretOptions = v.strictObject({
  ...secretName,
  namespace: v.optional(label),
});

/** The same, checked. */
export type KnownKubernetesSecretOptions = v.InferOutput<typeof kubernetesSecretOptions>;

/**
 * The manifest of the Kubernetes Secret that holds the runner's token, in YAML, for the Helm chart
 * `gitlab/gitlab-runner`: the chart mounts both keys, so the second has to be there, and empty. The credentials
 * of the runner's options are there, too.
 *
 * @throws FunctionError for a process of several runners.
 * @see https://docs.gitlab.com/runner/install/kubernetes/
 */
export function kubernetesSecret(
  process: KnownProcess,
  options: KnownKubernetesSecretOptions,
): Promise<string> {
  const runner = runnerOfRelease("kubernetesSecret", process);
  return yamlText({
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: secretNameOf(runner, options),
      ...(options.namespace !== undefined && { namespace: options.namespace }),
    },
    type: "Opaque",
    stringData: {
      "runner-token": runner.token,
      "runner-registration-token": "",
      ...Object.fromEntries(partedKeys(runner).credentials),
    },
  });
}

/** The name of the Secret of a runner's token. */
export function secretNameOf(
  { id }: KnownRunner,
  options: { readonly secretName?: string | undefined },
): string {
  return options.secretName ?? `gitlab-runner-${id}`;
}

/**
 * What differs when the Secret does, for an annotation: who may see pods may see it. GitLab's tokens are
 * random and long enough that nobody finds one by trying, and as the key of an HMAC it gives nothing
 * away that another digest of it could be compared with.
 */
export function secretChecksum(runner: KnownRunner): string {
  const credentials = Array.from(partedKeys(runner).credentials).flat();
  return createHmac("sha256", runner.token)
    .update([`token of the runner ${runner.id}`, ...credentials].join("\0"))
    .digest("hex");
}

/**
 * The one runner of a release of the Helm chart.
 *
 * @throws FunctionError for a process of several: the chart registers one token.
 */
export function runnerOfRelease(name: string, { runners }: KnownProcess): KnownRunner {
  const [runner, ...others] = runners;
  if (runner !== undefined && others.length === 0) return runner;
  throw new FunctionError(
    `${name}: runners must be one runner, as a release of the Helm chart registers one, not ` +
      `${runners.length}. Make a RunnerProcess and a release for each`,
  );
}
