import { HostDeployment } from "../helpers/host/hostDeployment";
import type { HostLane } from "../helpers/host/hostLane";
import { SETTINGS } from "./settings";
import type { World } from "./world";

/** A stack without Pulumi's engine for the GitLab of an episode. */
export function hostDeploymentIn(world: World, lane: HostLane): HostDeployment {
  const config = {
    "gitlab:baseUrl": world.gitlab.url,
    "gitlab:token": world.accessToken,
    ...SETTINGS,
  };
  return new HostDeployment(lane, config, (name) => world.secret(name));
}
