import { type BadgeKind, badge } from "../html/badge";
import { breakable } from "../html/breakable";
import type { Html } from "../html/document";

const KINDS: ReadonlyMap<string, BadgeKind> = new Map([
  ["online", "good"],
  ["offline", "critical"],
  ["stale", "major"],
  ["never_contacted", "minor"],
]);

/** GitLab's status of a runner, in its own word. */
export function statusBadge(status: string): Html {
  return badge(KINDS.get(status) ?? "quiet", breakable(status));
}
