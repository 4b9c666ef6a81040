import { randomBytes } from "node:crypto";
import type { dynamic } from "@pulumi/pulumi";
import { type CreationMark, fingerprint, markedLength } from "../api";
import { lengthOf } from "../api/texts";
import type { Context } from "../configure";
import { failure, isInState } from "./checking";
import type { Properties } from "./resourceHandler";
import { LONGEST_TEXT, type RunnerInputs } from "./runnerArguments";
import { wayOfInputs } from "./runnerRules";
import { isUnknown } from "./unknown";

/** The resource's own mark, which the program's class gives; undefined in older programs. */
export function resourceOf(inputs: Properties): string | undefined {
  const mark = inputs["__mark"];
  return typeof mark === "string" && !isUnknown(mark) ? mark : undefined;
}

/**
 * The mark of a runner that is about to be created; undefined where it gets none. What GitLab cannot
 * change of a runner is in it, so that none is taken for one that the program no longer declares.
 */
export function newMark(
  { settings }: Context,
  inputs: Partial<RunnerInputs> & Properties,
): CreationMark | undefined {
  const resource = resourceOf(inputs);
  if (!settings.creationMark || resource === undefined) return undefined;
  const { runnerType, groupId, projectId } = inputs;
  return {
    resource: fingerprint([resource, runnerType, groupId, projectId]),
    attempt: randomBytes(4).toString("hex"),
  };
}

/**
 * A note that leaves no room for the mark.
 *
 * @param olds - the inputs of the last apply: a runner that exists needs no mark.
 */
export function noteFailures(
  { settings }: Context,
  olds: Properties,
  inputs: Properties,
): dynamic.CheckFailure[] {
  const { maintenanceNote } = inputs as Partial<RunnerInputs>;
  if (!settings.creationMark || resourceOf(inputs) === undefined) return [];
  if (maintenanceNote === undefined || wayOfInputs(inputs) === "adopt") return [];
  const marked = markedLength(maintenanceNote);
  if (marked <= LONGEST_TEXT || isInState(olds)) return [];
  const length = lengthOf(maintenanceNote);
  const longest = LONGEST_TEXT - (marked - length);
  return [
    failure(
      "maintenanceNote",
      `has ${length} characters; a new runner's has at most ${longest}, as GitLab takes ` +
        `${LONGEST_TEXT} and a line is added by which a lost runner is found again. Shorten it, or ` +
        "leave the line out: pulumi config set gitlab-runners:creationMark false",
      { long: true },
    ),
  ];
}
