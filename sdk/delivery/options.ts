import type * as pulumi from "@pulumi/pulumi";
import type { Executor, OtherSettings } from "./executors";

/**
 * What a `gitlab-runner` process is set up with, besides its token. Each value may be an Output, at
 * any depth.
 */
export type RunnerProcessOptions = Executor &
  OtherSettings & {
    /**
     * GitLab's address as the runner reaches it; the one that its provider, or the stack's
     * configuration and the environment, name if left out.
     */
    url?: pulumi.Input<string>;
    /** The name in the file; the runner's description if left out. */
    name?: pulumi.Input<string>;
    /** How many jobs run at once in the whole process; 1 if left out. */
    concurrent?: pulumi.Input<number>;
    /** Seconds between two requests for jobs. */
    checkInterval?: pulumi.Input<number>;
    /** How many jobs of this runner run at once; 0, if left out, is no limit but `concurrent`. */
    limit?: pulumi.Input<number>;
    requestConcurrency?: pulumi.Input<number>;
    /** KiB of log that a job may have. */
    outputLimit?: pulumi.Input<number>;
    /** Variables for jobs, `NAME=value`. */
    environment?: pulumi.Input<pulumi.Input<string>[]>;
    buildsDir?: pulumi.Input<string>;
    cacheDir?: pulumi.Input<string>;
    preGetSourcesScript?: pulumi.Input<string>;
    postGetSourcesScript?: pulumi.Input<string>;
    preBuildScript?: pulumi.Input<string>;
    postBuildScript?: pulumi.Input<string>;
    tlsCaFile?: pulumi.Input<string>;
    tlsCertFile?: pulumi.Input<string>;
    tlsKeyFile?: pulumi.Input<string>;
  };
