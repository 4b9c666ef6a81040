import { redact } from "../gitlab/text/redact";
import { printable } from "../gitlab/text/shown";

/**
 * What a function refuses, for the user to read: a wrong argument, a token that is not known, a set of
 * tags without a runner. What GitLab refuses is a GitLabError.
 */
export class FunctionError extends Error {
  override name = "FunctionError";

  constructor(message: string) {
    super(printable(redact(message)));
  }
}
