import type { Outcome } from "./attempt";
import { isStrange } from "./mistakes";
import { proxyOf } from "./proxy";
import { speaksTls } from "./speaksTls";
import { TLS_IS_SPOKEN } from "./tlsRefusals";
import type { TransportOptions } from "./transport";

/**
 * Recognises http that was sent to an https port. Such servers hang up, as in an outage, or answer with a
 * page (400). So the function checks whether the port speaks TLS.
 *
 * @returns the outcome as it is, or a failure whose code is `TLS_IS_SPOKEN`: nothing was done then.
 */
export async function recogniseTls(
  outcome: Outcome,
  { apiUrl, timeoutMs }: Pick<TransportOptions, "apiUrl" | "timeoutMs">,
): Promise<Outcome> {
  const url = new URL(apiUrl);
  if (url.protocol !== "http:" || !isSuspicious(outcome)) return outcome;
  if (proxyOf(apiUrl, process.env)) return outcome;
  if (!(await speaksTls(url, timeoutMs.connect))) return outcome;
  const message = outcome.kind === "lost" ? outcome.message : "http is refused";
  return { kind: "lost", code: TLS_IS_SPOKEN, message };
}

function isSuspicious(outcome: Outcome): boolean {
  if (outcome.kind === "lost") return outcome.code === "ECONNRESET" || outcome.code === "EPIPE";
  return outcome.kind === "refused" && outcome.status === 400 && isStrange(outcome);
}
