import { shortDigest } from "../gitlab";

/** What distinguishes a declaration of a resource from any other. */
export interface Declaration {
  /** The address of the backend that holds the stack's state. */
  readonly backend: string;
  /** The stack's organization; empty where it is not known. */
  readonly organization: string;
  /** The resource's URN, with the type of the dynamic resource. */
  readonly urn: string;
}

/**
 * Names a declaration: the same in every apply of it, another for any other. Two backends that are no
 * Pulumi Cloud give all their stacks the same organization; there the backend's address keeps them
 * apart.
 */
export function fingerprintOf({ backend, organization, urn }: Declaration): string {
  return shortDigest([backend, organization, urn]);
}
