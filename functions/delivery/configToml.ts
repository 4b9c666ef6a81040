import { loadModule } from "../../gitlab/transport/loadModule";
import type { KnownProcess } from "./knownProcess";
import { globalSection, runnerSection } from "./sections";

/**
 * gitlab-runner's `config.toml`. What GitLab decides (tags, access level, timeout, paused, locked) is none
 * of its keys.
 *
 * It does not say when the token expires. With that, gitlab-runner would rotate the token itself, and the next `up`
 * that writes the file would put the dead one of the stack back.
 * @see https://docs.gitlab.com/runner/configuration/advanced-configuration/
 */
export async function configToml(process: KnownProcess): Promise<string> {
  // Loaded when it is needed: most programs never write a file.
  const { stringify } = await loadModule("smol-toml", () => import("smol-toml"));
  const runners = process.runners.map((runner) => {
    const { id, token, url, name } = runner;
    return { name, url, id, token, ...runnerSection(runner) };
  });
  return stringify({ ...globalSection(process), runners });
}
