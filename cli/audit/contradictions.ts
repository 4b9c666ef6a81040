import { OPERATIONS } from "./operations";
import type { PreviewDocument, PreviewStep } from "./previewDocument";
import { resourceTypeOf } from "./urn";

/** The operations that the engine counts by their steps alone. */
const COUNTED = ["create", "update", "delete", "replace"] as const;

/** What a step of one of our resources must have to mean anything. */
const STATES: Readonly<Record<string, readonly ("oldState" | "newState")[]>> = {
  create: ["newState"],
  update: ["oldState", "newState"],
  replace: ["oldState", "newState"],
  delete: ["oldState"],
};

/**
 * How a preview contradicts itself: steps without what their operation needs, operations that this
 * version does not know, and counts that are not those of the steps.
 *
 * A preview that failed stopped somewhere, so that its counts prove nothing.
 */
export function contradictionsOf(
  { steps, changeSummary }: PreviewDocument,
  failed: boolean,
): string[] {
  const found = steps.flatMap((step, index) => incomplete(step, `steps.${index}`));
  if (failed) return found;
  if (!changeSummary) return [...found, "changeSummary: the preview neither failed nor has one"];
  // A step of a refresh shows as what it found, or as a refresh, and counts as what it found.
  const refreshes = steps.filter(({ op }) => op === "refresh").length;
  for (const op of COUNTED) {
    const shown = steps.filter((step) => step.op === op).length;
    const counted = changeSummary[op] ?? 0;
    const most = op === "update" || op === "delete" ? shown + refreshes : shown;
    if (counted < shown || counted > most)
      found.push(`changeSummary.${op}: ${counted}, and steps has ${shown}`);
  }
  return found;
}

function incomplete(step: PreviewStep, at: string): string[] {
  if (resourceTypeOf(step.urn) === undefined) return [];
  if (!Object.hasOwn(OPERATIONS, step.op)) {
    return [`${at}.op: this version does not know the operation ${JSON.stringify(step.op)}`];
  }
  const needed = Object.hasOwn(STATES, step.op) ? (STATES[step.op] ?? []) : [];
  return needed
    .filter((name) => step[name] === undefined)
    .map((name) => `${at}.${name}: the operation ${step.op} needs one`);
}
