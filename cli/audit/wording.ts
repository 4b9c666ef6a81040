import { firstNames } from "../../gitlab/text/firstNames";
import { ACTIONS, type Action } from "./operations";
import type { AuditReport, AuditedChange, ShownRisk } from "./report";
import { counted } from "./text";

const DONE: Readonly<Record<Action, string>> = {
  create: "to create",
  adopt: "to adopt",
  update: "to update",
  replace: "to replace",
  delete: "to delete",
  release: "to release",
  read: "read",
  refresh: "found changed",
};

/** `2 runners and assignments: 1 to update, 1 to delete.` */
export function summaryOf({ changes, otherChanges, failed }: AuditReport): string {
  const counts = ACTIONS.flatMap((action) => {
    const count = changes.filter((change) => change.action === action).length;
    return count === 0 ? [] : [`${count} ${DONE[action]}`];
  });
  const ours =
    counts.length === 0
      ? `No runner and no assignment changes${failed ? ", as far as the preview got" : ""}.`
      : `Runners and assignments: ${counts.join(", ")}.`;
  return otherChanges === 0
    ? ours
    : `${ours} ${counted(otherChanges, "other resource")} of the stack ${otherChanges === 1 ? "changes" : "change"}, too; the audit does not cover ${otherChanges === 1 ? "it" : "them"}.`;
}

/** `stack/dev`, or empty for a preview that got to no resource. */
export function stackOf({ project, stack }: AuditReport): string {
  return project === undefined || stack === undefined ? "" : `${project}/${stack}`;
}

/**
 * What a report says of a change beside its arguments.
 *
 * @param named - how a format writes a name.
 */
export function remarksOf(
  { replaceReasons, runningJobs, action }: AuditedChange,
  named: (name: string) => string,
): string[] {
  return [
    ...(action === "replace" && replaceReasons.length > 0
      ? [`Replaced because of ${replaceReasons.map(named).join(", ")}.`]
      : []),
    ...(runningJobs === undefined ? [] : [`Its runner runs ${counted(runningJobs, "job")} now.`]),
  ];
}

/**
 * The reason of a risk with the projects to which it matters.
 *
 * @param named - how a format writes a name.
 */
export function reasonOf(
  { reason, projects }: ShownRisk,
  named: (name: string) => string = String,
): string {
  if (!projects) return reason;
  if ("every" in projects) return `${reason}. Projects: all of the ${projects.every}`;
  return `${reason}. Projects: ${firstNames(projects.first.map(named), projects.count)}`;
}

export const FAILED = "The preview failed: changes may be missing here.";

/** Headings of the values before and after. */
export function columnsOf({ action }: AuditedChange): readonly [before: string, after: string] {
  return action === "refresh" ? ["In the state", "In GitLab"] : ["Before", "After"];
}
