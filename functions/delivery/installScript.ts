import * as v from "valibot";
import { posixWord } from "./commandShells";
import { configToml } from "./configToml";
import { environmentFile, environmentOption } from "./environmentFile";
import { hereDocument } from "./hereDocument";
import type { KnownProcess } from "./knownProcess";
import {
  BINARY,
  CONFIG_FILE,
  CONFIG_FOLDER,
  ENVIRONMENT_FILE,
  PLUGIN_FOLDER,
  SERVICE,
  installsPlugins,
  serviceUser,
  stopTimeout,
} from "./linuxService";
import { ARCHITECTURES, type Architecture, release } from "./release";
import { systemdUnit } from "./systemdUnit";

/** How a Linux machine is set up. */
export const installation = {
  ...release,
  ...stopTimeout,
  ...environmentOption,
  configCommand: v.optional(
    v.pipe(
      v.array(v.string("must be a text"), "must be a list of texts"),
      v.minLength(1, "must have at least one word"),
    ),
  ),
};

/** What `installScript` takes besides the process. */
export const installOptions = v.strictObject(installation);

/** The same, checked. */
export type KnownInstallOptions = v.InferOutput<typeof installOptions>;

/**
 * A script of a POSIX shell that installs gitlab-runner on a Linux machine with systemd and sets it up
 * as a service. It runs as root, as often as one likes: what is as it should be it leaves alone.
 *
 * The binary is of one version, and runs only if its checksum is the given one. What changes in
 * `config.toml` counts at once; gitlab-runner starts again only where it has to, after its running jobs.
 *
 * @param name - of what is asked for, for messages.
 * @throws FunctionError as `systemdUnit` does.
 * @see https://docs.gitlab.com/runner/install/linux-manually/
 */
export async function installScript(
  process: KnownProcess,
  options: KnownInstallOptions,
  name = "installScript",
): Promise<string> {
  const { user, home } = serviceUser(name, process);
  const { version, downloadUrl, configCommand, environment } = options;
  const unit = systemdUnit(process, { stopTimeout: options.stopTimeout }, name);
  const config =
    configCommand === undefined
      ? `put ${CONFIG} 0600 ${hereDocument(await configToml(process))}`
      : `${configCommand.map(posixWord).join(" ")} </dev/null >"$temporary/config" ||
  fail "the command of configCommand failed: nothing was set up"
[ -s "$temporary/config" ] || fail "the command of configCommand printed nothing"
put ${CONFIG} 0600 <"$temporary/config"
`;
  return `#!/bin/sh
# Sets up gitlab-runner ${version} as the service ${SERVICE}. It may run again.
# Nothing runs before the shell has read all of it, as from a connection that may break.
{
set -eu
umask 077
${proxies(environment)}
binary=${BINARY}
folder=${CONFIG_FOLDER}
config=${CONFIG_FILE}
environment=${ENVIRONMENT_FILE}
units=/etc/systemd/system
restart=/run/gitlab-runner-has-to-start-again
plugins=${PLUGIN_FOLDER}
home=${home}
user=${user}

fail() {
  printf 'gitlab-runner: %s\\n' "$1" >&2
  exit 1
}

[ "$(id -u)" -eq 0 ] || fail "this has to run as root"

temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
trap 'exit 1' HUP INT TERM

# put FILE MODE [MARK]: what comes in becomes the file, at once and as a whole, unless it is so already.
# A mark that the service has to start again stays where this script ends before that.
put() {
  cat >"$temporary/text"
  changed=no
  if ! cmp -s "$temporary/text" "$1"; then
    changed=yes
    [ -z "\${3-}" ] || : >"$3"
    install -m "$2" "$temporary/text" "$1.new"
    mv -f "$1.new" "$1"
  fi
  chmod "$2" "$1"
}

has_checksum() {
  printf '%s  %s\\n' "$sha256" "$1" | sha256sum -c >/dev/null 2>&1
}

machine=$(uname -m)
case "$machine" in
${architectures(options)}
*) fail "no checksum is given for $machine: add it to sha256" ;;
esac

if ! has_checksum "$binary"; then
  url=${posixWord(`${downloadUrl.replace(/\/+$/, "")}/v${version}/binaries/gitlab-runner-linux-`)}$architecture
  curl --fail --silent --show-error --location --retry 5 --speed-limit 1 --speed-time 60 --output "$temporary/binary" "$url" ||
    fail "$url could not be downloaded"
  has_checksum "$temporary/binary" ||
    fail "the checksum of $url is not the one given for $architecture: it was not installed"
  : >"$restart"
  install -m 0755 "$temporary/binary" "$binary.new"
  mv -f "$binary.new" "$binary"
fi

id -u "$user" >/dev/null 2>&1 ||
  useradd --system --shell /bin/bash --comment 'GitLab Runner' --create-home --skel /dev/null \\
    --home-dir "$home" "$user"
[ -d "$home" ] || install -d -m 0700 -o "$user" "$home"

[ -d "$folder" ] || install -d -m 0700 "$folder"
${config}configured=$changed
${installsPlugins(process) ? PLUGINS : ""}${environment === undefined ? NO_ENVIRONMENT : `put "$environment" 0600 "$restart" ${hereDocument(environmentFile(environment))}`}# Its checksum is of settings that may hold a password.
put "$units/${SERVICE}" 0600 "$restart" ${hereDocument(unit)}
# Beyond this time a shutdown would not wait for jobs.
for target in poweroff reboot halt kexec; do
  [ -d "$units/$target.target.d" ] || install -d -m 0755 "$units/$target.target.d"
  put "$units/$target.target.d/gitlab-runner.conf" 0644 ${hereDocument(shutdown(options.stopTimeout))}done

systemctl daemon-reload
systemctl enable --quiet ${SERVICE}
if ! systemctl is-active --quiet ${SERVICE}; then
  systemctl start ${SERVICE}
elif [ -e "$restart" ]; then
  systemctl restart ${SERVICE}
elif [ "$configured" = yes ]; then
  systemctl reload ${SERVICE}
fi
rm -f "$restart"
exit
}
`;
}

