import { GitLabError } from "../../gitlab";
import type { Context } from "../context/context";
import { isInState } from "../values/checking";
import type { Properties, ResourceHandler } from "../values/operation";

/**
 * Whether GitLab could not be asked because of a mistake of the configuration, and not because of an
 * outage. A refused connection is an outage for a resource that was applied: its address has worked.
 */
export function isMistake({ wasApplied = false }: Context, error: unknown): boolean {
  if (!(error instanceof GitLabError)) return false;
  return error.mistake === "certain" || (error.mistake === "likely" && !wasApplied);
}

/** @param olds - the inputs of the last apply, empty for a resource that does not exist yet. */
export function contextOfCheck(context: Context, olds: Properties): Context {
  return { ...context, wasApplied: isInState(olds) };
}

/** Has the checks of a resource fail where one of them has thrown a mistake of the configuration. */
export function withMistakesRefused(handler: ResourceHandler): ResourceHandler {
  return {
    ...handler,
    async check(operation, olds, news) {
      try {
        return await handler.check(operation, olds, news);
      } catch (error) {
        if (!(error instanceof GitLabError) || error.mistake === undefined) throw error;
        return { inputs: news, failures: [{ property: "", reason: error.message }] };
      }
    },
  };
}
