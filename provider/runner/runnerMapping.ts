import { isDeepStrictEqual } from "node:util";
import type { RunnerAttributes, RunnerDetailsPayload } from "../../gitlab";
import { camelCased } from "../../gitlab/text/camelCase";
import { type Properties, plain } from "../values/operation";
import {
  ATTRIBUTE_NAMES,
  type AttributeName,
  CREATION_NAMES,
  type CreationName,
  type OriginName,
} from "./argumentNames";
import type { OriginKind } from "./runnerArgument";
import { nextRotationAt } from "./rotation";
import { type RunnerArguments, type RunnerInputs, runnerArguments } from "./runnerArguments";

/** The attributes that have a value. */
export function givenAttributes(values: Properties): AttributeName[] {
  return ATTRIBUTE_NAMES.filter((name) => values[name] !== undefined);
}

/** What this package notes of a runner beside GitLab's attributes. */
export interface Origin extends Partial<Pick<RunnerInputs, OriginName>> {
  way: OriginKind;
  /** The attributes that are managed; all of them where it is absent. */
  managed?: AttributeName[];
  /** Its token was in a reply that got lost, and getting a new one has failed so far. */
  tokenIsLost?: boolean | undefined;
  /** The attempt that made it, as the marker of its creation says. */
  attempt?: string;
  /** The requests for it that got no reply, as long as they may have made another runner. */
  open?: OpenRequests | undefined;
}

/** Requests to create a runner whose outcome is not known, beside the runner that the state has. */
export interface OpenRequests {
  /** The markers that a runner of theirs has: of the resource and of the attempt. */
  marks: { resource: string; attempt: string }[];
  /** What they gave as description. */
  description?: string | undefined;
  /** From when on GitLab shows every runner that they made, ISO 8601. */
  until: string;
}

/** The outputs of a runner, as the state holds them. */
export interface StoredOutputs extends Partial<RunnerInputs> {
  token?: string;
  /** When the token in the state expires; `tokenExpiresAt` is of the one that GitLab has. */
  __tokenExpiresAt?: string;
  groups?: { id: number; name: string; webUrl?: string | undefined }[];
  projects?: { id: number; name: string; pathWithNamespace: string }[];
  /** Engine and user see it as internal by its name. */
  __origin: Origin;
  /** What of {@link DETAILS} GitLab has reported, apart, since the creation did not show it. */
  __details?: Properties;
  [output: string]: unknown;
}

/** What GitLab reports of a runner, in our names. */
export type RunnerOutputs = Readonly<Record<string, unknown>> & {
  readonly [Name in AttributeName | "runnerType" | "groups" | "projects"]?:
    StoredOutputs[Name] | undefined;
};

/** A runner that nothing is noted of was created. */
const CREATED: Origin = { way: "create" };

/**
 * What GitLab does not report when it creates a runner. As outputs, they would look like drift in the
 * first preview that reads the runner, so a runner that the stack created keeps them apart.
 */
const DETAILS = ["createdAt", "createdBy", "groups", "projects", "jobExecutionStatus"] as const;

/** Reads stored outputs. They were written by this package, by this version or an earlier one. */
export function stateOf(outputs: Properties): StoredOutputs {
  return {
    ...outputs,
    ...(outputs["__details"] as Properties | undefined),
    __origin: (outputs["__origin"] as Origin | undefined) ?? CREATED,
  };
}

/** What is stored of a runner: no more than need be, as each step of the engine writes all of it anew. */
export function outputsOf(state: Properties & { __origin: Origin }): Properties {
  const { __origin, ...stored } = plain({ ...state, nextRotationAt: nextRotationAt(state) });
  const outputs = stored["__details"] === undefined ? stored : withDetailsApart(stored);
  return isDeepStrictEqual(__origin, CREATED) ? outputs : { ...outputs, __origin };
}

function withDetailsApart(state: Properties): Properties {
  const isDetail = (name: string): boolean => DETAILS.some((detail) => detail === name);
  const entries = Object.entries(state);
  return {
    ...Object.fromEntries(entries.filter(([name]) => !isDetail(name))),
    __details: Object.fromEntries(entries.filter(([name]) => isDetail(name))),
  };
}

/** GitLab's details of a runner as outputs. */
export function detailsToState(runner: RunnerDetailsPayload): RunnerOutputs {
  return { ...camelCased(runner), active: runner.active ?? !runner.paused };
}

/** Settings in GitLab's names. */
type SettingPayload = {
  [Name in AttributeName as RunnerArguments[Name]["attribute"]]?:
    | RunnerInputs[Name]
    | (RunnerArguments[Name] extends { readonly cleared: infer Cleared } ? Cleared : never);
};

/** What only a creation takes, in GitLab's names. */
type CreationPayload = {
  [Name in CreationName as RunnerArguments[Name]["creationAttribute"]]?: RunnerInputs[Name];
};

/** Attributes as GitLab takes them: what is given, and what stands for none of what is cleared. */
export function attributesToPayload(
  values: Partial<Pick<RunnerInputs, AttributeName>>,
  names: readonly AttributeName[],
): RunnerAttributes {
  const payload: SettingPayload = Object.fromEntries(
    names.map((name) => {
      const argument = runnerArguments[name];
      const leftOut = "cleared" in argument ? argument.cleared : argument.default;
      return [argument.attribute, values[name] ?? leftOut];
    }),
  );
  return payload;
}

/** All that GitLab is given of a runner that it creates; a path stands for what is not looked up. */
export function creationToPayload(
  values: Partial<RunnerInputs>,
): CreationPayload & RunnerAttributes {
  const names = CREATION_NAMES.filter((name) => values[name] !== undefined);
  const creation: CreationPayload = Object.fromEntries(
    names.map((name) => [runnerArguments[name].creationAttribute, values[name]]),
  );
  return { ...creation, ...attributesToPayload(values, givenAttributes(values)) };
}
