import type { Executor, OtherSettings } from "./executors";

/** What a `gitlab-runner` process is set up with, besides its token. */
export type RunnerProcessOptions = Executor &
  OtherSettings & {
    /**
     * GitLab's address as the runner reaches it. The stack's `gitlab:baseUrl` or `GITLAB_BASE_URL`
     * if left out; give it for a runner of an explicit provider.
     */
    url?: string;
    /** The name in the file; the runner's description if left out. */
    name?: string;
    /** How many jobs run at once in the whole process; 1 if left out. */
    concurrent?: number;
    /** Seconds between two requests for jobs. */
    checkInterval?: number;
    /** How many jobs of this runner run at once; 0, if left out, is no limit but `concurrent`. */
    limit?: number;
    requestConcurrency?: number;
    /** KiB of log that a job may have. */
    outputLimit?: number;
    /** Variables for jobs, `NAME=value`. */
    environment?: string[];
    buildsDir?: string;
    cacheDir?: string;
    preGetSourcesScript?: string;
    postGetSourcesScript?: string;
    preBuildScript?: string;
    postBuildScript?: string;
    tlsCaFile?: string;
    tlsCertFile?: string;
    tlsKeyFile?: string;
  };

/** A runner with its token, all known. */
export interface KnownRunner {
  id: number;
  token: string;
  url: string;
  name: string;
  /** ISO 8601; undefined where it is not known. */
  tokenObtainedAt?: string | undefined;
  /** ISO 8601; undefined for a token that does not expire. */
  tokenExpiresAt?: string | undefined;
}
