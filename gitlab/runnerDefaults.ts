/**
 * What GitLab gives to a new runner whose creation does not say otherwise, by this package's names.
 *
 * @see gitlab-org/gitlab db/structure.sql, ci_runners
 */
export const RUNNER_DEFAULTS = {
  paused: false,
  locked: false,
  runUntagged: true,
  tagList: [],
  accessLevel: "not_protected",
} as const;
