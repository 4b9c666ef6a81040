import { isSameSecond, toTheSecond } from "../../gitlab/text/times";
import type { Properties } from "../values/operation";
import { sameSet, sameValue } from "../values/diffing";
import { refreshedExpiries } from "./heldToken";
import { KEPT_NAMES, isAttribute, isOfOrigin, namesOf } from "./argumentNames";
import type { RunnerOutputs, StoredOutputs } from "./runnerMapping";

/** What GitLab does not show of a runner and the state therefore keeps. */
const KEPT = [...KEPT_NAMES, "token", "tokenObtainedAt", "__origin", "__details"];

/**
 * The group or project of a runner that the state does not have yet, as its creation names it: what
 * imports it declares it by that. Of several projects it is the first that GitLab names.
 */
export function ownerNamed({
  runnerType,
  groups,
  projects,
}: RunnerOutputs): Pick<StoredOutputs, "groupId" | "projectId"> {
  const groupId = runnerType === "group_type" ? groups?.[0]?.id : undefined;
  const projectId = runnerType === "project_type" ? projects?.[0]?.id : undefined;
  return {
    ...(groupId !== undefined && { groupId }),
    ...(projectId !== undefined && { projectId }),
  };
}

/** What a state knows of a runner before it is read: where it is, and which projects use it. */
export function knownOf({ groupId, projectId, groups, projects }: StoredOutputs): {
  groupId: number | undefined;
  projectId: number | undefined;
  projects: StoredOutputs["projects"];
} {
  return {
    groupId: idOf(groupId) ?? groups?.[0]?.id,
    projectId: idOf(projectId) ?? projects?.[0]?.id,
    projects,
  };
}

/** Undefined for a path. */
function idOf(idOrPath: number | string | undefined): number | undefined {
  return typeof idOrPath === "number" ? idOrPath : undefined;
}

/** The stored outputs brought up to what GitLab reports now. */
export function refreshedState(state: StoredOutputs, runner: RunnerOutputs): StoredOutputs {
  const kept = Object.fromEntries(KEPT.map((name) => [name, state[name]]));
  const sameTags = sameSet(state.tagList ?? [], runner.tagList ?? []);
  // GitLab shows no note to a credential that may not update the runner: that says nothing of the note.
  const note = runner.maintenanceNote ?? state.maintenanceNote;
  return {
    ...runner,
    ...kept,
    ...refreshedExpiries(state, runner),
    createdAt: asStoredTime(state["createdAt"], runner["createdAt"]),
    contactedAt: asStoredTime(state["contactedAt"], runner["contactedAt"]),
    // GraphQL has no name; it is given when a runner registers and stays.
    name: runner["name"] ?? state["name"],
    // Of a runner of another type it means nothing, and GraphQL does not show it.
    locked: runner.runnerType === "project_type" ? runner.locked : (state.locked ?? runner.locked),
    // As they are declared where only their line breaks differ.
    description: asStored(state.description, runner.description),
    maintenanceNote: asStored(state.maintenanceNote, note),
    tagList: sameTags ? (state.tagList ?? []) : runner.tagList,
    projects: asStoredProjects(state.projects, runner.projects),
    __origin: state.__origin,
  } as StoredOutputs;
}

/** GraphQL's times are to the second, and a state of an earlier version may have them more exactly. */
function asStoredTime(stored: unknown, present: unknown): unknown {
  if (typeof present !== "string") return present;
  return typeof stored === "string" && isSameSecond(stored, present)
    ? stored
    : toTheSecond(present);
}

/** In the order of the state where they are the same, as GraphQL has another than REST. */
function asStoredProjects(
  stored: StoredOutputs["projects"],
  present: StoredOutputs["projects"],
): StoredOutputs["projects"] {
  if (!present) return stored;
  const [before = [], now] = [stored?.map(({ id }) => id), present.map(({ id }) => id)];
  const placeOf = sameSet(before, now) ? (id: number) => before.indexOf(id) : (id: number) => id;
  return [...present].sort((one, other) => placeOf(one.id) - placeOf(other.id));
}

function asStored(stored: string | undefined, present: string | undefined): string | undefined {
  return sameValue(stored, present) ? stored : present;
}

/**
 * The inputs that would declare the runner as it is, so that the engine shows drift argument by
 * argument.
 */
export function declaringInputs(state: StoredOutputs): Properties {
  const { way: kind, managed = [] } = state.__origin;
  const names = namesOf(kind).filter(
    (name) => kind !== "adopt" || !isAttribute(name) || managed.includes(name),
  );
  return Object.fromEntries(
    names.map((name) => [name, isOfOrigin(name) ? state.__origin[name] : state[name]]),
  );
}
