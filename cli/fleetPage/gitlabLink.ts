import { hasPage } from "../html/namespaceLink";
import { reachOf } from "./reach";
import type { FleetRunner } from "./readFleet";

/** GitLab's pages, as far as an address of a runner's page depends on them. */
export interface GitLabPages {
  /** `https://gitlab.example.com/gitlab`, without a slash at the end. */
  readonly url: string;
  /** Whether the reader may see the pages of the Admin area. */
  readonly isAdmin: boolean;
}

/**
 * The address of the page of a runner in GitLab: in the Admin area, or in its group or first project.
 * Undefined where there is none for the reader: an instance runner has its page in the Admin area only.
 *
 * @see config/routes/admin.rb, group.rb and project.rb in GitLab's source
 */
export function gitlabLink(runner: FleetRunner, pages: GitLabPages): string | undefined {
  const owner = pages.isAdmin ? "admin" : ownerOf(runner);
  if (owner === undefined) return undefined;
  const path = pages.isAdmin ? `${owner}/runners` : `${owner}/-/runners`;
  return `${pages.url}/${path}/${runner.listed.id}`;
}

function ownerOf(runner: FleetRunner): string | undefined {
  const reach = reachOf(runner);
  if (reach.of === "group" && hasPage(reach.path)) return `groups/${reach.path}`;
  if (reach.of === "projects") return reach.paths.find(hasPage);
  return undefined;
}
