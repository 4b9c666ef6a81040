import type { Instance } from "../instance";
import { jobsOfManager, latestManager } from "../rules/managers";
import { findGroup, groupsOf } from "../rules/namespaces";
import type { Policy } from "../rules/policies";
import { sharedRunnersSetting } from "../rules/sharedRunners";
import { isOnline, jobExecutionStatus, managerStatus, runnerStatus } from "../rules/status";
import type { Group, Job, Project, Runner, RunnerManager, User } from "../store/records";

/** Bodies of answers, as lib/api/entities of GitLab build them. */

export function userBasic(user: User, { url }: Instance): object {
  return {
    id: user.id,
    username: user.username,
    public_email: null,
    name: user.name,
    state: "active",
    locked: false,
    avatar_url: null,
    web_url: `${url}/${user.username}`,
  };
}

export function runnerBasic(runner: Runner, policy: Policy, instance: Instance): object {
  const { store, clock, features } = instance;
  const now = clock.now();
  const creator = runner.creator_id === null ? undefined : store.users.get(runner.creator_id);
  return {
    id: runner.id,
    description: runner.description,
    ip_address: null,
    active: runner.active,
    paused: !runner.active,
    is_shared: runner.runner_type === "instance_type",
    runner_type: runner.runner_type,
    name: runner.name,
    online: runner.contacted_at === null ? null : isOnline(runner, now),
    ...(features.creationAttributes
      ? {
          ...(creator && policy.canUpdateRunner(runner)
            ? { created_by: userBasic(creator, instance) }
            : {}),
          created_at: runner.created_at,
        }
      : {}),
    status: runnerStatus(runner, now),
    ...(features.creationAttributes
      ? { job_execution_status: jobExecutionStatus(store.jobsOf(runner)) }
      : {}),
  };
}

export function runnerDetails(
  runner: Runner,
  policy: Policy,
  instance: Instance,
  includeProjects: boolean,
): object {
  const { store, features } = instance;
  const latest = latestManager(runner, store);
  const group = runner.group_id === null ? undefined : store.groups.get(runner.group_id);
  return {
    ...runnerBasic(runner, policy, instance),
    tag_list: runner.tag_list,
    run_untagged: runner.run_untagged,
    locked: runner.locked,
    maximum_timeout: runner.maximum_timeout,
    access_level: runner.access_level,
    version: latest?.version ?? null,
    revision: latest?.revision ?? null,
    platform: latest?.platform ?? null,
    architecture: latest?.architecture ?? null,
    contacted_at: runner.contacted_at,
    ...(features.detailsTellTokenExpiry ? { token_expires_at: runner.token_expires_at } : {}),
    maintenance_note: policy.canUpdateRunner(runner) ? runner.maintenance_note : null,
    ...(includeProjects
      ? {
          projects: runnerProjects(runner, policy, instance).map((each) => project(each, instance)),
        }
      : {}),
    groups: group && policy.canSeeGroup(group) ? [groupBasic(group, instance)] : [],
  };
}

/** The runner's projects that the caller is a member of; their order does not tell the owner. */
export function runnerProjects(runner: Runner, policy: Policy, { store }: Instance): Project[] {
  return [...runner.project_ids]
    .sort((one, other) => one - other)
    .map((id) => store.projects.get(id))
    .filter((each) => each !== undefined)
    .filter((each) => policy.isAdmin || policy.projectLevel(each) > 0);
}

export function registrationDetails(runner: Runner): object {
  return { id: runner.id, token: runner.token, token_expires_at: runner.token_expires_at };
}

export function resetTokenResult(token: string, expiresAt: string | null): object {
  return { token, token_expires_at: expiresAt };
}

export function runnerManager(manager: RunnerManager, instance: Instance): object {
  const { store, clock, features } = instance;
  return {
    id: manager.id,
    system_id: manager.system_id,
    version: manager.version,
    revision: manager.revision,
    platform: manager.platform,
    architecture: manager.architecture,
    created_at: manager.created_at,
    contacted_at: manager.contacted_at,
    ip_address: manager.ip_address,
    status: managerStatus(manager, clock.now()),
    ...(features.creationAttributes
      ? { job_execution_status: jobExecutionStatus(jobsOfManager(manager, store)) }
      : {}),
  };
}

export function projectIdentity(of: Project, { store }: Instance): Record<string, unknown> {
  const names = [...groupsOf(of, store).map(({ name }) => name)].reverse();
  return {
    id: of.id,
    description: null,
    name: of.name,
    name_with_namespace: [...names, of.name].join(" / "),
    path: of.path,
    path_with_namespace: of.path_with_namespace,
    created_at: of.created_at,
  };
}

export function project(of: Project, instance: Instance): Record<string, unknown> {
  return {
    ...projectIdentity(of, instance),
    default_branch: "main",
    tag_list: [],
    topics: [],
    ssh_url_to_repo: `git@${new URL(instance.url).hostname}:${of.path_with_namespace}.git`,
    http_url_to_repo: `${instance.url}/${of.path_with_namespace}.git`,
    web_url: `${instance.url}/${of.path_with_namespace}`,
  };
}

