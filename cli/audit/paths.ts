import { namedId } from "../../gitlab/text/namedId";
import type { PreviewDocument } from "./previewDocument";
import { plainText, valueText } from "./text";
import { resourceTypeOf } from "./urn";
import { type Values, valuesIn } from "./values";

/** The full paths of projects, by id. */
export type Paths = ReadonlyMap<number, string>;

/**
 * The full paths of the projects that the states in a preview name: a runner's outputs have the paths of
 * its projects, so the audit names them without a request.
 */
export function pathsOf({ steps }: PreviewDocument): Paths {
  const paths = new Map<number, string>();
  for (const { urn, oldState, newState } of steps) {
    if (resourceTypeOf(urn) !== "Runner") continue;
    for (const state of [oldState, newState]) {
      for (const project of projectsIn(state?.outputs)) {
        if (isProject(project)) paths.set(project.id, project.pathWithNamespace);
      }
    }
  }
  return paths;
}

/** A runner that the stack created has them apart from what users see. */
function projectsIn(outputs: Values = {}): readonly unknown[] {
  const { projects = valuesIn(outputs["__details"])["projects"] } = outputs;
  return Array.isArray(projects) ? projects : [];
}

interface Project {
  readonly id: number;
  readonly pathWithNamespace: string;
}

function isProject(value: unknown): value is Project {
  if (typeof value !== "object" || value === null) return false;
  const { id, pathWithNamespace } = value as Partial<Record<keyof Project, unknown>>;
  return typeof id === "number" && typeof pathWithNamespace === "string";
}

const OF_PROJECTS: readonly string[] = ["projectId", "projectIds"];

/** The value of an argument for a person; a project's id has its path, if that is known. */
export function argumentText(name: string, value: unknown, paths: Paths): string {
  if (!OF_PROJECTS.includes(name)) return valueText(value);
  const named = (each: unknown): string => {
    const path = typeof each === "number" ? paths.get(each) : undefined;
    return path === undefined ? valueText(each) : plainText(namedId(each as number, path));
  };
  return Array.isArray(value) ? `[${value.map(named).join(", ")}]` : named(value);
}
