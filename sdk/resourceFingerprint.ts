import * as pulumi from "@pulumi/pulumi";
import { backendAddress } from "../stack/backendAddress";
import { fingerprintOf } from "../stack/resourceFingerprint";
import { resourceUrn } from "./resourceUrn";

/** Names a resource to its provider: the engine does not say to a dynamic one which resource it is. */
export function resourceFingerprint(
  type: string,
  name: string,
  opts?: pulumi.CustomResourceOptions,
): string | Promise<string> {
  const backend = backendAddress(pulumi.runtime.getRootDirectory());
  const ofUrn = (urn: string): string =>
    fingerprintOf({ backend, organization: organization(), urn });
  const urn = resourceUrn(type, name, opts);
  return typeof urn === "string" ? ofUrn(urn) : urn.then(ofUrn);
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
