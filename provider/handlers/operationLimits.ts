import { longestWaitMs } from "../../gitlab/draining/awaitIdle";
import type { Drain } from "../../gitlab/draining/drain";
import { withSignal } from "../../gitlab/transport/operationSignal";
import type { Operation, Properties, ResourceHandler } from "../values/operation";

/** Has the operations of a resource keep to their time limits and end when they are to. */
export function withLimits(handler: ResourceHandler): ResourceHandler {
  return {
    check: (operation, olds, news) =>
      limited(operation, "check", () => handler.check(operation, olds, news)),
    diff: (operation, id, olds, news) =>
      limited(operation, "compare", () => handler.diff(operation, id, olds, news)),
    create: (operation, inputs) =>
      limited(operation, "create", () => handler.create(operation, inputs)),
    read: (operation, id, state) =>
      limited(operation, "read", () => handler.read(operation, id, state)),
    update: (operation, id, olds, news) =>
      limited(besideDrain(handler, operation, "update", news), "update", () =>
        handler.update(operation, id, olds, news),
      ),
    renewed: (operation, id, olds, news) =>
      limited(operation, "compare", () => handler.renewed(operation, id, olds, news)),
    delete: (operation, id, state) =>
      limited(besideDrain(handler, operation, "delete", state), "delete", () =>
        handler.delete(operation, id, state),
      ),
  };
}

/** The limit is for what an operation does: the wait for jobs has a time-out of its own. */
function besideDrain(
  { draining = [] }: ResourceHandler,
  operation: Operation,
  verb: "update" | "delete",
  { drain }: Properties,
): Operation {
  const { timeLimit } = operation;
  if (!timeLimit || !drain || !draining.includes(verb)) return operation;
  const waitMs = longestWaitMs((drain as Drain).timeout * 1000);
  return {
    ...operation,
    timeLimit: {
      milliseconds: timeLimit.milliseconds + waitMs,
      shown: `${timeLimit.shown} besides its drain`,
    },
  };
}

async function limited<Result>(
  { timeLimit, signal }: Operation,
  verb: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const timeout = timeLimit && AbortSignal.timeout(timeLimit.milliseconds);
  const signals = [signal, timeout].filter((each) => each !== undefined);
  if (signals.length === 0) return work();
  try {
    return await withSignal(AbortSignal.any(signals), work);
  } catch (error) {
    if (timeLimit && timeout?.aborted === true && error instanceof Error) {
      error.message += `. The resource's customTimeouts allow ${timeLimit.shown} to ${verb} it`;
    }
    throw error;
  }
}
