import { isDeepStrictEqual } from "node:util";
import type { Context } from "../context/context";
import { sameArgument } from "../values/diffing";
import type { Properties } from "../values/operation";
import {
  ATTRIBUTE_NAMES,
  type AttributeName,
  CREATION_NAMES,
  type CreationName,
  bookkeepingNames,
  isOfOrigin,
} from "../runner/argumentNames";
import type { RunnerInputs } from "../runner/runnerArguments";
import type { StoredOutputs } from "../runner/runnerMapping";
import { originKindOfInputs } from "../runner/runnerRules";
import { tokenVerdict } from "../checks/runnerTokenCheck";
import { isUnknown } from "../values/unknown";

/** The attributes whose declared value differs from what GitLab had when last asked. */
export function changedAttributes(state: StoredOutputs, news: Properties): AttributeName[] {
  const isAdopted = originKindOfInputs(news) === "adopt";
  const isManaged = (name: AttributeName): boolean => !isAdopted || news[name] !== undefined;
  return ATTRIBUTE_NAMES.filter(
    (name) => isManaged(name) && (isUnknown(news[name]) || !sameArgument(state[name], news[name])),
  );
}

/** Whether something changed that we keep and GitLab does not. */
export function bookkeepingChanged(state: StoredOutputs, news: Properties): boolean {
  const kind = originKindOfInputs(news);
  if (kind !== state.__origin.way) return true;
  // A flag that is left out is off.
  const isChanged = bookkeepingNames(kind).some(
    (name) => !isDeepStrictEqual(state[name] ?? false, news[name] ?? false),
  );
  if (isChanged || kind !== "adopt") return isChanged;
  return news["authenticationToken"] !== undefined && news["authenticationToken"] !== state.token;
}

/** The arguments that make this another runner, because GitLab cannot change them. */
export async function replacedArguments(
  context: () => Context,
  state: StoredOutputs,
  id: string,
  news: Properties,
): Promise<string[]> {
  switch (originKindOfInputs(news)) {
    case "create":
      return replacedByCreation(context, state, id, news);
    case "register":
      // A registration token is spent when the runner exists; a later one is for later runners.
      return [];
    case "adopt":
      return replacedByAdoption(context, state, id, news);
  }
}

async function replacedByCreation(
  context: () => Context,
  state: StoredOutputs,
  id: string,
  news: Properties,
): Promise<string[]> {
  const isReplaced = async (name: CreationName): Promise<boolean> => {
    if (name === "groupId" || name === "projectId")
      return isOfAnother(context, state, id, name, news[name]);
    return news[name] !== (isOfOrigin(name) ? state.__origin[name] : state[name]);
  };
  const replaced: string[] = [];
  for (const name of CREATION_NAMES) if (await isReplaced(name)) replaced.push(name);
  return replaced;
}

async function isOfAnother(
  context: () => Context,
  state: StoredOutputs,
  id: string,
  name: "groupId" | "projectId",
  idOrPath: unknown,
): Promise<boolean> {
  if (idOrPath === undefined) return false;
  // A runner that was registered or adopted has no such argument; then GitLab's word counts.
  const before = state[name] ?? (await ownerOf(context, state, id, name));
  const after = await numericId(context, name, idOrPath);
  return before !== undefined && after !== before;
}

async function replacedByAdoption(
  context: () => Context,
  state: StoredOutputs,
  id: string,
  news: Properties,
): Promise<string[]> {
  const { runnerId, authenticationToken } = news as Partial<RunnerInputs>;
  if (runnerId !== undefined) return String(runnerId) === id ? [] : ["runnerId"];
  if (authenticationToken === undefined || authenticationToken === state.token) return [];
  if (isUnknown(authenticationToken)) return [];
  const asking = { ...context(), wasApplied: true };
  const verdict = await tokenVerdict(asking, authenticationToken, "full");
  const sameRunner = verdict.state !== "valid" || String(verdict.runnerId) === id;
  return sameRunner ? [] : ["authenticationToken"];
}

/** An id stays as it is, a path that `check` could not resolve is asked for. */
async function numericId(
  context: () => Context,
  name: "groupId" | "projectId",
  idOrPath: unknown,
): Promise<unknown> {
  if (typeof idOrPath !== "string" || isUnknown(idOrPath)) return idOrPath;
  const { lookups } = context();
  return (await (name === "groupId" ? lookups.group : lookups.project)(idOrPath)).id;
}

/** The owner of a runner that was not created by its argument; its projects may not be known yet. */
async function ownerOf(
  context: () => Context,
  { groups, projects, __origin: { way: kind } }: StoredOutputs,
  id: string,
  name: "groupId" | "projectId",
): Promise<number | undefined> {
  if (name === "groupId") return groups?.[0]?.id;
  if (projects !== undefined || kind === "create") return projects?.[0]?.id;
  return (await context().lookups.runner(id)).projects?.[0]?.id;
}
