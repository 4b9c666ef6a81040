import type * as pulumi from "@pulumi/pulumi";

/** A type of the package that our resources are of for the engine. */
const TYPE = "pulumi-nodejs:dynamic:Resource";

/** The provider of a resource of ours, or of those that are declared below a component. */
export function providerOf(resource: pulumi.Resource): pulumi.ProviderResource | undefined {
  return resource.getProvider(TYPE);
}

/** The provider that Pulumi gives to a resource of ours that is declared with such options. */
export function providerBy({
  provider,
  parent,
}: {
  readonly provider?: pulumi.ProviderResource | undefined;
  readonly parent?: pulumi.Resource | undefined;
}): pulumi.ProviderResource | undefined {
  return provider ?? (parent && providerOf(parent));
}
