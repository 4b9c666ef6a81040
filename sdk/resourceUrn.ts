import * as pulumi from "@pulumi/pulumi";

/** What the URNs of the resources below a parent begin with. */
const prefixes = new WeakMap<pulumi.Resource, Promise<string>>();

/**
 * The URN of a resource, for its provider: the engine hands none on to a dynamic provider.
 *
 * It is no output, which would depend on the parent: a child of a component would then wait for all
 * children of that component, and so for itself. Outputs for each resource would also take a
 * tenth of the program's time.
 */
export function resourceUrn(
  type: string,
  name: string,
  { parent }: pulumi.CustomResourceOptions = {},
): string | Promise<string> {
  if (parent === undefined) return urnWithoutParent(type, name);
  return prefixBelow(parent).then((prefix) => `${prefix}${type}::${name}`);
}

/** The URN of a resource that is directly in the stack. */
export function urnWithoutParent(type: string, name: string): string {
  return `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${type}::${name}`;
}

function prefixBelow(parent: pulumi.Resource): Promise<string> {
  const known = prefixes.get(parent);
  if (known) return known;
  const prefix = new Promise<string>((resolve) => {
    pulumi.createUrn("", "", parent).apply((urn) => {
      resolve(urn.slice(0, -"::".length));
    });
  });
  prefixes.set(parent, prefix);
  return prefix;
}
