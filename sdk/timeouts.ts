import type * as pulumi from "@pulumi/pulumi";

/**
 * The `customTimeouts` of a resource as an input, since the engine does not tell a dynamic provider
 * of them.
 */
export function timeoutsInput({ customTimeouts }: pulumi.CustomResourceOptions = {}): {
  __timeouts?: pulumi.CustomTimeouts;
} {
  return customTimeouts === undefined ? {} : { __timeouts: customTimeouts };
}
