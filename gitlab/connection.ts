import { type GitLabClient, createGitLabClient } from "./client";
import type { Settings } from "./settings/settings";

/** A GitLab that can be asked, as it is configured. */
export interface Connection {
  readonly gitlab: GitLabClient;
  readonly settings: Settings;
  /** Shows a line to the user, without failing anything. */
  readonly warn: (text: string) => void;
}

/**
 * Makes a connection, and shows what is to be warned of in its settings.
 *
 * @param say - shows a line: a wait as often as it happens, a warning once.
 * @param asWarning - the line of a warning.
 */
export function connect(
  settings: Settings,
  say: (line: string) => void,
  asWarning: (text: string) => string = (text) => text,
): Connection {
  const said = new Set<string>();
  const warn = (text: string): void => {
    if (said.has(text)) return;
    said.add(text);
    say(asWarning(text));
  };
  settings.warnings.forEach(warn);
  return { gitlab: createGitLabClient({ ...settings.transport, log: say }), settings, warn };
}
