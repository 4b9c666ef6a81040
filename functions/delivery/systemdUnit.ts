import * as v from "valibot";
import type { KnownProcess } from "./knownProcess";
import {
  BINARY,
  CONFIG_FILE,
  ENVIRONMENT_FILE,
  PLUGIN_FOLDER,
  dockerSockets,
  installsPlugins,
  refuseOtherSystems,
  serviceUser,
  startChecksum,
  stopTimeout,
} from "./linuxService";

/** What `systemdUnit` takes besides the process. */
export const unitOptions = v.strictObject(stopTimeout);

/** The same, checked. */
export type KnownUnitOptions = v.InferOutput<typeof unitOptions>;

/**
 * The unit `gitlab-runner.service` of systemd.
 *
 * A stop, and so a shutdown of the machine, lets running jobs end: SIGQUIT goes to gitlab-runner alone,
 * not to the processes of jobs, and what a job needs (the network, names, containers) stops after it. A
 * cloud may end its machine sooner.
 *
 * @param name - of what is asked for, for messages.
 * @throws FunctionError for an executor that Linux does not have, and for a `user` that is no name.
 * @see https://docs.gitlab.com/runner/configuration/init/
 * @see https://www.freedesktop.org/software/systemd/man/latest/systemd.kill.html
 */
export function systemdUnit(
  process: KnownProcess,
  options: KnownUnitOptions,
  name = "systemdUnit",
): string {
  refuseOtherSystems(name, process);
  const { user, home } = serviceUser(name, process);
  const docker = dockerSockets(process).length > 0 ? " docker.service containerd.service" : "";
  return `[Unit]
Description=GitLab Runner
Documentation=https://docs.gitlab.com/runner/
Wants=network-online.target${docker === "" ? "" : " docker.service"}
After=network-online.target nss-lookup.target${docker}
ConditionFileIsExecutable=${BINARY}
# Changes with what gitlab-runner reads only as it starts: ${startChecksum(process)}

[Service]
${installsPlugins(process) ? `Environment=FLEETING_PLUGIN_PATH=${PLUGIN_FOLDER}\n` : ""}EnvironmentFile=-${ENVIRONMENT_FILE}
ExecStart=${BINARY} run --config ${CONFIG_FILE} --working-directory ${home} --user ${user}
ExecReload=/bin/kill -HUP $MAINPID
# Running jobs end first, and only gitlab-runner is asked to stop.
KillSignal=SIGQUIT
KillMode=mixed
TimeoutStopSec=${options.stopTimeout}
Restart=always
RestartSec=10

[Install]
WantedBy=multi-user.target
`;
}
