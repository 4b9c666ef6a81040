import { isDeepStrictEqual } from "node:util";
import type { AffectedProjects } from "./affectedProjects";
import type { Change } from "./changes";
import { counted } from "./text";
import { type Values, isHidden, valuesIn } from "./values";

/** From the least to the worst; GitLab's Code Quality has the same. */
export const SEVERITIES = ["info", "minor", "major", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A change with what GitLab was asked about its runner. */
export type ChangeAtGitLab = Change & {
  /** How many jobs the runner runs that is to be deleted; undefined where GitLab was not asked. */
  readonly runningJobs?: number | undefined;
};

/** Something about a change that a reviewer should know. */
export interface Risk {
  readonly id: RiskId;
  readonly severity: Severity;
  /** One line, without any text of the program's or of GitLab's. */
  readonly reason: string;
  /** The projects to which it matters, as far as the preview shows them. */
  readonly projects?: AffectedProjects | undefined;
}

interface Rule {
  readonly severity: Severity;
  /** The reason, if the change has this risk. */
  readonly find: (change: ChangeAtGitLab) => string | undefined;
  /** The projects to which it matters. */
  readonly projects?: (change: ChangeAtGitLab) => AffectedProjects | undefined;
}

const RULES = {
  "deleted-while-running-jobs": {
    severity: "critical",
    find: ({ deletesRunner, runningJobs = 0, before }) =>
      deletesRunner && runningJobs > 0 && !endsItsJobs(before)
        ? `GitLab deletes the runner while it runs ${counted(runningJobs, "job")}`
        : undefined,
  },
  unprotected: {
    severity: "critical",
    find: isOrBecomes(
      "accessLevel",
      "not_protected",
      "takes jobs of unprotected branches and tags",
    ),
    projects: users,
  },
  unlocked: { severity: "major", find: unlocked, projects: users },
  "shared-with-more-projects": { severity: "major", find: sharing, projects: gained },
  deleted: {
    severity: "major",
    find: ({ action, deletesRunner }) =>
      action === "delete" && deletesRunner
        ? "GitLab deletes the runner, and its token stops working"
        : undefined,
    projects: users,
  },
  "stale-deleted": { severity: "major", find: staleDeleted },
  replaced: {
    severity: "major",
    find: ({ type, action, deletesRunner }) => {
      if (type !== "Runner" || action !== "replace") return undefined;
      return `a new runner with a new token takes its place; the apply ${deletesRunner ? "deletes" : "releases"} the old runner`;
    },
  },
  "replaced-without-drain": {
    severity: "major",
    find: ({ action, deletesRunner, before }) =>
      action === "replace" && deletesRunner && before["drain"] === undefined
        ? "the apply deletes the old runner without waiting for its jobs, as it has no drain"
        : undefined,
  },
  "token-reset": { severity: "major", find: tokenReset },
  "runs-untagged": {
    severity: "minor",
    find: isOrBecomes("runUntagged", true, "takes jobs without tags, too"),
    projects: users,
  },
  paused: {
    severity: "minor",
    find: becomes("paused", true, "takes no more jobs"),
    projects: users,
  },
  protected: {
    severity: "minor",
    find: becomes(
      "accessLevel",
      "ref_protected",
      "takes no more jobs of unprotected branches and tags",
    ),
    projects: users,
  },
  "refuses-untagged": {
    severity: "minor",
    find: becomes("runUntagged", false, "takes no more jobs without tags"),
    projects: users,
  },
  "timeout-raised": { severity: "minor", find: timeoutRaised },
  "tags-removed": { severity: "minor", find: tagsRemoved, projects: users },
  unassigned: { severity: "minor", find: unassigned, projects: lost },
  locked: {
    severity: "info",
    find: ({ type, action, before, after }) =>
      type === "Runner" &&
      action === "update" &&
      before["locked"] === false &&
      after["locked"] === true
        ? "cannot be assigned to further projects"
        : undefined,
    projects: users,
  },
  adopted: {
    severity: "info",
    find: ({ action }) =>
      action === "adopt" ? "this stack manages the existing runner from now on" : undefined,
  },
  released: {
    severity: "info",
    find: ({ action }) =>
      action === "release" ? "stays in GitLab, but this stack no longer manages it" : undefined,
  },
} as const satisfies Record<string, Rule>;

export type RiskId = keyof typeof RULES;
export const RISK_IDS = Object.keys(RULES) as RiskId[];

/** How bad a risk is. */
export function severityOf(id: RiskId): Severity {
  return RULES[id].severity;
}

/** All risks of a change, the worst first. */
export function risksOf(change: ChangeAtGitLab): Risk[] {
  return RISK_IDS.flatMap((id) => {
    const { severity, find, projects }: Rule = RULES[id];
    const reason = find(change);
    return reason === undefined ? [] : [{ id, severity, reason, projects: projects?.(change) }];
  });
}

/** The preview lists what a cleanup deletes as an input of it. */
function staleDeleted({ type, action, after }: ChangeAtGitLab): string | undefined {
  const isApplied = action === "create" || action === "update" || action === "replace";
  if (type !== "StaleRunnerCleanup" || !isApplied) return undefined;
  const { staleRunners } = after;
  if (isHidden(staleRunners)) return mayBe("deletes stale runners");
  const count = without(staleRunners, []).length;
  return count > 0 ? `GitLab deletes ${counted(count, "stale runner")}` : undefined;
}

/** Whether its deletion waits for every job, by the state that the deletion goes by. */
function endsItsJobs({ drain }: Change["before"]): boolean {
  if (drain === undefined || isHidden(drain)) return false;
  return (drain as { onTimeout?: unknown }).onTimeout !== "force";
}

/** Whether an argument of a runner that exists goes to a value, or may: what is hidden may be it. */
function becomes(name: string, value: unknown, reason: string): Rule["find"] {
  return ({ type, action, changed, before, after }) => {
    if (type !== "Runner" || !CHANGING.includes(action) || !changed.includes(name))
      return undefined;
    const isHiddenOrValue = after[name] === value || isHidden(after[name]);
    if (!isHiddenOrValue || before[name] === value) return undefined;
    return isHidden(after[name]) || isHidden(before[name]) ? mayBe(reason) : reason;
  };
}

/** The same, or that a new runner comes with the value. */
function isOrBecomes(name: string, value: unknown, reason: string): Rule["find"] {
  const find = becomes(name, value, reason);
  return (change) => {
    if (change.type !== "Runner" || change.action !== "create") return find(change);
    if (isHidden(change.after[name])) return mayBe(reason);
    return change.after[name] === value ? reason : undefined;
  };
}

const CHANGING: readonly string[] = ["update", "replace", "adopt"];

function mayBe(reason: string): string {
  return `perhaps ${reason}: the preview does not show the value`;
}

const unlocks = isOrBecomes(
  "locked",
  false,
  "maintainers of further projects can assign it to them",
);

/** Of new runners, only a project's can be assigned to further projects. */
function unlocked(change: ChangeAtGitLab): string | undefined {
  const { runnerType } = change.after;
  const isShared = runnerType === "instance_type" || runnerType === "group_type";
  return change.action === "create" && isShared ? undefined : unlocks(change);
}

const WIDTHS: readonly unknown[] = ["project_type", "group_type", "instance_type"];

function sharing({ type, action, before, after, changed }: ChangeAtGitLab): string | undefined {
  if (type === "ProjectRunnerAssignment") {
    return action === "create" || action === "replace"
      ? "one more project may use the runner"
      : undefined;
  }
  if (type === "Runner" && action === "create") {
    const { runnerType } = after;
    if (isHidden(runnerType)) return mayBe("serves a whole group or instance");
    if (runnerType === "instance_type") return "serves every project of the instance";
    return runnerType === "group_type" ? "serves every project of its group" : undefined;
  }
  if (type === "Runner") {
    const isWider =
      action === "replace" &&
      WIDTHS.indexOf(after["runnerType"]) > WIDTHS.indexOf(before["runnerType"]);
    return isWider && before["runnerType"] !== undefined
      ? "serves a whole group or instance instead of fewer projects"
      : undefined;
  }
  if (isHidden(after["projectIds"]) && changed.includes("projectIds")) {
    return mayBe("more projects may use the runner");
  }
  const added = gainedItems(before, after, changed).length;
  return added > 0 ? `${counted(added, "more project")} may use the runner` : undefined;
}

function unassigned({ type, action, before, after, changed }: ChangeAtGitLab): string | undefined {
  if (type === "ProjectRunnerAssignment") {
    return action === "delete" || action === "replace"
      ? "a project may no longer use the runner"
      : undefined;
  }
  if (type !== "RunnerAssignments") return undefined;
  if (changed.includes("authoritative") && (after["authoritative"] ?? false) !== false) {
    return "projects that it does not name may no longer use the runner";
  }
  if (isHidden(after["projectIds"]) && changed.includes("projectIds")) {
    return action === "create" ? undefined : mayBe("projects may no longer use the runner");
  }
  const removed = lostItems(before, after, changed).length;
  return removed > 0 ? `${counted(removed, "project")} may no longer use the runner` : undefined;
}

/**
 * The engine shows a token that died, or a reset whose time has come, as an update without a change of an
 * argument.
 */
function tokenReset(change: ChangeAtGitLab): string | undefined {
  const { type, action, changed, before, after, isRotationDue } = change;
  if (type !== "Runner") return undefined;
  const isRenewed = action === "update" && changed.length === 0;
  const isFresh = action === "adopt" && (after["resetTokenOnAdopt"] ?? false) !== false;
  const isDue = isRotationDue && valuesIn(after["rotation"])["strategy"] === "reset";
  const isRotated =
    action === "update" && (isDue || (changed.includes("rotation") && resets(before, after)));
  return isRenewed || isFresh || isRotated
    ? "its token is reset: its gitlab-runner needs the new token"
    : undefined;
}

/** Whether a change of the keepers resets the token; of the first ones it does not. */
function resets({ rotation: before }: Values, { rotation: after }: Values): boolean {
  if (isHidden(after)) return true;
  const { keepers: had } = valuesIn(before);
  const { keepers: has, strategy } = valuesIn(after);
  if (strategy !== "reset" || had === undefined || has === undefined) return false;
  return !isDeepStrictEqual(had, has);
}

function timeoutRaised({
  type,
  action,
  changed,
  before,
  after,
}: ChangeAtGitLab): string | undefined {
  const name = "maximumTimeout";
  if (type !== "Runner" || !CHANGING.includes(action) || !changed.includes(name)) return undefined;
  if (isHidden(before[name]) || isHidden(after[name])) return mayBe("jobs may run longer");
  const [from, to] = [before[name], after[name]];
  if (typeof from !== "number") return undefined;
  if (typeof to !== "number") return "jobs may run as long as their project allows";
  return to > from ? `jobs may run ${to} seconds instead of ${from}` : undefined;
}

function tagsRemoved({ type, action, changed, before, after }: ChangeAtGitLab): string | undefined {
  const name = "tagList";
  if (type !== "Runner" || !CHANGING.includes(action) || !changed.includes(name)) return undefined;
  if (isHidden(before[name]) || isHidden(after[name]))
    return mayBe("jobs with its old tags must wait for another runner");
  const removed = without(before[name], after[name]).length;
  return removed > 0
    ? `jobs with ${removed === 1 ? "a removed tag" : `one of ${removed} removed tags`} must wait for another runner`
    : undefined;
}

function gainedItems(before: Values, after: Values, changed: readonly string[]): unknown[] {
  return without(after["projectIds"], changed.includes("runnerId") ? [] : before["projectIds"]);
}

function lostItems(before: Values, after: Values, changed: readonly string[]): unknown[] {
  return without(before["projectIds"], changed.includes("runnerId") ? [] : after["projectIds"]);
}

/** The projects that gain a runner by an assignment. */
function gained({ type, before, after, changed }: ChangeAtGitLab): AffectedProjects | undefined {
  if (type === "Runner") return undefined;
  return byIds(
    type === "RunnerAssignments" ? gainedItems(before, after, changed) : [after["projectId"]],
  );
}

/** The projects that lose a runner by an assignment. */
function lost({ type, before, after, changed }: ChangeAtGitLab): AffectedProjects | undefined {
  return byIds(
    type === "RunnerAssignments" ? lostItems(before, after, changed) : [before["projectId"]],
  );
}

function byIds(projects: readonly unknown[]): AffectedProjects | undefined {
  const ids = projects.filter((project) => typeof project === "number");
  return ids.length > 0 ? { ids } : undefined;
}

function users(change: ChangeAtGitLab): AffectedProjects | undefined {
  return change.users;
}

/** The items of a list that are not in another. */
function without(list: unknown, other: unknown): unknown[] {
  const items: readonly unknown[] = Array.isArray(list) ? list : [];
  const others = new Set<unknown>(Array.isArray(other) ? other : []);
  return items.filter((item) => !others.has(item));
}
