import { groupPathOf } from "../../gitlab/text/groupPath";
import type { FleetRunner } from "./readFleet";

/** Who may use a runner. */
export type Reach =
  | { readonly of: "everyone" }
  /** The group's full path, or its name where GitLab shows no path, and all projects below. */
  | { readonly of: "group"; readonly path: string }
  /** The projects that the token may see, by full path. */
  | { readonly of: "projects"; readonly paths: readonly string[] }
  /** GitLab did not show it. */
  | { readonly of: "unknown" };

export function reachOf({ listed, details }: FleetRunner): Reach {
  switch (listed.runner_type) {
    case "instance_type":
      return { of: "everyone" };
    case "group_type": {
      const [group] = details?.groups ?? [];
      if (group === undefined) return { of: "unknown" };
      return { of: "group", path: groupPathOf(group.web_url) ?? group.name };
    }
    case "project_type": {
      if (details?.projects === undefined) return { of: "unknown" };
      return {
        of: "projects",
        paths: details.projects.map(({ path_with_namespace: path }) => path),
      };
    }
  }
}
