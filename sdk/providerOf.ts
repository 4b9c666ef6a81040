import type * as pulumi from "@pulumi/pulumi";
import { TYPES_OF_RUNNERS } from "./resourceTypes";

/** The provider of a resource of ours, or of those that are declared below a component. */
export function providerOf(resource: pulumi.Resource): pulumi.ProviderResource | undefined {
  const { __pulumiType: own } = resource as { __pulumiType?: string };
  const types = TYPES_OF_RUNNERS.filter((type) => type === own);
  return (types.length > 0 ? types : TYPES_OF_RUNNERS)
    .map((type) => resource.getProvider(type))
    .find((provider) => provider !== undefined);
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
