/** How a resource is imported. */
export interface Import {
  /** An example of an id. */
  readonly id: string;
  readonly idMeans: string;
  readonly note?: string;
}

/** By the resource's name. */
export const IMPORTS: Readonly<Record<string, Import>> = {
  Runner: {
    id: "42",
    idMeans: "the runner's, a number",
    note: "GitLab does not show the token of a runner, so that of an imported one is not known.",
  },
  ProjectRunnerAssignment: {
    id: "5:42",
    idMeans: "`project:runner`, two numbers",
  },
  RunnerAssignments: {
    id: "42",
    idMeans: "the runner's, a number",
    note: "All projects of the runner are imported, and `authoritative` is false.",
  },
};
