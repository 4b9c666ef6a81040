import { CommanderError } from "commander";

import { ConfigurationError, GitLabError } from "../gitlab";
import { DrainTimeoutError } from "../gitlab/draining/drainRunner";

/** What a script can rely on; 0 is done. */
export const EXIT = {
  /** The answer is no: a token is rejected, a set of tags has no runner, a preview has a risk. */
  no: 1,
  /** The command line or the configuration is wrong. */
  misused: 2,
  /** There is no answer: GitLab could not be asked, or refused; a preview failed; a fault of ours. */
  failed: 3,
} as const;

/** The exit code of a command that an error ended. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof DrainTimeoutError) return EXIT.no;
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.misused;
  return error instanceof ConfigurationError ? EXIT.misused : EXIT.failed;
}

/** What a command says of the error that ended it. */
export function shownError(error: unknown): string {
  if (error instanceof GitLabError) return error.message;
  return `gitlab-runners itself failed. Please report this error: ${String(error)}`;
}
