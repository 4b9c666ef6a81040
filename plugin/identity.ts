import { backendAddress } from "../stack/backendAddress";
import { markOf } from "../stack/mark";

/**
 * The mark of a resource: that of the class for TypeScript in a program of the same place and name.
 *
 * The engine does not tell a plugin of the stack's organization. All backends but Pulumi Cloud give
 * every stack the same one.
 */
export function markByUrn(urn: string): string {
  const backend = backendAddress(process.cwd());
  const isCloud = /^https?:/.test(backend) || backend === "";
  const organization = process.env["PULUMI_ORGANIZATION"] ?? (isCloud ? "" : "organization");
  return markOf({ backend, organization, urn });
}
