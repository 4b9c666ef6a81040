import * as v from "valibot";
import { constantSchema } from "../arguments";
import { FunctionError } from "../functionError";
import { COMMAND_SHELLS, type CommandShell, lackOf } from "./commandShells";
import type { ExecutorName } from "./executors";
import { PROCESS_KEYS, RUNNER_KEYS } from "./keys/keys";
import type { KnownProcess, KnownRunner } from "./knownProcess";
import { flagsOf } from "./registerFlags";
import { runnerSection } from "./sections";

const SHELLS = Object.keys(COMMAND_SHELLS) as CommandShell[];

/** What a command line is written for. */
export const registerCommandOptions = v.strictObject({
  commandShell: v.optional(constantSchema(SHELLS)),
});

type Options = v.InferOutput<typeof registerCommandOptions>;

/** Options without which `gitlab-runner register` ends, though gitlab-runner itself does without. */
const NEEDS: Readonly<Partial<Record<ExecutorName, readonly (readonly [string, string])[]>>> = {
  docker: [["docker", "image"]],
  "docker-windows": [["docker", "image"]],
  "docker+machine": [["docker", "image"]],
  "docker-autoscaler": [["docker", "image"]],
  ssh: [
    ["ssh", "host"],
    ["ssh", "user"],
  ],
  virtualbox: [["ssh", "user"]],
  parallels: [["ssh", "host"]],
};

/**
 * The command line by which `gitlab-runner` takes up a runner. It has none of the options that GitLab
 * decides on for a created runner. The token and options that are one credential are in the environment, where
 * other users of the machine do not see them; lists are arguments, as their variables take one item.
 *
 * @throws FunctionError for options that `gitlab-runner register` has no flag for, or wants and are not given,
 *   and for what a line of the shell cannot hold.
 * @see https://docs.gitlab.com/runner/register/
 */
export function registerCommand(
  process: KnownProcess,
  { commandShell = "bash" }: Options,
  name = "registerCommand",
): string {
  const [runner] = process.runners;
  if (runner === undefined) throw new Error("a process has at least one runner");
  const flags = flagsOf(RUNNER_KEYS, tableOf(runner));
  const ofProcess = flagsOf(PROCESS_KEYS, process.keys);
  const unsaid = [...ofProcess.unsaid, ...flags.unsaid];
  if (unsaid.length > 0) {
    throw refusal(
      name,
      `gitlab-runner register cannot be given ${unsaid.join(", ")}. Use configToml`,
    );
  }
  const missing = missingOf(runner);
  if (missing.length > 0) {
    throw refusal(name, `gitlab-runner register wants ${missing.join(" and ")}. Give it`);
  }
  const command = {
    words: [
      ...["gitlab-runner", "register", "--non-interactive"],
      ...[`--url=${runner.url}`, `--name=${runner.name}`],
      ...flags.words,
    ],
    environment: [["CI_SERVER_TOKEN", runner.token] as const, ...flags.environment],
  };
  const lack = lackOf(commandShell, command);
  if (lack !== undefined) throw refusal(name, `${lack}. Use powershell, or configToml`);
  return COMMAND_SHELLS[commandShell](command);
}

/** An empty table, without which an executor runs no job, is there of itself. */
function tableOf(runner: KnownRunner): ReturnType<typeof runnerSection> {
  const entries = Object.entries(runnerSection(runner));
  return Object.fromEntries(
    entries.filter(([, value]) => typeof value !== "object" || Object.keys(value).length > 0),
  );
}

function missingOf({ executor, keys }: KnownRunner): string[] {
  const needs = NEEDS[executor] ?? [];
  const isMissing = ([table, name]: readonly [string, string]): boolean => {
    const value = (keys[table] as Readonly<Record<string, unknown>> | undefined)?.[name];
    return typeof value !== "string" || value.trim() === "";
  };
  return needs.filter(isMissing).map((names) => names.join("."));
}

function refusal(name: string, reason: string): FunctionError {
  return new FunctionError(`${name}: ${reason}`);
}
