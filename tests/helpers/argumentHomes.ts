import type * as pulumi from "@pulumi/pulumi";
import type { NewRunner, RunnerDetailsPayload } from "../../gitlab";
import type { ProviderKeyName } from "../../gitlab/settings/keys";
import type { assignmentArguments } from "../../provider/handlers/projectRunnerAssignment";
import type { assignmentsArguments } from "../../provider/handlers/runnerAssignments";
import type { readyArguments } from "../../provider/handlers/runnerReady";
import type { lifetimeArguments } from "../../provider/handlers/runnerTokenLifetimes";
import type { cleanupArguments } from "../../provider/handlers/staleRunnerCleanup";
import type { AttributeName, SecretName } from "../../provider/runner/argumentNames";
import type { RunnerArguments, RunnerInputs } from "../../provider/runner/runnerArguments";
import type { ArgumentTable, InputsOf } from "../../provider/values/checking";
import type { OutputName } from "../../sdk/outputName";
import type { ProjectRunnerAssignmentArgs } from "../../sdk/projectRunnerAssignment";
import type { ProviderArgs } from "../../sdk/provider";
import type { Runner, RunnerArgs, SECRETS } from "../../sdk/runner";
import type { RunnerAssignmentsArgs } from "../../sdk/runnerAssignments";
import type { RunnerReadyArgs } from "../../sdk/runnerReady";
import type { RunnerTokenLifetimesArgs } from "../../sdk/runnerTokenLifetimes";
import type { StaleRunnerCleanupArgs } from "../../sdk/staleRunnerCleanup";

/**
 * What the SDK says of arguments beside what the provider does with them. Neither may import the
 * other, so the compiler compares them here. Each constant is named by what is wrong, and its type by
 * the arguments that are: one that does not compile names both.
 */
type Wrong<Names extends PropertyKey> = Readonly<Record<Names | "none", true>>;
const NONE = { none: true } as const;

/** The value of an argument once it is known, as users may give it. */
type Given<Args, Name extends keyof Args> = pulumi.Unwrap<Exclude<Args[Name], undefined>>;

/** An id may be given as a text and is a number after `check`. */
type Same<One, Other> = [One, Other] extends [Other, One]
  ? true
  : [One, Other] extends [number | string, number]
    ? true
    : false;

type OfOtherTypes<Args, Table extends ArgumentTable> = {
  [Name in keyof Args & keyof Table]: Same<Given<Args, Name>, InputsOf<Table>[Name]> extends true
    ? never
    : Name;
}[keyof Args & keyof Table];

/** The names that must be given. */
type RequiredOf<Args> = {
  [Name in keyof Args]-?: undefined extends Args[Name] ? never : Name;
}[keyof Args];
type RequiredIn<Table extends ArgumentTable> = {
  [Name in keyof Table]: Table[Name] extends { readonly required: true } ? Name : never;
}[keyof Table];
type OtherwiseRequired<Args, Table extends ArgumentTable> =
  Exclude<RequiredOf<Args>, RequiredIn<Table>> | Exclude<RequiredIn<Table>, RequiredOf<Args>>;

export const notInRunnerArguments: Wrong<Exclude<keyof RunnerArgs, keyof RunnerArguments>> = NONE;
export const notInRunnerArgs: Wrong<Exclude<keyof RunnerArguments, keyof RunnerArgs>> = NONE;
export const ofAnotherTypeThanInRunnerArgs: Wrong<OfOtherTypes<RunnerArgs, RunnerArguments>> = NONE;

type DefaultsOfOtherTypes = {
  [Name in keyof RunnerArguments]: RunnerArguments[Name] extends { readonly default: infer Default }
    ? Default extends Readonly<RunnerInputs[Name]>
      ? never
      : Name
    : never;
}[keyof RunnerArguments];
export const defaultsOfAnotherType: Wrong<DefaultsOfOtherTypes> = NONE;

/** What GitLab shows of a runner is an output. */
export const settingsWithoutAnOutput: Wrong<Exclude<AttributeName, OutputName<Runner>>> = NONE;

type Attributes = {
  [Name in keyof RunnerArguments]: RunnerArguments[Name] extends {
    readonly attribute: infer Attribute;
  }
    ? Attribute
    : never;
}[keyof RunnerArguments];
type CreationAttributes = {
  [Name in keyof RunnerArguments]: RunnerArguments[Name] extends {
    readonly creationAttribute: infer Attribute;
  }
    ? Attribute
    : never;
}[keyof RunnerArguments];
export const settingsThatNoReplyShows: Wrong<Exclude<Attributes, keyof RunnerDetailsPayload>> =
  NONE;
