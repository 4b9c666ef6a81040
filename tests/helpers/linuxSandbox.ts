import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a run of a script came to. */
export interface ScriptRun {
  status: number | null;
  stderr: string;
  /** The commands of the sandbox that it ran, with their words, one a line. */
  calls: string[];
}

/** Each notes its call, and does what a script sees of the real one. */
const COMMANDS = {
  id: '[ $# -eq 1 ] && echo "${SANDBOX_UID:-0}" || [ -e "$SANDBOX/users/$2" ]',
  uname: 'echo "${SANDBOX_MACHINE:-x86_64}"',
  useradd: 'for last; do :; done; : >"$SANDBOX/users/$last"; mkdir -p "$SANDBOX/home/$last"',
  curl: 'for last; do [ "${before-}" = --output ] && cp "$SANDBOX/download" "$last"; before=$last; done; exit "${SANDBOX_CURL:-0}"',
  systemctl:
    'case $1 in is-active) [ -e "$SANDBOX/active" ];; start) : >"$SANDBOX/active";; esac; exit_code=$?; [ "$1" != "${SANDBOX_FAILS-}" ] && exit $exit_code',
  "secret-store": 'cat >/dev/null; cat "$SANDBOX/store"',
};

/** Commands that are asked at every turn. */
const QUIET: readonly string[] = ["id", "uname"];

/**
 * A folder that stands for the root of a machine of Linux, and the commands in it that change a machine:
 * a script's other commands are real. Its paths are what it sets variables to at its beginning.
 */
export class LinuxSandbox {
  readonly root = mkdtempSync(join(tmpdir(), "linux-"));

  constructor() {
    for (const folder of ["bin", "users", "run", "home", "etc/systemd/system", "usr/local/bin"])
      mkdirSync(join(this.root, folder), { recursive: true });
    for (const [name, does] of Object.entries(COMMANDS)) {
      const note = QUIET.includes(name) ? "" : `printf '%s\\n' "${name} $*" >>"$SANDBOX/calls"\n`;
      writeFileSync(join(this.root, "bin", name), `#!/bin/sh\n${note}${does}\n`, { mode: 0o755 });
    }
  }

  /** Another machine in the state of this one. */
  copy(): LinuxSandbox {
    const copy = new LinuxSandbox();
    cpSync(this.root, copy.root, { recursive: true, preserveTimestamps: true });
    return copy;
  }

  /** Runs a script by a shell, as root sees it. */
  run(script: string, { shell = "sh", variables = {} }: RunOptions = {}): ScriptRun {
    writeFileSync(this.path("/calls"), "");
    // As over ssh: what a command of the script reads from its standard input, the script lacks.
    const { status, stderr } = spawnSync(shell, ["-s"], {
      input: script.replace(/^([a-z]+)=\//gm, `$1=${this.root}/`),
      encoding: "utf8",
      cwd: this.root,
      env: { PATH: `${this.root}/bin:/usr/bin:/bin`, SANDBOX: this.root, ...variables },
    });
    const calls = readFileSync(this.path("/calls"), "utf8").replaceAll(this.root, "");
    return { status, stderr, calls: calls.split("\n").filter((line) => line !== "") };
  }

  /** A path of the machine, as it is here. */
  path(path: string): string {
    return join(this.root, path);
  }

  read(path: string): string {
    return readFileSync(this.path(path), "utf8");
  }

  has(path: string): boolean {
    return existsSync(this.path(path));
  }

  write(path: string, text: string): void {
    writeFileSync(this.path(path), text);
  }

  /** The permissions of a file, `600`. */
  mode(path: string): string {
    return (statSync(this.path(path)).mode & 0o7777).toString(8);
  }

  /** When a file was written, which a script that leaves it alone does not change. */
  written(path: string): number {
    return statSync(this.path(path)).mtimeMs;
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}

interface RunOptions {
  shell?: "sh" | "bash";
  variables?: Readonly<Record<string, string>>;
}
