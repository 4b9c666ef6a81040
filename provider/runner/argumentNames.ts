import type { RunnerArgument, OriginKind } from "./runnerArgument";
import { type ArgumentName, type RunnerArguments, runnerArguments } from "./runnerArguments";

/** The arguments of a runner by what is asked of them; all of it follows from their table. */

const TABLE: Readonly<Record<ArgumentName, RunnerArgument>> = runnerArguments;
const NAMES = Object.keys(TABLE) as ArgumentName[];

/** The names of those that are like a part of an entry. */
type NameOf<Part> = {
  [Name in ArgumentName]: RunnerArguments[Name] extends Part ? Name : never;
}[ArgumentName];

/** What can be changed on a runner that exists. */
export type AttributeName = NameOf<{ readonly attribute: string }>;
export const ATTRIBUTE_NAMES = NAMES.filter(isAttribute);

/** What GitLab takes when it creates a runner and cannot change. */
export type CreationName = NameOf<{ readonly creationAttribute: string }>;
export const CREATION_NAMES = NAMES.filter(
  (name) => "creationAttribute" in TABLE[name],
) as CreationName[];

/** What the state keeps in `__origin`. */
export type OriginName = NameOf<{ readonly kept: "origin" }>;
export const ORIGIN_NAMES = NAMES.filter(isOfOrigin);

/** What the state keeps among the outputs, as GitLab does not show it. */
export const KEPT_NAMES = NAMES.filter((name) => keptIn(name) === "output");

/** What decides the origin of a runner. */
export const DECIDING_NAMES = NAMES.filter((name) => "decides" in TABLE[name]);

/** Whose values are secrets. */
export type SecretName = NameOf<{ readonly secret: true }>;
export const SECRET_NAMES: readonly ArgumentName[] = NAMES.filter(
  (name) => TABLE[name].secret === true,
);

/** The origins whose runners take an argument. */
export function originKindsOf(name: ArgumentName): readonly OriginKind[] {
  return TABLE[name].origins;
}

/** The arguments of runners of an origin. */
export function namesOf(kind: OriginKind): ArgumentName[] {
  return NAMES.filter((name) => originKindsOf(name).includes(kind));
}

/** The arguments that runners of an origin do not take. */
export function foreignNames(kind: OriginKind): ArgumentName[] {
  return NAMES.filter((name) => !originKindsOf(name).includes(kind));
}

/** The arguments of an origin that only this package keeps, where a change is something to apply. */
export function bookkeepingNames(kind: OriginKind): ArgumentName[] {
  return namesOf(kind).filter((name) => TABLE[name].changing === "updates" && !isAttribute(name));
}

/** Whether it can be changed on a runner that exists. */
export function isAttribute(name: ArgumentName): name is AttributeName {
  return "attribute" in TABLE[name];
}

/** Whether an argument's state is in `__origin`, and not in the output of its name. */
export function isOfOrigin(name: ArgumentName): name is OriginName {
  return keptIn(name) === "origin";
}

function keptIn(name: ArgumentName): "output" | "origin" | undefined {
  const argument = TABLE[name];
  return "kept" in argument ? argument.kept : undefined;
}
