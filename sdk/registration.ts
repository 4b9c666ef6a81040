import type * as pulumi from "@pulumi/pulumi";
import { type ProviderExport, providerText } from "../stack/providerEntry";
import { requireOwnKeys } from "./ownKeys";
import { packageVersion } from "./packageVersion";
import { isOfPlugin, otherTypeOf } from "./resourceTypes";
import { resourceUrn } from "./resourceUrn";
import { timeoutsInput } from "./timeouts";

/** What a resource is registered with at the engine, besides its own properties. */
export interface Registration {
  readonly inputs: pulumi.Inputs;
  readonly options: pulumi.CustomResourceOptions;
}

/**
 * A resource of a type, which says whether the engine has a dynamic provider or the plugin serve it.
 * Its alias is the other type, so that a stack goes from one to the other, and back.
 *
 * @throws pulumi.RunError where the plugin would not see the stack's configuration.
 */
export function registration(
  type: string,
  name: string,
  entry: ProviderExport,
  opts: pulumi.CustomResourceOptions = {},
): Registration {
  const options = { ...opts, aliases: [...(opts.aliases ?? []), { type: otherTypeOf(type) }] };
  if (isOfPlugin(type)) {
    requireOwnKeys(type, opts);
    return { inputs: {}, options: { version: packageVersion(), ...options } };
  }
  return {
    inputs: {
      // A resource that is only read is created by somebody else.
      ...(opts.id === undefined && { __urn: resourceUrn(type, name, opts) }),
      ...timeoutsInput(opts),
      __provider: providerText(entry),
    },
    options,
  };
}
