import type { AccessLevel, RunnerType } from "../payloads/schemas";

/** A runner, as far as it depends on it which jobs go to it. */
export interface AccessRunner {
  id: number;
  description: string;
  runnerType: RunnerType;
  /** The full path of the group of a group runner. Undefined for others, and where GitLab hides it. */
  group?: string | undefined;
  /** The ids of the projects of a project runner, of those that the access token may see. */
  projectIds: number[];
  tagList: string[];
  runUntagged: boolean;
  accessLevel: AccessLevel;
  /** Whether nobody may assign the runner to more projects. Its own projects use it as before. */
  locked: boolean;
  /** A paused runner gets no jobs. */
  paused: boolean;
  /** `online`, `offline`, `stale` or `never_contacted`. Only an online runner asks for jobs. */
  status: string;
}

/** A project, as far as it depends on it which runners its jobs go to. */
export interface AccessProject {
  id: number;
  /** Its full path. */
  path: string;
  /** Nobody can start a pipeline in an archived project. Jobs that waited before still go to runners. */
  archived: boolean;
  /** Whether CI/CD is on. Undefined where GitLab hides it. */
  ciEnabled?: boolean | undefined;
  /** Whether the project uses instance runners: `shared_runners_enabled`. */
  instanceRunners: boolean;
  /** The full path of the highest group whose setting keeps instance runners off. */
  instanceRunnersOffBy?: string | undefined;
  /**
   * Whether the project uses the runners of its groups: `group_runners_enabled`. Undefined where GitLab
   * hides it: it shows it to maintainers.
   */
  groupRunners?: boolean | undefined;
}

/** A kind of jobs. */
export interface AccessJob {
  /** The tags that the job requires; an empty list is a job without tags. Undefined for any job. */
  readonly tags?: readonly string[] | undefined;
  /** Whether its branch or tag is protected. Undefined for any. */
  readonly protectedRef?: boolean | undefined;
}

/** The reasons for, those against in the order in which they are looked at, and a hidden one. */
export const ACCESS_REASONS = [
  "instance_runner",
  "group_runner",
  "assigned",
  "not_assigned",
  "other_group",
  "instance_runners_off",
  "group_runners_off",
  "ci_off",
  "paused",
  "protected_refs_only",
  "no_untagged_jobs",
  "tags_missing",
  "hidden",
] as const;

/** Why a runner gets a project's jobs, or does not. */
export type AccessReason = (typeof ACCESS_REASONS)[number];

/** Whether a runner gets the jobs of a project. */
export interface Access {
  runnerId: number;
  projectId: number;
  /** `unknown` where GitLab hides a switch from the access token. */
  access: "yes" | "no" | "unknown";
  reason: AccessReason;
  /** The reason in words. */
  explanation: string;
}

type Verdict = Omit<Access, "runnerId" | "projectId">;

/**
 * Whether GitLab gives a runner that asks for jobs those of a project.
 *
 * @param job - of which kind; without it, whether there is any kind of jobs that it gets.
 * @see app/services/ci/register_job_service.rb and app/models/ci/pending_build.rb in GitLab's source
 */
export function accessOf(
  runner: AccessRunner,
  project: AccessProject,
  job: AccessJob = {},
): Access {
  const { access, reason, explanation } = verdictOf(runner, project, job);
  return { runnerId: runner.id, projectId: project.id, access, reason, explanation };
}

function verdictOf(runner: AccessRunner, project: AccessProject, job: AccessJob): Verdict {
  const way = wayOf(runner, project);
  if (way.access === "no") return way;
  if (project.ciEnabled === false) return no("ci_off", "CI/CD is off in the project");
  if (runner.paused) return no("paused", "the runner is paused");
  const refusal = refusalOf(runner, job);
  if (refusal) return refusal;
  if (way.access === "yes" && project.ciEnabled === undefined)
    return hidden("GitLab hides from the access token whether CI/CD is on in the project");
  return way;
}

/** How a runner and a project come together, whatever the job. */
function wayOf(runner: AccessRunner, project: AccessProject): Verdict {
  switch (runner.runnerType) {
    case "instance_type":
      return ofInstance(project);
    case "group_type":
      return ofGroup(runner, project);
    case "project_type":
      return runner.projectIds.includes(project.id)
        ? yes("assigned", "the runner is assigned to the project")
        : no("not_assigned", "the runner is not assigned to the project");
  }
}

function ofInstance({ instanceRunners, instanceRunnersOffBy: group }: AccessProject): Verdict {
  if (instanceRunners) return yes("instance_runner", "instance runners are on in the project");
  return no(
    "instance_runners_off",
    group === undefined
      ? "instance runners are off in the project"
      : `instance runners are off in the project, and its group ${group} does not allow them`,
  );
}

function ofGroup({ group }: AccessRunner, { path, groupRunners }: AccessProject): Verdict {
  if (group === undefined) return hidden("GitLab hides the runner's group from the access token");
  if (!path.startsWith(`${group}/`))
    return no("other_group", `the project is not in the runner's group ${group}`);
  if (groupRunners === undefined)
    return hidden("GitLab shows only to maintainers whether the project uses group runners");
  return groupRunners
    ? yes("group_runner", `group runners are on in the project, which is in group ${group}`)
    : no("group_runners_off", "group runners are off in the project");
}

function refusalOf(runner: AccessRunner, { tags, protectedRef }: AccessJob): Verdict | undefined {
  if (protectedRef === false && runner.accessLevel === "ref_protected")
    return no("protected_refs_only", "the runner runs jobs of protected branches and tags only");
  if (tags?.length === 0 && !runner.runUntagged)
    return no("no_untagged_jobs", "the runner runs no jobs without tags");
  const missing = (tags ?? []).filter((tag) => !runner.tagList.includes(tag));
  return missing.length === 0
    ? undefined
    : no("tags_missing", `the runner does not have the tags ${missing.join(", ")}`);
}

function yes(reason: AccessReason, explanation: string): Verdict {
  return { access: "yes", reason, explanation };
}

function no(reason: AccessReason, explanation: string): Verdict {
  return { access: "no", reason, explanation };
}

function hidden(explanation: string): Verdict {
  return { access: "unknown", reason: "hidden", explanation };
}
