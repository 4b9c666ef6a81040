import type * as pulumi from "@pulumi/pulumi";
import { type ProviderExport, providerText } from "../stack/providerEntry";
import { requireKnownKeys } from "./knownKeys";
import { warnOfMissingPlugin } from "./missingPlugin";
import { requireOwnKeys } from "./ownKeys";
import { packageVersion } from "./packageVersion";
import { Provider, packageOf } from "./provider";
import { isOfPlugin, otherTypeOf } from "./resourceTypes";
import { resourceUrn, urnWithoutParent } from "./resourceUrn";
import { runError } from "./runError";
import { timeoutsInput } from "./timeouts";

const ENTRY = "pulumi-gitlab-runners";
const PLUGIN_ENTRY = `${ENTRY}/plugin`;

/** What a resource is registered with at the engine, besides its own properties. */
export interface Registration {
  readonly inputs: pulumi.Inputs;
  readonly options: pulumi.CustomResourceOptions;
}

/**
 * A resource of a type, which says whether the engine has a dynamic provider or the plugin serve it.
 * Its alias is the other type, so that a stack goes from one to the other, and back.
 *
 * @throws pulumi.RunError where the stack's configuration has a key that the package does not have, the
 *   plugin would not see the configuration, or the provider is of the other form.
 */
export function registration(
  type: string,
  name: string,
  entry: ProviderExport,
  opts: pulumi.CustomResourceOptions = {},
): Registration {
  const options = { ...opts, aliases: [...(opts.aliases ?? []), otherForm(type, name, opts)] };
  requireKnownKeys();
  requireSameForm(type, name, opts);
  if (isOfPlugin(type)) {
    requireOwnKeys(type, opts);
    warnOfMissingPlugin();
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

/**
 * The same resource of the other type. The SDK makes the URN of any alias but a URN by outputs, which it
 * keeps: of a resource without a parent that is spared.
 */
function otherForm(
  type: string,
  name: string,
  { parent }: pulumi.CustomResourceOptions,
): string | pulumi.Alias {
  const other = otherTypeOf(type);
  return parent === undefined ? urnWithoutParent(other, name) : { type: other };
}

/**
 * The engine would ask a provider for a resource that it does not know, or the default one in place of that
 * which a component is given for what is below it.
 *
 * @throws pulumi.RunError that names both imports.
 */
function requireSameForm(
  type: string,
  name: string,
  { provider: given, parent }: pulumi.CustomResourceOptions,
): void {
  const provider = given ?? parent?.getProvider(type) ?? parent?.getProvider(otherTypeOf(type));
  if (!Provider.isInstance(provider) || type.startsWith(`${packageOf(provider)}:`)) return;
  const [own, other] = isOfPlugin(type) ? [PLUGIN_ENTRY, ENTRY] : [ENTRY, PLUGIN_ENTRY];
  throw runError(
    `the resource ${name} is imported from ${own}, and its provider from ${other}. Import both from one`,
  );
}
