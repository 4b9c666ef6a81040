import type * as pulumi from "@pulumi/pulumi";

/**
 * The `customTimeouts` of a resource as an input, since the engine does not pass them to a dynamic
 * provider.
 */
export function timeoutsInput({ customTimeouts }: pulumi.CustomResourceOptions = {}): {
  __timeouts?: pulumi.CustomTimeouts;
} {
  return customTimeouts === undefined ? {} : { __timeouts: customTimeouts };
}
