import { backendAddress } from "../stack/backendAddress";
import { fingerprintOf } from "../stack/resourceFingerprint";
import type { Resource } from "../provider/values/operation";

const TYPE = /(^|[$:])gitlab-runners:index:(\w+)$/;
const OF_DYNAMIC = "pulumi-nodejs:dynamic/gitlab-runners:";

/**
 * Who a resource is. Its fingerprint is that of a TypeScript program's class of the same place and name, so
 * that a runner which got lost before a stack moved from one to the other is recognised after it.
 */
export function resourceOf(urn: string): Resource {
  const backend = backendAddress(process.cwd());
  return {
    urn,
    fingerprint: fingerprintOf({
      backend,
      organization: organization(backend),
      urn: dynamicUrn(urn),
    }),
  };
}

/** `urn:pulumi:stack::project::parent$type::name` with the type of the dynamic resource. */
function dynamicUrn(urn: string): string {
  const [scheme = "", project = "", types = "", ...name] = urn.split("::");
  const own = types.replace(TYPE, (_, before: string, kind: string) => before + OF_DYNAMIC + kind);
  return [scheme, project, own, ...name].join("::");
}

/**
 * The engine does not tell a plugin of the stack's organization. All backends but Pulumi Cloud give
 * every stack the same one.
 */
function organization(backend: string): string {
  const isCloud = /^https?:/.test(backend) || backend === "";
  return process.env["PULUMI_ORGANIZATION"] ?? (isCloud ? "" : "organization");
}
