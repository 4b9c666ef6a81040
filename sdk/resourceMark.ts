import * as pulumi from "@pulumi/pulumi";
import { fingerprint } from "../provider/api";
import { backendAddress } from "./backendAddress";

/**
 * Names a resource to its provider, which the engine does not tell of whom it asks for: the same in
 * every apply of one declaration, another for any other. Two backends that are no Pulumi Cloud give
 * all their stacks the same organization; there the backend's address tells them apart.
 *
 * It is no output, which would depend on the parent: a child of a component would then wait for all
 * children of that component, and so for itself.
 */
export function resourceMark(
  type: string,
  name: string,
  { parent }: pulumi.CustomResourceOptions = {},
): Promise<string> {
  const place = [backendAddress(), organization()];
  return new Promise((resolve) => {
    pulumi.createUrn(name, type, parent).apply((urn) => {
      resolve(fingerprint([...place, urn]));
    });
  });
}

/** The stack's organization; empty where the SDK knows none. */
export function organization(): string {
  try {
    return pulumi.getOrganization();
  } catch {
    // It fails for want of one only, in a unit test with mocks, where no runner is created.
    return "";
  }
}
