import { type GitLabClient, createGitLabClient } from "../provider/api";
import { readSettings } from "../provider/api/settings";

/** What every command takes. */
export interface ConnectionOptions {
  /** GitLab's address; `GITLAB_BASE_URL` if left out. */
  baseUrl?: string | undefined;
}

/**
 * The GitLab that the options and the environment name. Waits are told on standard error.
 *
 * @throws ConfigurationError when there is no token, or a setting is wrong.
 */
export function connect({ baseUrl }: ConnectionOptions): GitLabClient {
  const settings = readSettings({
    config: (key) => (key === "gitlab:baseUrl" ? baseUrl : undefined),
    environment: process.env,
  });
  return createGitLabClient({
    ...settings.transport,
    log: (line) => process.stderr.write(`${line}\n`),
  });
}
