import type { Failure } from "./attempt";
import type { Mistake } from "./errors";
import { parseJson } from "../text/parseJson";
import { isTlsRefusal } from "./tlsRefusals";

/** Statuses that mean "try again later", whoever answers. */
const PASSING_STATUS = new Set([408, 425, 429]);

/**
 * Whether a failure is a mistake in the configuration: there is no GitLab at the address, or it does not
 * accept such connections.
 *
 * @param hasAnswered - whether GitLab has answered there before: then the address is right.
 */
export function mistakeOf(failure: Failure, hasAnswered: boolean): Mistake | undefined {
  if (hasAnswered) return undefined;
  switch (failure.kind) {
    case "redirected":
      return "certain";
    case "unreadable":
      // JSON that ends too early lost its end on the way.
      return failure.text !== undefined && !/^\s*[[{]/.test(failure.text) ? "certain" : undefined;
    case "refused":
      return isStrange(failure) ? "certain" : undefined;
    case "lost":
      if (failure.code === "ECONNREFUSED") return "likely";
      return failure.code === "ENOTFOUND" ||
        isTlsRefusal(failure.code) ||
        failure.code.startsWith("HPE_INVALID")
        ? "certain"
        : undefined;
  }
}

/** Whether a refusal comes from another server: GitLab's API refuses in JSON. */
export function isStrange({ status, text }: Extract<Failure, { kind: "refused" }>): boolean {
  if (status === 407) return true;
  return status < 500 && !PASSING_STATUS.has(status) && text.trim() !== "" && !isJson(text);
}

function isJson(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    // GitLab sends only what a parser accepts.
    return false;
  }
}
