import * as pulumi from "@pulumi/pulumi";
import { backendAddress } from "../stack/backendAddress";
import { fingerprintOf } from "../stack/resourceFingerprint";
import { resourceUrn } from "./resourceUrn";

/** Names a resource to its provider: the engine does not say to a dynamic one which resource it is. */
export async function resourceFingerprint(
  type: string,
  name: string,
  opts?: pulumi.CustomResourceOptions,
): Promise<string> {
  return fingerprintOf({
    backend: backendAddress(pulumi.runtime.getRootDirectory()),
    organization: organization(),
    urn: await resourceUrn(type, name, opts),
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
