import type * as pulumi from "@pulumi/pulumi";

/* The options of the texts for machines, containers and clusters. */

/** Options of `helmValues`. */
export interface HelmValuesOptions {
  /**
   * The name of the Kubernetes Secret with the token. `gitlab-runner-<id of the runner>` by default.
   * Pass the same name to `kubernetesSecret`. A Secret that you write yourself needs the same keys.
   */
  secretName?: pulumi.Input<string>;
}

/** Options of `kubernetesSecret`. */
export interface KubernetesSecretOptions {
  /** The name of the Secret. `gitlab-runner-<id of the runner>` by default. */
  secretName?: pulumi.Input<string>;
  /** The namespace of the release. By default, the namespace in which you apply the manifest. */
  namespace?: pulumi.Input<string>;
}

/** Options of `systemdUnit`. */
export interface SystemdUnitOptions {
  /** How long a stop waits for running jobs, in seconds. By default 7200. */
  stopTimeout?: pulumi.Input<number>;
}

/** Options of `installScript`. */
export interface InstallScriptOptions extends SystemdUnitOptions {
  /** The version of gitlab-runner, `19.3.0`. */
  version: pulumi.Input<string>;
  /**
   * The SHA-256 of the Linux binary, 64 hexadecimal digits, for each architecture that the machine may have:
   * `amd64`, `arm64`, `arm`, `386`, `ppc64le`, `s390x`, `riscv64` or `loong64`. The release's file
   * `release.sha256` lists them beside `binaries/gitlab-runner-linux-<architecture>`.
   * @see https://docs.gitlab.com/runner/install/bleeding-edge/
   */
  sha256: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * A mirror of GitLab's releases, with `v<version>/binaries/gitlab-runner-linux-<architecture>`. By default,
   * GitLab's own releases.
   */
  downloadUrl?: pulumi.Input<string>;
  /**
   * Variables of gitlab-runner's own environment, such as `HTTPS_PROXY`, in a file that only root can read.
   * The download uses the proxy variables, too.
   */
  environment?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * A command and its arguments that run on the machine and print `config.toml`, for example from a cloud's
   * secret store. Then the text contains no token. Put the text of `configToml` into that store.
   */
  configCommand?: pulumi.Input<pulumi.Input<string>[]>;
}

/** Options of `cloudInit`. */
export interface CloudInitOptions extends InstallScriptOptions {
  /** Packages of the distribution to install first, such as `docker.io`. */
  packages?: pulumi.Input<pulumi.Input<string>[]>;
  /** The largest user data, in bytes. By default 16384, the limit of EC2. */
  maximumBytes?: pulumi.Input<number>;
}

/** Options of `composeFile`. */
export interface ComposeFileOptions {
  /** The version of gitlab-runner, `19.3.0`. */
  version: pulumi.Input<string>;
  /**
   * The digest of the image, `sha256:` and 64 hexadecimal digits. This command prints it:
   * `docker buildx imagetools inspect gitlab/gitlab-runner:alpine-v<version>`.
   */
  digest: pulumi.Input<string>;
  /** A mirror of the image, without a tag. `gitlab/gitlab-runner` by default. */
  image?: pulumi.Input<string>;
  /** How long a stop waits for running jobs, in seconds. By default 7200. */
  stopTimeout?: pulumi.Input<number>;
  /** Variables of gitlab-runner's own environment, such as `HTTPS_PROXY`. */
  environment?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}
