/** The types by which the engine names a `RunnerTokenLifetimes`: as a dynamic resource, and as one of the plugin. */
export const LIFETIMES: readonly string[] = [
  "pulumi-nodejs:dynamic/gitlab-runners:RunnerTokenLifetimes",
  "gitlab-runners:index:RunnerTokenLifetimes",
];

/** What the rules read of the lifetimes of tokens, in seconds. */
export interface JudgedLifetimes {
  runnerTokenExpirationInterval?: number;
  groupRunnerTokenExpirationInterval?: number;
  projectRunnerTokenExpirationInterval?: number;
}
