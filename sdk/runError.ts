import * as pulumi from "@pulumi/pulumi";
import { printable } from "../gitlab/text/shown";

/**
 * An error that ends the program with its message alone, as one line.
 *
 * It has no stack. The engine shows none of a RunError, but has Node colour it, and Node 20 does not
 * come back for half a minute from a frame such as `node_modules/@pulumi/output.ts`, which an error
 * that is thrown in an `apply` has.
 */
export function runError(message: string, options?: { cause: Error }): pulumi.RunError {
  const error = new pulumi.RunError(printable(message));
  error.stack = "";
  if (options) error.cause = options.cause;
  return error;
}
