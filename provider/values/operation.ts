/** Values of a resource by property, plain JSON but for each {@link Unknown}. */
export type Properties = Record<string, unknown>;

/** Who a resource is, as far as the engine says. */
export interface Resource {
  /** What the engine calls it in the stack. */
  readonly urn?: string | undefined;
  /** Names its declaration: the same in every apply of it, another for any other. It is in the creation marker. */
  readonly fingerprint?: string | undefined;
  /** Whether the engine leaves it at GitLab when it goes (`retainOnDelete`). */
  readonly isRetained?: boolean | undefined;
}

/** The longest that an operation may take, as the program gives it. */
export interface TimeLimit {
  readonly milliseconds: number;
  /** As the program gives it: `1h30m`. */
  readonly shown: string;
}

/** One operation on a resource: what holds of it beside its values. */
export interface Operation {
  readonly resource: Resource;
  readonly timeLimit?: TimeLimit | undefined;
  /** Ends the operation's requests and waits. */
  readonly signal?: AbortSignal | undefined;
}

/** A reason to refuse inputs. */
export interface CheckFailure {
  /** The input that it is of; empty where it is of several, or of none. */
  readonly property: string;
  readonly reason: string;
  /** Whether the input's value must not be shown. */
  readonly isSecret?: boolean;
}

export interface Checked {
  /** The inputs as they are applied, with defaults. */
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
  /** Settings of a runner to be adopted as it has them now, for those who read the preview by program. */
  readonly adopted?: Properties | undefined;
  /**
   * The full paths of projects and groups that gain or lose a runner, for the same readers. Projects by their
   * ids, groups by `group 7`.
   */
  readonly paths?: Readonly<Record<string, string>> | undefined;
}

export interface Difference {
  /** Whether an apply has something to do; undefined leaves it to the comparison of the inputs. */
  readonly changes?: boolean;
  /** The inputs for which the resource has to be replaced. */
  readonly replaces?: readonly string[];
}

export interface Created {
  readonly id: string;
  readonly outputs: Properties;
}

/** What GitLab has of a resource. */
export interface Read {
  readonly outputs: Properties;
  /** The inputs that would declare it as it is. */
  readonly inputs: Properties;
  /** The names of inputs that are secrets. */
  readonly secretInputs?: readonly string[];
}

/** The operations of a resource, in no engine's dialect. */
export interface ResourceHandler {
  /** Which operations wait for jobs by the argument `drain`; none if left out. */
  readonly draining?: readonly ("update" | "delete")[];
  /**
   * Validates the inputs and fills in defaults, in preview and before an apply.
   *
   * @param olds - the inputs of the last apply, empty for a resource that does not exist yet.
   */
  check(operation: Operation, olds: Properties, news: Properties): Promise<Checked>;
  /** Compares the stored outputs with checked inputs. */
  diff(operation: Operation, id: string, olds: Properties, news: Properties): Promise<Difference>;
  /** @throws {PartialFailure} for a resource that was made and is not as it should be. */
  create(operation: Operation, inputs: Properties): Promise<Created>;
  /**
   * Reads what GitLab has.
   *
   * @param state - the stored outputs; of one that the stack does not have yet, what the user gave.
   * @returns undefined for a resource of the stack that is gone.
   */
  read(operation: ReadOperation, id: string, state: Properties): Promise<Read | undefined>;
  /**
   * @returns the outputs.
   * @throws {PartialFailure} for a resource that is not as it should be now.
   */
  update(operation: Operation, id: string, olds: Properties, news: Properties): Promise<Properties>;
  /**
   * The outputs that an update gets from GitLab anew, besides what the inputs change. A preview asks.
   *
   * @param olds - the stored outputs.
   */
  renewed(
    operation: Operation,
    id: string,
    olds: Properties,
    news: Properties,
  ): Promise<readonly string[]>;
  delete(operation: Operation, id: string, state: Properties): Promise<void>;
}

export interface ReadOperation extends Operation {
  /** Whether the stack does not have the resource yet, so that a missing one is an error. */
  readonly isLookup: boolean;
}

/** A copy without what is undefined. */
export function plain(value: object): Properties {
  return JSON.parse(JSON.stringify(value)) as Properties;
}
