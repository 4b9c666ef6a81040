import { backendAddress } from "../stack/backendAddress";
import { fingerprintOf } from "../stack/resourceFingerprint";

/**
 * The fingerprint of a resource: that of the class for TypeScript in a program of the same place and name.
 *
 * The engine does not pass the stack's organization to a plugin. All backends but Pulumi Cloud give
 * every stack the same one.
 */
export function fingerprintByUrn(urn: string): string {
  const backend = backendAddress(process.cwd());
  const isCloud = /^https?:/.test(backend) || backend === "";
  const organization = process.env["PULUMI_ORGANIZATION"] ?? (isCloud ? "" : "organization");
  return fingerprintOf({ backend, organization, urn });
}