/** What is there already it does not install again. */
const PLUGINS = `[ -d "$plugins" ] || install -d -m 0700 "$plugins"
FLEETING_PLUGIN_PATH=$plugins "$binary" fleeting --config "$config" install </dev/null ||
  fail "the plugins of the autoscalers could not be installed"
`;

/** An earlier run may have written it. */
const NO_ENVIRONMENT = `if [ -e "$environment" ]; then
  : >"$restart"
  rm -f "$environment"
fi
`;

/** By the same proxies as gitlab-runner itself the script gets it. */
function proxies(environment: Readonly<Record<string, string>> = {}): string {
  return Object.entries(environment)
    .filter(([name]) => /^(https?|all|no)_proxy$/i.test(name))
    .map(([name, address]) => `export ${name}=${posixWord(address)}\n`)
    .join("");
}

const CONFIG = '"$config"';

function architectures({ sha256 }: KnownInstallOptions): string {
  return (Object.keys(ARCHITECTURES) as Architecture[])
    .flatMap((name) => {
      const checksum = sha256[name];
      const names = ARCHITECTURES[name].join(" | ");
      return checksum === undefined
        ? []
        : [`${names})\n  architecture=${name}\n  sha256=${checksum}\n  ;;`];
    })
    .join("\n");
}

const DEFAULT_SECONDS = 30 * 60;
const FOR_THE_REST = 5 * 60;

/**
 * systemd ends a shutdown by force after half an hour, whatever a service still waits for.
 * @see https://www.freedesktop.org/software/systemd/man/latest/systemd.unit.html
 */
function shutdown(seconds: number): string {
  return `[Unit]\nJobTimeoutSec=${Math.max(DEFAULT_SECONDS, seconds + FOR_THE_REST)}\n`;
}