export function projectDetails(of: Project, policy: Policy, instance: Instance): object {
  const { store } = instance;
  const group = of.group_id === null ? undefined : store.groups.get(of.group_id);
  return {
    ...project(of, instance),
    archived: of.archived === true,
    visibility: of.visibility,
    namespace: group
      ? {
          id: group.id,
          name: group.name,
          path: group.path,
          kind: "group",
          full_path: group.full_path,
          parent_id: group.parent_id,
        }
      : null,
    jobs_enabled: policy.hasBuilds(of),
    builds_access_level: of.builds_access_level ?? "enabled",
    shared_runners_enabled: of.shared_runners_enabled,
    ...(policy.canAdminProjectRunners(of)
      ? {
          runners_token: of.runners_token,
          runner_token_expiration_interval: of.runner_token_expiration_interval,
          group_runners_enabled: of.group_runners_enabled,
        }
      : {}),
  };
}

export function groupBasic(of: Group, { url }: Instance): object {
  return { id: of.id, web_url: `${url}/groups/${of.full_path}`, name: of.name };
}

export function groupDetails(of: Group, policy: Policy, instance: Instance): object {
  return {
    ...groupSummary(of, instance),
    ...(policy.canAdminGroupRunners(of) ? { runners_token: of.runners_token } : {}),
  };
}

export function groupSummary(of: Group, instance: Instance): Record<string, unknown> {
  const parts = of.full_path.split("/");
  const names = parts.map(
    (_, index) => findGroup(parts.slice(0, index + 1).join("/"), instance.store)?.name ?? "",
  );
  return {
    ...groupBasic(of, instance),
    path: of.path,
    description: "",
    visibility: of.visibility,
    full_name: names.join(" / "),
    full_path: of.full_path,
    created_at: of.created_at,
    parent_id: of.parent_id,
    shared_runners_setting: sharedRunnersSetting(of),
  };
}

export function jobWithProject(job: Job, instance: Instance): object {
  const { store, url, clock } = instance;
  const user = job.user_id === null ? undefined : store.users.get(job.user_id);
  const of = store.projects.get(job.project_id);
  const webUrl = `${url}/${of?.path_with_namespace ?? ""}/-`;
  const seconds = (from: string, to: number): number => (to - Date.parse(from)) / 1000;
  const end = job.finished_at === null ? clock.now().getTime() : Date.parse(job.finished_at);
  return {
    id: job.id,
    status: job.status,
    stage: job.stage,
    name: job.name,
    ref: job.ref,
    tag: job.tag,
    coverage: job.coverage,
    allow_failure: job.allow_failure,
    created_at: job.created_at,
    started_at: job.started_at,
    finished_at: job.finished_at,
    erased_at: job.erased_at,
    duration: job.started_at === null ? null : seconds(job.started_at, end),
    queued_duration: job.queued_duration,
    user: user ? userBasic(user, instance) : null,
    commit: commit(job, webUrl),
    pipeline: {
      id: job.pipeline_id,
      iid: job.pipeline_id,
      project_id: job.project_id,
      sha: job.commit,
      ref: job.ref,
      status: job.status,
      source: "push",
      created_at: job.created_at,
      updated_at: job.finished_at ?? job.started_at ?? job.created_at,
      web_url: `${webUrl}/pipelines/${job.pipeline_id}`,
    },
    ...(job.failure_reason === null ? {} : { failure_reason: job.failure_reason }),
    web_url: `${webUrl}/jobs/${job.id}`,
    project: of ? projectIdentity(of, instance) : null,
  };
}

/** A job in a list of its project's. GitLab's lib/api/entities/ci/job.rb. */
export function jobOfProject(job: Job, policy: Policy, instance: Instance): object {
  const { store, clock } = instance;
  const runner = job.runner_id === null ? undefined : store.runners.get(job.runner_id);
  const waited = (clock.now().getTime() - Date.parse(job.created_at)) / 1000;
  return {
    ...jobWithProject(job, instance),
    queued_duration: job.status === "pending" ? waited : job.queued_duration,
    project: { ci_job_token_scope_enabled: false },
    artifacts: [],
    artifacts_expire_at: null,
    archived: false,
    runner: runner ? runnerBasic(runner, policy, instance) : null,
    tag_list: [...job.tag_list].sort(),
  };
}

function commit(job: Job, webUrl: string): object {
  return {
    id: job.commit,
    short_id: job.commit.slice(0, 8),
    created_at: job.created_at,
    parent_ids: [],
    title: "Change",
    message: "Change",
    author_name: "Author",
    author_email: "author@example.com",
    authored_date: job.created_at,
    committer_name: "Author",
    committer_email: "author@example.com",
    committed_date: job.created_at,
    trailers: {},
    extended_trailers: {},
    web_url: `${webUrl}/commit/${job.commit}`,
  };
}
