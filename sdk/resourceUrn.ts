import * as pulumi from "@pulumi/pulumi";

/**
 * The URN of a resource, for its provider: the engine hands none on to a dynamic provider.
 *
 * It is no output, which would depend on the parent: a child of a component would then wait for all
 * children of that component, and so for itself.
 */
export function resourceUrn(
  type: string,
  name: string,
  { parent }: pulumi.CustomResourceOptions = {},
): Promise<string> {
  return new Promise((resolve) => {
    pulumi.createUrn(name, type, parent).apply((urn) => {
      resolve(urn);
    });
  });
}
