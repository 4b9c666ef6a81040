import { ConfigurationError, GitLabError } from "../gitlab";

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
  return error instanceof ConfigurationError ? EXIT.misused : EXIT.failed;
}

/** What a command says of the error that ended it. */
export function shownError(error: unknown): string {
  if (error instanceof GitLabError) return error.message;
  return `a fault of gitlab-runners itself, which is worth a report: ${String(error)}`;
}
