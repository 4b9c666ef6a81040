export type ResourceType =
  | "Runner"
  | "ProjectRunnerAssignment"
  | "RunnerAssignments"
  | "RunnerReady"
  | "RunnerTokenLifetimes"
  | "StaleRunnerCleanup";

/** An argument that is the id of another resource of the program. */
export interface IdOf {
  readonly idOf: string;
}

/** An argument that is a token, by the name that the stack's configuration has for it. */
export interface SecretOf {
  readonly secret: string;
}

/** A resource of a program: plain data, so that an episode can be printed. */
export interface Declared {
  readonly name: string;
  readonly type: ResourceType;
  readonly args: Readonly<Record<string, unknown>>;
  /** Arguments whose change makes another resource of it: the option of that name. */
  readonly replaceOnChanges?: readonly string[];
}

/** What a stack's program declares; a resource comes after those that it refers to. */
export type Program = readonly Declared[];

export function isIdOf(value: unknown): value is IdOf {
  return typeof value === "object" && value !== null && "idOf" in value;
}

export function isSecretOf(value: unknown): value is SecretOf {
  return typeof value === "object" && value !== null && "secret" in value;
}

/** The names that a program's resource refers to. */
export function referencesOf({ args }: Declared): string[] {
  return Object.values(args).flatMap((value) => (isIdOf(value) ? [value.idOf] : []));
}
