import { namedId } from "../../gitlab/text/namedId";
import type { PreviewDocument } from "./previewDocument";
import { plainText, valueText } from "./text";
import { resourceTypeOf } from "./urn";
import { type Values, valuesIn } from "./values";

/** The full paths of projects, by id. */
export type Paths = ReadonlyMap<number, string>;

/**
 * The full paths of the projects that a preview names, without a request: a runner's outputs have those of
 * its projects, and the provider notes those of projects that gain or lose a runner.
 */
export function pathsOf({ steps }: PreviewDocument): Paths {
  const paths = new Map<number, string>();
  for (const { urn, oldState, newState } of steps) {
    if (resourceTypeOf(urn) === undefined) continue;
    for (const state of [oldState, newState]) {
      for (const { id, pathWithNamespace } of projectsIn(state?.outputs ?? {}))
        paths.set(id, pathWithNamespace);
      for (const [id, path] of Object.entries(valuesIn(state?.inputs["__paths"])))
        if (/^[1-9]\d*$/.test(id) && typeof path === "string") paths.set(Number(id), path);
    }
  }
  return paths;
}

interface Project {
  readonly id: number;
  readonly pathWithNamespace: string;
}

/** The projects in the outputs of a runner. A runner that the stack created has them apart. */
export function projectsIn(outputs: Values): Project[] {
  const { projects = valuesIn(outputs["__details"])["projects"] } = outputs;
  const list: readonly unknown[] = Array.isArray(projects) ? projects : [];
  return list.filter(isProject);
}

function isProject(value: unknown): value is Project {
  const { id, pathWithNamespace } = valuesIn(value);
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
