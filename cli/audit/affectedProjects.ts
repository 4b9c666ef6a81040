import { MOST_NAMES, comparePaths } from "../../gitlab/text/firstNames";
import { namedId } from "../../gitlab/text/namedId";
import { type Paths, projectsIn } from "./paths";
import { plainText } from "./text";
import type { Values } from "./values";

/** The projects to which a risk matters: by their ids, or every project of the runner's group or instance. */
export type AffectedProjects =
  { readonly every: "group" | "instance" } | { readonly ids: readonly number[] };

/** The same as a report shows it. */
export type ShownProjects =
  | { readonly every: "group" | "instance" }
  | {
      readonly count: number;
      /** The first of them, by path and id: `acme/site (8)`. */
      readonly first: readonly string[];
    };

/** Who may use a runner of a state, by its outputs. */
export function usersIn(outputs: Values): AffectedProjects | undefined {
  switch (outputs["runnerType"]) {
    case "instance_type":
      return { every: "instance" };
    case "group_type":
      return { every: "group" };
    default: {
      const ids = projectsIn(outputs).map(({ id }) => id);
      return ids.length > 0 ? { ids } : undefined;
    }
  }
}

export function shownProjects(projects: AffectedProjects, paths: Paths): ShownProjects {
  if ("every" in projects) return projects;
  const { ids } = projects;
  const first = ids
    .map((id) => [paths.project.get(id), id] as const)
    .sort(([one], [other]) => comparePaths(one, other))
    .slice(0, MOST_NAMES)
    .map(([path, id]) => plainText(namedId(id, path)));
  return { count: ids.length, first };
}
