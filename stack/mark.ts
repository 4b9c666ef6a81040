import { fingerprint } from "../gitlab";

/** What tells a declaration of a resource from any other. */
export interface Declaration {
  /** The address of the backend that holds the stack's state. */
  readonly backend: string;
  /** The stack's organization; empty where it is not known. */
  readonly organization: string;
  /** The resource's URN, with its type in either form: as a dynamic resource, or one of the plugin. */
  readonly urn: string;
}

/**
 * Names a declaration: the same in every apply of it, another for any other. Two backends that are no
 * Pulumi Cloud give all their stacks the same organization; there the backend's address tells them
 * apart.
 */
export function markOf({ backend, organization, urn }: Declaration): string {
  return fingerprint([backend, organization, dynamicUrn(urn)]);
}

/**
 * `urn:pulumi:stack::project::parent$type::name` with the types of dynamic resources, so that a runner
 * which got lost before a stack moved from one form to the other is recognised after it.
 */
function dynamicUrn(urn: string): string {
  const [scheme = "", project = "", types = "", ...name] = urn.split("::");
  const dynamic = types
    .split("$")
    .map((type) => type.replace(/^gitlab-runners:index:/, "pulumi-nodejs:dynamic/gitlab-runners:"))
    .join("$");
  return [scheme, project, dynamic, ...name].join("::");
}
