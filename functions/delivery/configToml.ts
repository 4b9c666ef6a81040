import { loadModule } from "../../gitlab/transport/loadModule";
import type { KnownRunner } from "./knownRunner";
import type { KnownProcessOptions } from "./options";
import { runnerTable } from "./runnerTable";

/**
 * gitlab-runner's `config.toml` with this one runner. What GitLab decides (tags, access level,
 * timeout, paused, locked) is none of its keys.
 * @see https://docs.gitlab.com/runner/configuration/advanced-configuration/
 */
export async function configToml(
  runner: KnownRunner,
  options: KnownProcessOptions,
): Promise<string> {
  // Loaded when it is needed: most programs never write a file.
  const { stringify, TomlDate } = await loadModule("smol-toml", () => import("smol-toml"));
  const { tokenObtainedAt, tokenExpiresAt } = runner;
  // gitlab-runner renews a token by both; by an expiry alone it would do so at once.
  const times =
    tokenObtainedAt === undefined || tokenExpiresAt === undefined
      ? {}
      : {
          token_obtained_at: new TomlDate(tokenObtainedAt),
          token_expires_at: new TomlDate(tokenExpiresAt),
        };
  return stringify({
    concurrent: options.concurrent ?? 1,
    ...(options.checkInterval !== undefined && { check_interval: options.checkInterval }),
    runners: [
      {
        name: runner.name,
        url: runner.url,
        id: runner.id,
        token: runner.token,
        ...times,
        ...runnerTable(options),
      },
    ],
  });
}
