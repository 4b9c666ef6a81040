import type { Properties } from "../values/operation";
import { sameSet, sameValue } from "../values/diffing";
import { refreshedExpiries } from "./heldToken";
import { KEPT_NAMES, isAttribute, isOfOrigin, namesOf } from "./argumentNames";
import type { RunnerOutputs, StoredOutputs } from "./runnerMapping";

/** What GitLab does not show of a runner and the state therefore keeps. */
const KEPT = [...KEPT_NAMES, "token", "tokenObtainedAt", "__origin"];

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
    // As they are declared where only their line breaks differ.
    description: asStored(state.description, runner.description),
    maintenanceNote: asStored(state.maintenanceNote, note),
    tagList: sameTags ? (state.tagList ?? []) : runner.tagList,
    projects: runner.projects ?? state.projects,
    __origin: state.__origin,
  } as StoredOutputs;
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
