import { type FleetOptions, typeName } from "../runners";

/** Whose runners a page is about, and which of them: `Runners of group acme, only paused ones`. */
export function scopeOf(options: FleetOptions): string {
  const only = filtersOf(options);
  return only.length === 0 ? ownerOf(options) : `${ownerOf(options)}, only ${only.join(", ")}`;
}

function ownerOf({ all, project, group }: FleetOptions): string {
  if (project !== undefined) return `Runners that project ${project} may use`;
  if (group !== undefined) return `Runners of group ${group}`;
  return all === true ? "All runners of the instance" : "Runners of the token's user";
}

function filtersOf({ type, status, paused, tag, versionPrefix }: FleetOptions): string[] {
  return [
    ...(type === undefined ? [] : [`of type ${typeName(type)}`]),
    ...(status === undefined ? [] : [`those in status ${status}`]),
    ...(paused === undefined ? [] : [paused ? "paused ones" : "those that are not paused"]),
    ...(tag === undefined ? [] : [`those with the tags ${tag.join(", ")}`]),
    ...(versionPrefix === undefined ? [] : [`those of version ${versionPrefix}`]),
  ];
}
