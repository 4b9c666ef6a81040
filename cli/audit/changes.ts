import { recordOf } from "../../gitlab/text/recordOf";
import { type AffectedProjects, usersIn } from "./affectedProjects";
import { type Action, OPERATIONS } from "./operations";
import type { PreviewDocument, PreviewStep } from "./previewDocument";
import { type Source, sourceOf } from "./source";
import { UNKNOWN, plainText } from "./text";
import { type ResourceType, resourceTypeOf, splitUrn } from "./urn";
import { type Values, argumentsOf, isShown } from "./values";

/** What a preview does to one runner, or to one assignment. */
export interface Change {
  readonly urn: string;
  readonly type: ResourceType;
  readonly name: string;
  readonly action: Action;
  /** GitLab's id of the runner, of an assignment `project:runner`; undefined for a new one. */
  readonly id: string | undefined;
  /** The arguments, before and after. */
  readonly before: Values;
  readonly after: Values;
  /** The names of the arguments that change. */
  readonly changed: readonly string[];
  /** The names of the changed arguments that make it another resource. */
  readonly replaceReasons: readonly string[];
  /** Whether its runner at GitLab goes with it; one that was adopted stays. */
  readonly deletesRunner: boolean;
  /** Whether the time has passed from which on an apply rotates the runner's token. */
  readonly isRotationDue: boolean;
  /** Who may use the runner before the change, as far as the state says. */
  readonly users: AffectedProjects | undefined;
  /** Where the program declares it. */
  readonly source: Source | undefined;
}

/** The changes of a preview to runners and assignments, and how many there are to the rest. */
export function changesOf({ steps }: PreviewDocument): {
  changes: Change[];
  others: number;
} {
  const isRead = (action: Action): boolean => action === "read" || action === "refresh";
  const changes: Change[] = [];
  let others = 0;
  for (const step of steps) {
    const type = resourceTypeOf(step.urn);
    const action = isPendingDeletion(step, steps)
      ? "delete"
      : Object.hasOwn(OPERATIONS, step.op)
        ? (OPERATIONS[step.op] ?? null)
        : null;
    if (action === null) continue;
    if (type !== undefined) {
      const change = changeOf(step, action, type);
      // A refresh is listed where it found something out.
      if (action !== "refresh" || change.changed.length > 0) changes.push(change);
    } else if (!isRead(action) && splitUrn(step.urn).type !== "pulumi:pulumi:Stack") {
      others += 1;
    }
  }
  return { changes, others };
}

/** What an interrupted replacement left to be deleted has no replacement of its own any more. */
function isPendingDeletion({ op, urn }: PreviewStep, steps: readonly PreviewStep[]): boolean {
  return (
    op === "delete-replaced" && !steps.some((step) => step.op === "replace" && step.urn === urn)
  );
}

function changeOf(step: PreviewStep, operation: Action, type: ResourceType): Change {
  const { oldState, newState } = step;
  const after = argumentsOf(newState?.inputs);
  const isAdoption = operation === "create" && type === "Runner" && isAdopted(after);
  const before = isAdoption
    ? beforeAdoption(after, newState?.inputs["__adopted"])
    : argumentsOf(oldState?.inputs);
  const isEnd = operation === "delete" || operation === "replace";
  const isReleased = isEnd && staysAtGitLab(oldState?.outputs ?? {});
  return {
    urn: plainText(step.urn),
    type,
    name: plainText(splitUrn(step.urn).name),
    action: isAdoption ? "adopt" : operation === "delete" && isReleased ? "release" : operation,
    id: idOf(oldState?.id ?? newState?.id ?? (isAdoption ? after["runnerId"] : undefined)),
    before,
    after,
    changed: operation === "read" ? [] : changedNames(step, before, after),
    replaceReasons: (step.replaceReasons ?? []).filter(isShown).map(plainText),
    deletesRunner: type === "Runner" && isEnd && !isReleased,
    isRotationDue: isPast(oldState?.outputs["nextRotationAt"]),
    users: type === "Runner" ? usersIn(oldState?.outputs ?? {}) : undefined,
    source: sourceOf(newState ?? oldState),
  };
}

/** Whether a time of a state, ISO 8601, has passed. */
function isPast(time: unknown): boolean {
  return typeof time === "string" && Date.parse(time) <= Date.now();
}

function isAdopted(inputs: Values): boolean {
  return inputs["runnerId"] !== undefined || inputs["authenticationToken"] !== undefined;
}

/** Arguments that say how a runner is adopted and goes, and are no settings of it. */
const MANNERS = [
  "runnerId",
  "authenticationToken",
  "resetTokenOnAdopt",
  "deleteOnDestroy",
  "drain",
];

/**
 * The settings that a runner had before it is adopted, which the provider notes; unknown where it
 * could not look.
 */
function beforeAdoption(after: Values, noted: unknown): Values {
  const settings = Object.keys(after).filter((name) => !MANNERS.includes(name));
  const isNoted = typeof noted === "object" && noted !== null;
  const found: Values = isNoted ? (noted as Values) : {};
  return recordOf(
    settings.flatMap((name): (readonly [string, unknown])[] => {
      if (!isNoted) return [[name, UNKNOWN]];
      return Object.hasOwn(found, name) ? [[name, found[name]]] : [];
    }),
  );
}

function idOf(id: unknown): string | undefined {
  return (typeof id === "string" && id !== "" && id !== UNKNOWN) || typeof id === "number"
    ? plainText(String(id))
    : undefined;
}

/** Whether a runner that leaves the stack was adopted, and is not to be deleted. */
function staysAtGitLab(outputs: Values): boolean {
  const origin = outputs["__origin"] as { way?: unknown } | null | undefined;
  return origin?.way === "adopt" && outputs["deleteOnDestroy"] !== true;
}

/** Secrets look the same before and after, so what the engine names counts, too. */
function changedNames(
  { detailedDiff, diffReasons, replaceReasons }: PreviewStep,
  before: Values,
  after: Values,
): string[] {
  const named = [
    ...Object.keys(detailedDiff ?? {}).map((path) => path.split(/[.[]/, 1)[0] ?? path),
    ...(diffReasons ?? []),
    ...(replaceReasons ?? []),
  ].map(plainText);
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const differing = [...names].filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  return [...new Set([...named, ...differing])].filter(isShown).sort();
}
