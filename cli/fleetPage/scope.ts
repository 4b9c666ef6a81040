import { type FleetOptions, typeName } from "../runners";

/**
 * Whose runners a page is about: `Runners of group acme on gitlab.example.com`.
 *
 * @param gitlab - `gitlab.example.com`.
 */
export function titleOf({ all, project, group }: FleetOptions, gitlab: string): string {
  if (project !== undefined) return `Runners for project ${project} on ${gitlab}`;
  if (group !== undefined) return `Runners of group ${group} on ${gitlab}`;
  return all === true ? `All runners of ${gitlab}` : `Runners of the token's user on ${gitlab}`;
}

/** Which of the runners a page leaves out: `Only runners of type group, paused.`; empty for none. */
export function scopeOf(options: FleetOptions): string {
  const only = filtersOf(options);
  return only.length === 0 ? "" : `Only runners ${only.join(", ")}.`;
}

function filtersOf({ type, status, paused, tag, versionPrefix }: FleetOptions): string[] {
  return [
    ...(type === undefined ? [] : [`of type ${typeName(type)}`]),
    ...(status === undefined ? [] : [`with the status ${status}`]),
    ...(paused === undefined ? [] : [paused ? "that are paused" : "that are not paused"]),
    ...(tag === undefined ? [] : [`with the tags ${tag.join(", ")}`]),
    ...(versionPrefix === undefined ? [] : [`with a manager of version ${versionPrefix}`]),
  ];
}
