import * as pulumi from "@pulumi/pulumi";
import { fingerprint } from "../gitlab";
import { backendAddress } from "./backendAddress";
import { resourceUrn } from "./resourceUrn";

/**
 * Names a resource to its provider, which the engine does not tell of whom it asks for: the same in
 * every apply of one declaration, another for any other. Two backends that are no Pulumi Cloud give
 * all their stacks the same organization; there the backend's address tells them apart.
 */
export async function resourceMark(
  type: string,
  name: string,
  opts?: pulumi.CustomResourceOptions,
): Promise<string> {
  const place = [backendAddress(), organization()];
  return fingerprint([...place, await resourceUrn(type, name, opts)]);
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
