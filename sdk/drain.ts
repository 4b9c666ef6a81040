import type * as pulumi from "@pulumi/pulumi";

/**
 * What to do if jobs still run when the time is over: `fail`, which leaves the runner as it was, or
 * `force`, which goes on with a warning.
 */
export type DrainTimeoutAction = "fail" | "force";

/** How long running jobs are waited for. */
export interface RunnerDrain {
  /** The longest wait, in seconds: from 1 to 604800, a week. */
  timeout: pulumi.Input<number>;
  /** `fail` by default. */
  onTimeout?: pulumi.Input<DrainTimeoutAction>;
}
