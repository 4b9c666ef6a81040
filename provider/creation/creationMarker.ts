import { randomBytes } from "node:crypto";
import { type CreationMarker, shortDigest, lengthWithMarker } from "../../gitlab";
import { howToSet } from "../../gitlab/settings/settingNames";
import { lengthOf } from "../../gitlab/text/texts";
import type { Context } from "../context/context";
import { failure, isInState } from "../values/checking";
import type { Properties, CheckFailure, Resource } from "../values/operation";
import { LONGEST_TEXT, type RunnerInputs } from "../runner/runnerArguments";
import { originKindOfInputs } from "../runner/runnerRules";

/**
 * The marker of a runner that is about to be created; undefined if it gets none. The marker covers the
 * arguments that GitLab cannot change, so that a creation never takes over a runner with other ones.
 */
export function newMarker(
  { settings }: Context,
  { fingerprint }: Resource,
  { runnerType, groupId, projectId }: Partial<RunnerInputs>,
): CreationMarker | undefined {
  if (!settings.creationMarker || fingerprint === undefined) return undefined;
  return {
    resource: shortDigest([fingerprint, runnerType, groupId, projectId]),
    attempt: randomBytes(4).toString("hex"),
  };
}

/**
 * Refuses a note that leaves no room for the marker.
 *
 * @param olds - the inputs of the last apply: a runner that exists needs no marker.
 */
export function noteFailures(
  { settings }: Context,
  { fingerprint }: Resource,
  olds: Properties,
  inputs: Properties,
): CheckFailure[] {
  const { maintenanceNote } = inputs as Partial<RunnerInputs>;
  if (!settings.creationMarker || fingerprint === undefined) return [];
  if (maintenanceNote === undefined || originKindOfInputs(inputs) === "adopt") return [];
  const marked = lengthWithMarker(maintenanceNote);
  if (marked <= LONGEST_TEXT || isInState(olds)) return [];
  const length = lengthOf(maintenanceNote);
  const longest = LONGEST_TEXT - (marked - length);
  return [
    failure(
      "maintenanceNote",
      `has ${length} characters; a new runner's note can have at most ${longest}, because GitLab takes ` +
        `${LONGEST_TEXT} and the package adds a line to find a lost runner again. Shorten it, or ` +
        `turn the line off: ${howToSet(settings.transport, "gitlab-runners:creationMarker", "false")}`,
    ),
  ];
}
