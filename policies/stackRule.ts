import type { EnforcementLevel, PolicyResource, Severity } from "@pulumi/policy";
import type { KeySchema } from "./runnerRule";

/** A resource as a rule about a stack reads it. Reading an unknown value of `props` throws. */
export interface StackResource extends Pick<PolicyResource, "type" | "name" | "urn"> {
  readonly props: Readonly<Record<string, unknown>>;
  /** For each property that the program gives, the resources from whose outputs it comes. */
  readonly propertyDependencies: Readonly<Record<string, readonly StackResource[]>>;
}

/** What is wrong with a resource of a stack. */
export interface StackViolation {
  readonly resource: StackResource;
  /** What the resource is, as in `project "site"`. */
  readonly what: string;
  readonly property: string;
  /** What the matter is, and the way out. It quotes no value of a resource. */
  readonly message: string;
}

/** A rule that needs several resources of a stack, and so is judged once for the whole stack. */
export interface StackRule<Configuration extends object = object> {
  name: string;
  description: string;
  severity: Severity;
  enforcementLevel: EnforcementLevel;
  /** Each key has a default: the rule is always given all of them. */
  configuration: { [Key in keyof Configuration]: KeySchema };
  judgeStack(resources: readonly StackResource[], configuration: Configuration): StackViolation[];
}
