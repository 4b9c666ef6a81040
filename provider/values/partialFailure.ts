import type { Properties } from "./operation";

/**
 * Something that GitLab has and a later step did not finish: the engine keeps it in the state as
 * "failed to initialise", and the next `up` updates it.
 */
export class PartialFailure extends Error {
  override name = "PartialFailure";

  constructor(
    readonly id: string,
    readonly outputs: Properties,
    cause: Error,
  ) {
    super(cause.message, { cause });
  }
}
