/** The arguments that have a value by themselves. */
export const DEFAULTS = { accessLevel: "not_protected", locked: false, paused: false };

/** What a runner has besides its arguments when it is created. */
export const ANSWERED = {
  active: true,
  isShared: true,
  status: "never_contacted",
  tokenObtainedAt: "2026-01-01T00:00:00.000Z",
};

/** Its token, as long as one with a route: GitLab's form of today. */
export const TOKEN = `glrt-${"x".repeat(51)}`;

/** What a refresh adds to it. */
export const DETAILS = {
  createdAt: "2026-01-01T00:00:00.000Z",
  createdBy: { id: 1, name: "root", username: "root" },
  groups: [],
  jobExecutionStatus: "idle",
  projects: [],
};

/** The file beside the provider that names the runner which each `read` asks for; empty for nobody. */
export const ASKED = "asked.txt";
