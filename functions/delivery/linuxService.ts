import { createHash } from "node:crypto";
import * as v from "valibot";
import { shown } from "../../gitlab/text/shown";
import { FunctionError } from "../functionError";
import { isTomlTable } from "./keys/readKeys";
import type { KnownProcess } from "./knownProcess";

/* Where a gitlab-runner lives that is a service of a Linux machine, as GitLab's own packages have it. */

export const SERVICE = "gitlab-runner.service";
export const BINARY = "/usr/local/bin/gitlab-runner";
export const CONFIG_FOLDER = "/etc/gitlab-runner";
export const CONFIG_FILE = `${CONFIG_FOLDER}/config.toml`;
export const ENVIRONMENT_FILE = `${CONFIG_FOLDER}/environment`;

/** Where plugins of autoscalers are: by default that depends on a HOME, which a service has not. */
export const PLUGIN_FOLDER = "/var/lib/gitlab-runner/fleeting-plugins";

const DEFAULT_USER = "gitlab-runner";

/** What a Linux machine cannot be. */
const ELSEWHERE: readonly string[] = ["docker-windows", "parallels"];

const TWO_HOURS = 7200;

/** How long a stop waits for jobs, seconds. */
export const stopTimeout = {
  stopTimeout: v.optional(
    v.pipe(
      v.number("must be a number"),
      v.safeInteger("must be a whole number"),
      v.minValue(1, "must be 1 or more, seconds"),
    ),
    TWO_HOURS,
  ),
};

/** The user of a process that runs jobs, and its folder. */
export interface ServiceUser {
  user: string;
  home: string;
}

/**
 * @throws FunctionError for a name that is none of a user of Linux, which would change what the unit
 * and the script say.
 */
export function serviceUser(name: string, { keys }: KnownProcess): ServiceUser {
  const user = keys["user"] ?? DEFAULT_USER;
  if (typeof user !== "string" || !/^[a-z_][a-z0-9_-]{0,31}$/.test(user)) {
    throw new FunctionError(
      `${name}: user must be the name of a user of Linux (at most 32 lower case letters, digits, ` +
        `hyphens and underscores), not ${shown(user)}`,
    );
  }
  return { user, home: user === "root" ? "/root" : `/home/${user}` };
}

/** @throws FunctionError for an executor that no Linux machine has. */
export function refuseOtherSystems(name: string, { runners }: KnownProcess): void {
  const index = runners.findIndex(({ executor }) => ELSEWHERE.includes(executor));
  if (index === -1) return;
  throw new FunctionError(
    `${name}: runners.${index}.executor is ${runners[index]?.executor}, which does not run on Linux. Use ` +
      "configToml, and install gitlab-runner on that system as GitLab describes",
  );
}

/** Where Docker listens on a machine of Linux. */
const DOCKER_SOCKET = "/var/run/docker.sock";

/** The sockets by which a process reaches the Docker of its own machine, each once. */
export function dockerSockets({ runners }: KnownProcess): string[] {
  const sockets = runners.flatMap(({ executor, keys: { docker } }) => {
    if (executor !== "docker") return [];
    const host = isTomlTable(docker) ? docker["host"] : undefined;
    if (typeof host !== "string" || host === "") return [DOCKER_SOCKET];
    const [, path] = /^unix:\/\/(\/.+)$/.exec(host) ?? [];
    return path === undefined ? [] : [path];
  });
  return [...new Set(sockets)];
}

/**
 * Whether autoscalers have plugins that gitlab-runner installs; others are programs that are there.
 * @see https://docs.gitlab.com/runner/fleet_scaling/fleeting/
 */
export function installsPlugins({ runners }: KnownProcess): boolean {
  return runners.some(({ keys: { autoscaler } }) => {
    if (!isTomlTable(autoscaler)) return false;
    const { plugin } = autoscaler;
    return typeof plugin === "string" && plugin !== "" && !/^(fleeting-plugin-|\/)/.test(plugin);
  });
}

/**
 * Differs where gitlab-runner has to start again: it reads a changed file within seconds, but where it
 * listens and what its autoscalers are only as it starts.
 * @see https://docs.gitlab.com/runner/configuration/advanced-configuration/
 */
export function startChecksum({ keys, runners }: KnownProcess): string {
  const { listen_address, session_server } = keys;
  const autoscalers = runners.map(({ executor, keys: { autoscaler } }) => [executor, autoscaler]);
  return createHash("sha256")
    .update(JSON.stringify([listen_address, session_server, autoscalers]))
    .digest("hex");
}
