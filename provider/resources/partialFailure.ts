import type { Properties } from "./resourceHandler";

/**
 * The error for something that GitLab created and a later step did not finish: the engine keeps it
 * in the state with its id as "failed to initialise", and the next `up` updates it.
 *
 * @param inputs - hold the engine's `__provider`, which the stored outputs need too.
 */
export function partialFailure(
  id: string,
  outputs: Properties,
  inputs: Properties,
  cause: Error,
): Error {
  return Object.assign(new Error(cause.message, { cause }), {
    id,
    properties: { ...outputs, __provider: inputs["__provider"] },
    reasons: [cause.message],
  });
}
