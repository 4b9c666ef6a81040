import * as pulumi from "@pulumi/pulumi";
import { sameRunner } from "../functions";
import { type GivenProcess, checkGiven, deliver } from "./delivery/deliver";
import type {
  CloudInitOptions,
  ComposeFileOptions,
  HelmValuesOptions,
  InstallScriptOptions,
  KubernetesSecretOptions,
  SystemdUnitOptions,
} from "./delivery/machineOptions";
import type { RunnerProcessArgs } from "./delivery/options";
import { runError } from "./runError";

/**
 * A `gitlab-runner` process: one `config.toml` with one or several runners of a program. It is not a
 * resource: its methods return what you set up a machine, a container or a cluster with.
 *
 * ```ts
 * const machine = new RunnerProcess({
 *   concurrent: 4,
 *   listenAddress: ":9252",
 *   runners: [
 *     { runner: app, executor: "docker", docker: { image: "alpine:3" } },
 *     { runner: deploy, executor: "shell", limit: 1 },
 *   ],
 * });
 * export const config = machine.configToml();
 * ```
 *
 * The options are gitlab-runner's keys in camelCase, nested like its tables. The preview refuses a key that
 * gitlab-runner does not have, or does not read with the executor.
 * @see https://docs.gitlab.com/runner/configuration/advanced-configuration/
 */
export class RunnerProcess {
  private readonly given: GivenProcess;

  /** @throws pulumi.RunError that names every wrong option whose value is known. */
  constructor(args: RunnerProcessArgs) {
    this.given = givenOf(args);
    checkGiven(this.given);
  }

  /**
   * gitlab-runner's `config.toml`, a secret.
   * @see https://docs.gitlab.com/runner/configuration/advanced-configuration/
   */
  configToml(): pulumi.Output<string> {
    return deliver("configToml", this.given);
  }

  /**
   * Values for the Helm chart `gitlab/gitlab-runner`, YAML, a secret. They contain no token: they name the
   * Secret of `kubernetesSecret`, and pods restart when it changes. A release is a process of one
   * runner with the executor `kubernetes`.
   *
   * The Secret also has the keys of a cache and `kubernetes.bearerToken`. The chart puts all other options into a
   * ConfigMap. If `environment`, the `environment` of a service or `sentryDsn` is among them, a comment says so.
   *
   * The chart's defaults apply to options that you leave out: `concurrent` is 10. Checked against the chart
   * 0.86.0 (of gitlab-runner 18.9) as Helm 3.22 renders it.
   *
   * ```ts
   * const ci = new RunnerProcess({ runners: [{ runner: app, executor: "kubernetes" }] });
   * ci.helmValues();
   * ci.kubernetesSecret({ namespace: "gitlab-runner" });
   * ```
   *
   * @see https://docs.gitlab.com/runner/install/kubernetes/
   */
  helmValues(options: HelmValuesOptions = {}): pulumi.Output<string> {
    return deliver("helmValues", this.given, options);
  }

  /**
   * The manifest of the Kubernetes Secret with the token, YAML, a secret. `helmValues` names it. The Secret also
   * has the credentials among the options, each under the name of gitlab-runner's variable, such as
   * `CACHE_S3_SECRET_KEY`.
   *
   * @see https://docs.gitlab.com/runner/install/kubernetes/
   */
  kubernetesSecret(options: KubernetesSecretOptions = {}): pulumi.Output<string> {
    return deliver("kubernetesSecret", this.given, options);
  }

  /**
   * The systemd unit `gitlab-runner.service`, a secret. `installScript` writes it, and the files that it
   * names.
   *
   * When the service stops, it waits up to `stopTimeout` for running jobs. A shutdown of the machine waits for
   * the service: the network, name resolution and Docker stop later. A cloud may end its machine sooner: EC2 ends a Spot
   * Instance two minutes after its notice.
   *
   * @see https://docs.gitlab.com/runner/configuration/init/
   */
  systemdUnit(options: SystemdUnitOptions = {}): pulumi.Output<string> {
    return deliver("systemdUnit", this.given, options);
  }

  /**
   * A POSIX shell script that installs gitlab-runner on a Linux machine with systemd and sets it up as a
   * service, a secret. Run it as root, as often as you like. It needs `curl` and `sha256sum`.
   *
   * The script installs the binary only if it has the given checksum. gitlab-runner applies a change of
   * `config.toml` at once. The script restarts gitlab-runner only if necessary, and waits for running jobs
   * first. It installs the plugins of autoscalers, too.
   *
   * ```ts
   * machine.installScript({ version: "19.3.0", sha256: { amd64: "<64 hexadecimal digits>" } });
   * ```
   *
   * @see https://docs.gitlab.com/runner/install/linux-manually/
   */
  installScript(options: InstallScriptOptions): pulumi.Output<string> {
    return deliver("installScript", this.given, options);
  }

  /**
   * User data for a cloud machine with cloud-init, a secret: it runs the script of `installScript`, once on
   * each machine.
   *
   * Every process on the machine, a job too, can read the user data from the cloud's metadata service. So
   * have `configCommand` fetch `config.toml`, or block the metadata service for jobs.
   *
   * ```ts
   * machine.cloudInit({
   *   version: "19.3.0",
   *   sha256: { amd64: "<64 hexadecimal digits>" },
   *   packages: ["docker.io"],
   * });
   * ```
   *
   * @see https://cloudinit.readthedocs.io/en/latest/reference/modules.html
   */
  cloudInit(options: CloudInitOptions): pulumi.Output<string> {
    return deliver("cloudInit", this.given, options);
  }

  /**
   * A file for Docker Compose 2.23.1 or later that runs gitlab-runner in a container, a secret: it contains
   * the tokens. If the file has changed, `docker compose up` waits for running jobs, then creates the
   * container again. When the machine shuts down, systemd gives Docker 90 seconds, unless its unit says
   * otherwise.
   *
   * ```ts
   * machine.composeFile({ version: "19.3.0", digest: "sha256:<64 hexadecimal digits>" });
   * ```
   *
   * @see https://docs.gitlab.com/runner/install/docker/
   */
  composeFile(options: ComposeFileOptions): pulumi.Output<string> {
    return deliver("composeFile", this.given, options);
  }
}

const NAME = "RunnerProcess";

/** A program in JavaScript may pass anything. */
function givenOf(args: RunnerProcessArgs): GivenProcess {
  if (!isOptions(args)) {
    throw refusal("its arguments must be an object, of runners and the options of the process");
  }
  const { runners: entries, ...global } = args;
  if (!Array.isArray(entries)) {
    throw refusal(
      'runners must be a list such as [{ runner, executor: "shell" }], with at least one runner',
    );
  }
  const named = entries.map((entry, index) => {
    if (!isOptions(entry)) {
      throw refusal(`runners.${index} must be an object, of a runner and its options`);
    }
    const { runner, ...options } = entry;
    if (typeof runner === "object" && (runner as unknown) !== null) return { runner, options };
    throw refusal(`runners.${index}.runner must be a Runner or outputs of one`);
  });
  const repeated = sameRunner(named.map(({ runner }) => runner));
  if (repeated !== undefined) throw refusal(repeated);
  return {
    form: "process",
    name: NAME,
    process: { ...global, runners: named.map(({ options }) => options) },
    runners: named.map(({ runner }) => runner),
  };
}

/** Whether a value is an object whose entries the program knows now. */
function isOptions(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return !pulumi.Output.isInstance(value) && !(value instanceof Promise);
}

function refusal(reason: string): Error {
  return runError(`${NAME}: ${reason}`);
}
