import type { GitLabClient } from "../gitlab";
import type { Settings } from "../gitlab/settings/settings";

/** A GitLab that a function may ask. */
export interface Connection {
  readonly gitlab: GitLabClient;
  readonly settings: Settings;
  /** Shows a line to the user, without failing anything. */
  readonly warn: (text: string) => void;
}
