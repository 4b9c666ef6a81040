import type * as pulumi from "@pulumi/pulumi";
import type { Runner } from "../runner";
import type { Executor, ProcessOptions, SharedProcessOptions, SharedRunnerOptions } from "./keys";

/** Options of `[[runners]]`: how a runner runs jobs. */
export type RunnerOptions = Executor & SharedRunnerOptions;

/**
 * Options of a `gitlab-runner` process with one runner: those of its global section and of its
 * `[[runners]]` together. `labels`, `machine` and `experimental` belong to the runner: to set them in the
 * global section, use a RunnerProcess.
 */
export type RunnerProcessOptions = RunnerOptions & SharedProcessOptions;

/** The outputs of a runner that a process needs, if the program has no Runner object: from another stack, for example. */
export interface RunnerOutputs {
  /** GitLab's id of the runner. */
  id: pulumi.Input<number | string>;
  /** Its authentication token, `glrt-…`. */
  token: pulumi.Input<string>;
  /** The name in the file, if you leave `name` out. */
  description?: pulumi.Input<string | undefined>;
}

/** A runner of a process, and how it runs jobs. */
export type ProcessRunner = RunnerOptions & {
  /** A Runner, or its outputs: those of another stack, for example. */
  runner: Runner | RunnerOutputs;
};

/** The arguments of a {@link RunnerProcess}: the options of its global section, and its runners. */
export interface RunnerProcessArgs extends ProcessOptions {
  /** The runners of the process, at least one. */
  runners: ProcessRunner[];
}

/** Where a command line runs. */
export interface RegisterCommandOptions {
  /**
   * The shell that reads the line, `bash` by default: `bash` for any POSIX shell, `powershell` for Windows
   * PowerShell 5.1, `pwsh` for PowerShell 7.3 or later, `cmd` for the prompt of Windows.
   */
  commandShell?: pulumi.Input<"bash" | "powershell" | "pwsh" | "cmd">;
}
