/**
 * The property by which a function of the plugin gives the list that the SDK's function of that name
 * answers: for Pulumi the result of a function is an object.
 */
export const RESULT_NAMES = {
  getAllRunners: "runners",
  getGroupRunners: "runners",
  getProjectRunners: "runners",
  getRunnerJobs: "jobs",
  getRunnerManagers: "managers",
  getRunnerProjects: "projects",
  getRunners: "runners",
  getTagCoverage: "coverage",
} as const;
