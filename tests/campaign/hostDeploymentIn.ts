import { HostDeployment } from "../helpers/host/hostDeployment";
import type { HostLane } from "../helpers/host/hostLane";
import { SETTINGS } from "./settings";
import type { World } from "./world";

/** The configuration of a stack for the GitLab of an episode. */
export function configurationIn(world: World): Record<string, string> {
  return { "gitlab:baseUrl": world.gitlab.url, "gitlab:token": world.accessToken, ...SETTINGS };
}

/**
 * A stack without Pulumi's engine for the GitLab of an episode.
 *
 * @param config - as each operation finds it when it starts.
 */
export function hostDeploymentIn(
  world: World,
  lane: HostLane,
  config: Readonly<Record<string, string>> = configurationIn(world),
): HostDeployment {
  return new HostDeployment(lane, config, (name) => world.secret(name));
}
