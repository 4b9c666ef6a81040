/** Whose jobs a runner takes: those of the whole instance, of a group, or of some projects. */
export type RunnerType = "instance_type" | "group_type" | "project_type";

/** Whether a runner takes jobs of every branch and tag, or of protected branches and tags only. */
export type AccessLevel = "not_protected" | "ref_protected";

/** A runner's status, which GitLab computes from the runner's last contact. */
export type RunnerStatus = "online" | "offline" | "stale" | "never_contacted" | "paused";

/** The user who created a runner. */
export interface RunnerCreator {
  id: number;
  username: string;
  name: string;
}

/** A project that may use a runner. */
export interface RunnerProject {
  id: number;
  name: string;
  /** `group/subgroup/project`. */
  pathWithNamespace: string;
}

/** The group that a group runner belongs to. */
export interface RunnerGroup {
  id: number;
  name: string;
  webUrl?: string;
}
