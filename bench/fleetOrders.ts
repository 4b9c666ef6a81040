import type { Properties } from "../provider/values/operation";

/** What a stack does; "preview" is one without a change, "update" changes each runner. */
export const FLEET_OPERATIONS = ["create", "preview", "refresh", "update", "destroy"] as const;
export type FleetOperation = (typeof FLEET_OPERATIONS)[number];

/** A runner as a program declares it and, once it is created, as the state holds it. */
export interface StoredRunner {
  readonly declared: Properties;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** What the process of a stack is to do. */
export interface Order {
  readonly operation: FleetOperation;
  readonly runners: readonly StoredRunner[];
  /** By its keys, as `pulumi config set` names them. */
  readonly config: Readonly<Record<string, string>>;
}

/** What has come of it. */
export interface Report {
  readonly runners: readonly StoredRunner[];
  readonly failures: readonly string[];
}
