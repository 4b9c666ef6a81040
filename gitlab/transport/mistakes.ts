import type { Failure } from "./attempt";
import type { Mistake } from "./errors";
import { parseJson } from "../text/parseJson";
import { isTlsRefusal } from "./tlsRefusals";

/** Statuses that ask for patience, whoever answers. */
const PASSING_STATUS = new Set([408, 425, 429]);

/**
 * What of a failure is a mistake of the configuration: an address where there is no GitLab, or none
 * that may be spoken to like this.
 *
 * @param hasAnswered - whether GitLab has answered there before: then the address is right.
 */
export function mistakeOf(failure: Failure, hasAnswered: boolean): Mistake | undefined {
  if (hasAnswered) return undefined;
  switch (failure.kind) {
    case "redirected":
      return "certain";
    case "unreadable":
      // JSON that ends too early was cut on its way.
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

/** Whether a refusal is that of somebody else than GitLab, whose API refuses in JSON. */
export function isStrange({ status, text }: Extract<Failure, { kind: "refused" }>): boolean {
  if (status === 407) return true;
  return status < 500 && !PASSING_STATUS.has(status) && text.trim() !== "" && !isJson(text);
}

function isJson(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    // What no parser takes, GitLab has not sent.
    return false;
  }
}
