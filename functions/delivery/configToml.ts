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
    const { id, token, url, name, tokenLife } = runner;
    // gitlab-runner rotates a token by both; by an expiry alone it would do so at once.
    const times = tokenLife && {
      token_obtained_at: new TomlDate(tokenLife.obtainedAt),
      token_expires_at: new TomlDate(tokenLife.expiresAt),
    };
    return { name, url, id, token, ...times, ...runnerSection(runner) };
  });
  return stringify({ ...globalSection(process), runners });
}