export const attributesOfGitLabWithoutAnArgument: Wrong<
  Exclude<keyof NewRunner, Attributes | CreationAttributes>
> = NONE;

type SdkSecret = Exclude<(typeof SECRETS)[number], "token">;
export const notASecretInTheSdk: Wrong<Exclude<SecretName, SdkSecret>> = NONE;
export const notASecretInRunnerArguments: Wrong<Exclude<SdkSecret, SecretName>> = NONE;

type Assignment = typeof assignmentArguments;
export const notInAssignmentArguments: Wrong<
  Exclude<keyof ProjectRunnerAssignmentArgs, keyof Assignment>
> = NONE;
export const notInProjectRunnerAssignmentArgs: Wrong<
  Exclude<keyof Assignment, keyof ProjectRunnerAssignmentArgs>
> = NONE;
export const ofAnotherTypeThanInProjectRunnerAssignmentArgs: Wrong<
  OfOtherTypes<ProjectRunnerAssignmentArgs, Assignment>
> = NONE;
export const otherwiseRequiredThanInProjectRunnerAssignmentArgs: Wrong<
  OtherwiseRequired<ProjectRunnerAssignmentArgs, Assignment>
> = NONE;

type Assignments = typeof assignmentsArguments;
export const notInAssignmentsArguments: Wrong<
  Exclude<keyof RunnerAssignmentsArgs, keyof Assignments>
> = NONE;
export const notInRunnerAssignmentsArgs: Wrong<
  Exclude<keyof Assignments, keyof RunnerAssignmentsArgs>
> = NONE;
export const ofAnotherTypeThanInRunnerAssignmentsArgs: Wrong<
  OfOtherTypes<RunnerAssignmentsArgs, Assignments>
> = NONE;
export const otherwiseRequiredThanInRunnerAssignmentsArgs: Wrong<
  OtherwiseRequired<RunnerAssignmentsArgs, Assignments>
> = NONE;

type Ready = typeof readyArguments;
export const notInReadyArguments: Wrong<Exclude<keyof RunnerReadyArgs, keyof Ready>> = NONE;
export const notInRunnerReadyArgs: Wrong<Exclude<keyof Ready, keyof RunnerReadyArgs>> = NONE;
export const ofAnotherTypeThanInRunnerReadyArgs: Wrong<OfOtherTypes<RunnerReadyArgs, Ready>> = NONE;
export const otherwiseRequiredThanInRunnerReadyArgs: Wrong<
  OtherwiseRequired<RunnerReadyArgs, Ready>
> = NONE;

type Lifetimes = typeof lifetimeArguments;
export const notInLifetimeArguments: Wrong<
  Exclude<keyof RunnerTokenLifetimesArgs, keyof Lifetimes>
> = NONE;
export const notInRunnerTokenLifetimesArgs: Wrong<
  Exclude<keyof Lifetimes, keyof RunnerTokenLifetimesArgs>
> = NONE;
export const ofAnotherTypeThanInRunnerTokenLifetimesArgs: Wrong<
  OfOtherTypes<RunnerTokenLifetimesArgs, Lifetimes>
> = NONE;
export const otherwiseRequiredThanInRunnerTokenLifetimesArgs: Wrong<
  OtherwiseRequired<RunnerTokenLifetimesArgs, Lifetimes>
> = NONE;
type Cleanup = typeof cleanupArguments;
export const notInCleanupArguments: Wrong<Exclude<keyof StaleRunnerCleanupArgs, keyof Cleanup>> =
  NONE;
export const notInStaleRunnerCleanupArgs: Wrong<
  Exclude<keyof Cleanup, keyof StaleRunnerCleanupArgs>
> = NONE;
export const otherwiseRequiredThanInStaleRunnerCleanupArgs: Wrong<
  OtherwiseRequired<StaleRunnerCleanupArgs, Cleanup>
> = NONE;

export const notInProviderArgs: Wrong<Exclude<ProviderKeyName, keyof ProviderArgs>> = NONE;
export const notInTheKeysOfTheConfiguration: Wrong<Exclude<keyof ProviderArgs, ProviderKeyName>> =
  NONE;
