import type { Properties } from "../values/operation";
import { sameSet, sameValue } from "../values/diffing";
import { refreshedExpiries } from "./heldToken";
import {
  ATTRIBUTE_NAMES,
  type RunnerOutputs,
  type RunnerState,
  givenAttributes,
} from "./runnerMapping";

/** What GitLab does not tell of a runner and the state therefore keeps. */
const KEPT = [
  "groupId",
  "projectId",
  "runnerId",
  "registrationToken",
  "authenticationToken",
  "deleteOnDestroy",
  "resetTokenOnAdopt",
  "token",
  "tokenObtainedAt",
  "__origin",
] as const;

/** The stored outputs brought up to what GitLab tells now. */
export function refreshedState(state: RunnerState, runner: RunnerOutputs): RunnerState {
  const kept = Object.fromEntries(KEPT.map((name) => [name, state[name]]));
  const sameTags = sameSet(state.tagList ?? [], runner.tagList ?? []);
  // A credential that may not update a runner is told no note: that says nothing of the note.
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
  } as RunnerState;
}

function asStored(stored: string | undefined, present: string | undefined): string | undefined {
  return sameValue(stored, present) ? stored : present;
}

/**
 * The inputs that would declare the runner as it is, so that the engine shows drift argument by
 * argument.
 */
export function declaringInputs(state: RunnerState): Properties {
  const { way, managed, tokenExpiresAt, tokenRotationDeadline } = state.__origin;
  const attributes = way === "adopt" ? (managed ?? []) : ATTRIBUTE_NAMES;
  const names = givenAttributes(state).filter((name) => attributes.includes(name));
  const inputs: Properties = {
    ...Object.fromEntries(names.map((name) => [name, state[name]])),
  };
  switch (way) {
    case "create":
      return {
        ...inputs,
        runnerType: state.runnerType,
        groupId: state.groupId,
        projectId: state.projectId,
        tokenExpiresAt,
        tokenRotationDeadline,
      };
    case "register":
      return { ...inputs, registrationToken: state.registrationToken };
    case "adopt":
      return {
        ...inputs,
        authenticationToken: state.authenticationToken,
        runnerId: state.runnerId,
        deleteOnDestroy: state.deleteOnDestroy,
        resetTokenOnAdopt: state.resetTokenOnAdopt,
      };
  }
}
