import { groupPathOf } from "../../gitlab/text/groupPath";
import { namedId } from "../../gitlab/text/namedId";
import type { PreviewDocument } from "./previewDocument";
import { plainText, valueText } from "./text";
import { resourceTypeOf } from "./urn";
import { type Values, valuesIn } from "./values";

/** The full paths of projects and groups, by id. */
export type Paths = Readonly<Record<"project" | "group", ReadonlyMap<number, string>>>;

/**
 * The full paths of the projects and groups that a preview names, without a request: a runner's outputs have
 * those of its own, and the provider notes those that gain or lose a runner.
 */
export function pathsOf({ steps }: PreviewDocument): Paths {
  const paths = { project: new Map<number, string>(), group: new Map<number, string>() };
  for (const { urn, oldState, newState } of steps) {
    if (resourceTypeOf(urn) === undefined) continue;
    for (const state of [oldState, newState]) {
      for (const { id, pathWithNamespace } of projectsIn(state?.outputs ?? {}))
        paths.project.set(id, pathWithNamespace);
      for (const [id, path] of groupsIn(state?.outputs ?? {})) paths.group.set(id, path);
      for (const [key, path] of Object.entries(valuesIn(state?.inputs["__paths"]))) {
        const [, group, id] = /^(group )?([1-9]\d*)$/.exec(key) ?? [];
        if (id === undefined || typeof path !== "string") continue;
        paths[group === undefined ? "project" : "group"].set(Number(id), path);
      }
    }
  }
  return paths;
}

interface Project {
  readonly id: number;
  readonly pathWithNamespace: string;
}

/** The projects in the outputs of a runner. */
export function projectsIn(outputs: Values): Project[] {
  return listIn(outputs, "projects").filter(isProject);
}

/** The ids and full paths of the groups in the outputs of a runner. */
function groupsIn(outputs: Values): [id: number, path: string][] {
  return listIn(outputs, "groups").flatMap((group) => {
    const { id, webUrl } = valuesIn(group);
    const path = typeof webUrl === "string" ? groupPathOf(webUrl) : undefined;
    return typeof id === "number" && path !== undefined ? [[id, path]] : [];
  });
}

/** A list in the outputs of a runner. A runner that the stack created has it apart. */
function listIn(outputs: Values, name: "projects" | "groups"): readonly unknown[] {
  const list = outputs[name] ?? valuesIn(outputs["__details"])[name];
  return Array.isArray(list) ? list : [];
}

function isProject(value: unknown): value is Project {
  const { id, pathWithNamespace } = valuesIn(value);
  return typeof id === "number" && typeof pathWithNamespace === "string";
}

const KINDS: ReadonlyMap<string, keyof Paths> = new Map([
  ["projectId", "project"],
  ["projectIds", "project"],
  ["exceptProjectIds", "project"],
  ["groupId", "group"],
  ["groupIds", "group"],
]);

/** The value of an argument for a person; the id of a project or group has its path, if that is known. */
export function argumentText(name: string, value: unknown, paths: Paths): string {
  const kind = KINDS.get(name);
  if (kind === undefined) return valueText(value);
  const named = (each: unknown): string => {
    const path = typeof each === "number" ? paths[kind].get(each) : undefined;
    return path === undefined ? valueText(each) : plainText(namedId(each as number, path));
  };
  return Array.isArray(value) ? `[${value.map(named).join(", ")}]` : named(value);
}
