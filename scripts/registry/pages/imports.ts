/** How a resource is imported. */
export interface Import {
  /** An example of an id. */
  readonly id: string;
  readonly idMeans: string;
  readonly note?: string;
}

/** Why a resource cannot be imported or looked up. */
export interface NoImport {
  readonly because: string;
}

/** By the resource's name. */
export const IMPORTS: Readonly<Record<string, Import | NoImport>> = {
  Runner: {
    id: "42",
    idMeans: "the id of the runner, a number",
    note: "GitLab does not show the token of a runner, so an imported runner has no known token.",
  },
  ProjectRunnerAssignment: {
    id: "5:42",
    idMeans: "the id `project:runner`, two numbers",
  },
  RunnerAssignments: {
    id: "42",
    idMeans: "the id of the runner, a number",
    note: "The import takes all projects of the runner and sets `authoritative` to false.",
  },
  RunnerTokenLifetimes: {
    id: "instance",
    idMeans: "the text `instance`",
    note: "The import takes every interval that is set. A destroy puts back what the import found.",
  },
  RunnerReady: {
    because: "GitLab has no such thing, so there is nothing to import or to look up.",
  },
  StaleRunnerCleanup: {
    because: "GitLab has no such thing, so there is nothing to import or to look up.",
  },
};
