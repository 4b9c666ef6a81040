/** A small Pulumi program in no language, from which it is written in each. */
export interface Program {
  readonly steps: readonly Step[];
}

export type Step =
  | {
      readonly kind: "resource";
      readonly variable: string;
      readonly type: string;
      readonly name: string;
      readonly args: ObjectValue;
    }
  | {
      readonly kind: "call";
      readonly variable: string;
      readonly function: string;
      readonly args: ObjectValue;
    }
  | { readonly kind: "export"; readonly name: string; readonly value: OutputValue };

export type Value = Constant | ListValue | ObjectValue | OutputValue | ConfigurationValue;

export interface Constant {
  readonly kind: "constant";
  readonly value: string | number | boolean;
}
export interface ListValue {
  readonly kind: "list";
  readonly items: readonly Value[];
}
export interface ObjectValue {
  readonly kind: "object";
  readonly entries: readonly (readonly [string, Value])[];
}
/** What a resource or a call gives. */
export interface OutputValue {
  readonly kind: "output";
  readonly of: string;
  readonly property: string;
}
/** A secret of the stack's configuration. */
export interface ConfigurationValue {
  readonly kind: "configuration";
  readonly key: string;
}

/** The secrets of the configuration that a program asks for. */
export function configurationOf({ steps }: Program): string[] {
  return [...new Set(steps.flatMap((step) => (step.kind === "export" ? [] : keysIn(step.args))))];
}

/** Whether a later step takes something of a variable. */
export function isUsed({ steps }: Program, variable: string): boolean {
  return steps.some((step) =>
    step.kind === "export" ? step.value.of === variable : refersTo(step.args, variable),
  );
}

function keysIn(value: Value): string[] {
  if (value.kind === "configuration") return [value.key];
  return parts(value).flatMap(keysIn);
}

function refersTo(value: Value, variable: string): boolean {
  if (value.kind === "output") return value.of === variable;
  return parts(value).some((part) => refersTo(part, variable));
}

function parts(value: Value): readonly Value[] {
  if (value.kind === "list") return value.items;
  return value.kind === "object" ? value.entries.map(([, entry]) => entry) : [];
}
