import type { RunnerArgument, Way } from "./runnerArgument";
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

/** What asks for a way. */
export const DECIDING_NAMES = NAMES.filter((name) => "decides" in TABLE[name]);

/** Whose values are secrets. */
export type SecretName = NameOf<{ readonly secret: true }>;
export const SECRET_NAMES: readonly ArgumentName[] = NAMES.filter(
  (name) => TABLE[name].secret === true,
);

/** The ways that take an argument. */
export function waysOf(name: ArgumentName): readonly Way[] {
  return TABLE[name].ways;
}

/** Those that a way takes. */
export function namesOf(way: Way): ArgumentName[] {
  return NAMES.filter((name) => waysOf(name).includes(way));
}

/** Those that a way does not take. */
export function foreignNames(way: Way): ArgumentName[] {
  return NAMES.filter((name) => !waysOf(name).includes(way));
}

/** Those of a way that only this package keeps, where a change is something to apply. */
export function bookkeepingNames(way: Way): ArgumentName[] {
  return namesOf(way).filter((name) => TABLE[name].changing === "updates" && !isAttribute(name));
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
