import type * as pulumi from "@pulumi/pulumi";

/**
 * How a token is rotated: `replace` creates a new runner and deletes the old one last, `reset` gives
 * the runner a new token, which every machine with the old one needs at once.
 */
export type RotationStrategy = "replace" | "reset";

/**
 * When the token of a runner is rotated, and how. Give at least one of `everyDays`, `beforeExpiryDays`
 * and `keepers`. The earliest of several decides.
 */
export interface RunnerRotation {
  /**
   * How many days after the stack got the token, from 1 to 3650. If the state does not have that time,
   * the days count from the runner's creation.
   */
  everyDays?: pulumi.Input<number>;
  /**
   * How many days before the token expires, from 1 to 3650. It does nothing for a token that never
   * expires.
   */
  beforeExpiryDays?: pulumi.Input<number>;
  /**
   * Texts of your choice. Changing one rotates the token; the first ones that you give do not. At most
   * 50, of at most 1024 characters each.
   */
  keepers?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** `replace` by default. An adopted runner needs `reset`. */
  strategy?: pulumi.Input<RotationStrategy>;
}
