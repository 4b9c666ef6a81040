import { loadModule } from "../../gitlab/transport/loadModule";
import type { KnownProcess } from "./knownProcess";
import { globalSection, runnerSection } from "./sections";

/**
 * gitlab-runner's `config.toml`. What GitLab decides (tags, access level, timeout, paused, locked) is none
 * of its keys.
 * @see https://docs.gitlab.com/runner/configuration/advanced-configuration/
 */
export async function configToml(process: KnownProcess): Promise<string> {
  // Loaded when it is needed: most programs never write a file.
  const { stringify, TomlDate } = await loadModule("smol-toml", () => import("smol-toml"));
  const runners = process.runners.map((runner) => {
    const { id, token, url, name, tokenObtainedAt, tokenExpiresAt } = runner;
    // gitlab-runner renews a token by both; by an expiry alone it would do so at once.
    const times =
      tokenObtainedAt === undefined || tokenExpiresAt === undefined
        ? {}
        : {
            token_obtained_at: new TomlDate(tokenObtainedAt),
            token_expires_at: new TomlDate(tokenExpiresAt),
          };
    return { name, url, id, token, ...times, ...runnerSection(runner) };
  });
  return stringify({ ...globalSection(process), runners });
}
