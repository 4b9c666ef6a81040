import { withSignal } from "../../gitlab/transport/operationSignal";
import type { Operation, ResourceHandler } from "../values/operation";

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
      limited(operation, "update", () => handler.update(operation, id, olds, news)),
    renewed: (operation, id, olds, news) =>
      limited(operation, "compare", () => handler.renewed(operation, id, olds, news)),
    delete: (operation, id, state) =>
      limited(operation, "delete", () => handler.delete(operation, id, state)),
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
