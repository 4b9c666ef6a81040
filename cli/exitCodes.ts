/** What a script can rely on; 0 is done. */
export const EXIT = {
  /** The answer is no: a token is rejected, a set of tags has no runner, a preview has a risk. */
  no: 1,
  /** The command line or the configuration is wrong. */
  misused: 2,
  /** GitLab could not be asked, or refused; a preview failed; the answer is not known. */
  failed: 3,
} as const;
