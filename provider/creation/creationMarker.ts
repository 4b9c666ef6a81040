import { randomBytes } from "node:crypto";
import { type CreationMarker, shortDigest, lengthWithMarker } from "../../gitlab";
import { lengthOf } from "../../gitlab/text/texts";
import type { Context } from "../context/context";
import { failure, isInState } from "../values/checking";
import type { Properties, CheckFailure, Resource } from "../values/operation";
import { LONGEST_TEXT, type RunnerInputs } from "../runner/runnerArguments";
import { originKindOfInputs } from "../runner/runnerRules";

/**
 * The marker of a runner that is about to be created; undefined where it gets none. What GitLab cannot
 * change of a runner is in it, so that none is taken for one that the program no longer declares.
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
 * A note that leaves no room for the marker.
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
      `has ${length} characters; a new runner's has at most ${longest}, as GitLab takes ` +
        `${LONGEST_TEXT} and a line is added by which a lost runner is found again. Shorten it, or ` +
        "leave the line out: pulumi config set gitlab-runners:creationMarker false",
    ),
  ];
}
