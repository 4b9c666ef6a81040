import { FunctionError } from "../functionError";
import type { KnownRunner } from "./knownRunner";
import type { KnownProcessOptions } from "./options";
import { type KnownTomlValue, runnerTable } from "./runnerTable";

/**
 * The command line by which `gitlab-runner` takes up a runner, quoted for a POSIX shell. It has none
 * of the options that GitLab decides on for a created runner.
 *
 * @throws FunctionError for an option that is a table, which a command line cannot say.
 * @see https://docs.gitlab.com/runner/register/
 */
export function registerCommand(runner: KnownRunner, options: KnownProcessOptions): string {
  const table = Object.entries(runnerTable(options)).filter(([key]) => key !== "executor");
  const words = [
    ["gitlab-runner", "register", "--non-interactive"],
    ["--url", runner.url, "--token", runner.token, "--name", runner.name],
    ["--executor", options.executor],
    ...table.flatMap(([key, value]) =>
      isTable(value)
        ? Object.entries(value).map(([inner, item]) => flag(runner, `${key}-${inner}`, item))
        : [flag(runner, key, value)],
    ),
  ];
  return words.flat().map(quoted).join(" ");
}

function flag(runner: KnownRunner, key: string, value: KnownTomlValue): string[] {
  const name = `--${key.replace(/_/g, "-")}`;
  if (value === true) return [name];
  if (value === false) return [`${name}=false`];
  if (Array.isArray(value)) return value.flatMap((item) => flag(runner, key, item));
  if (isTable(value)) {
    throw new FunctionError(
      `registerCommand of runner ${runner.id}: ${key} is a table, which a command line cannot say. ` +
        "Use configToml",
    );
  }
  return [name, String(value)];
}

/** A word of a POSIX shell: between single quotes nothing has a meaning but their end. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function isTable(value: KnownTomlValue): value is Record<string, KnownTomlValue> {
  return typeof value === "object" && !Array.isArray(value);
}
