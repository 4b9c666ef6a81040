import { jobsOfManager, latestManager } from "../rules/managers";
import { contactStatus, jobExecutionStatus, managerStatus, runnerStatus } from "../rules/status";
import { registrationTypeOf } from "../rules/tokens";
import type { Group, Job, Project, Runner, RunnerManager, User } from "../store/records";
import { type PageArguments, byPlace, connection } from "./connections";
import { globalId } from "./globalId";
import { type Resolvers, seconds } from "./resolver";
import type { Viewer } from "./viewer";

const MOST_JOBS_COUNTED = 1000;
/** For how long the creator of a runner can read its token. */
const TOKEN_SHOWN_MS = 60 * 60 * 1000;

/** GitLab's app/graphql/types/ci/runner_type.rb. */
export const runnerResolvers: Resolvers<Runner> = {
  id: ({ id }) => globalId("Ci::Runner", id),
  accessLevel: ({ access_level }) => access_level.toUpperCase(),
  active: ({ active }) => active,
  adminUrl: ({ id }, _, { policy, instance }) =>
    policy?.canReadAll === true ? `${instance.url}/admin/runners/${id}` : null,
  architectureName: (runner, _, viewer) => latest(runner, viewer)?.architecture ?? null,
  contactedAt: ({ contacted_at }) => seconds(contacted_at),
  createdAt: ({ created_at }) => seconds(created_at),
  createdBy: ({ creator_id }, _, { instance }): User | undefined =>
    creator_id === null ? undefined : instance.store.users.get(creator_id),
  creationMethod: ({ token }) => registrationTypeOf(token).toUpperCase(),
  creationState: ({ creation_state }) => creation_state.toUpperCase(),
  description: ({ description }) => description,
  editAdminUrl: ({ id }, _, { policy, instance }) =>
    policy?.isAdmin === true ? `${instance.url}/admin/runners/${id}/edit` : null,
  ephemeralAuthenticationToken: (runner, _, viewer) =>
    showsToken(runner, viewer) ? runner.token : null,
  groups: groupsOf,
  // GitLab has no value for a runner as a whole.
  ipAddress: () => null,
  jobCount: (runner, _, { instance }) =>
    Math.min(instance.store.jobsOf(runner).length, MOST_JOBS_COUNTED + 1),
  jobExecutionStatus: (runner, _, viewer) => work(viewer.instance.store.jobsOf(runner), viewer),
  // GitLab's presenter: REST shows the attribute of any runner.
  locked: ({ locked, runner_type }) => locked && runner_type === "project_type",
  maintenanceNote: (runner, _, viewer) =>
    viewer.canUpdateRunner(runner) ? runner.maintenance_note : null,
  managers: managersOf,
  maximumTimeout: ({ maximum_timeout }) => maximum_timeout,
  ownerProject: ({ project_ids }, _, viewer): Project | null => {
    const owner = viewer.instance.store.projects.get(project_ids[0] ?? 0);
    return owner && viewer.canSeeProject(owner) ? owner : null;
  },
  paused: ({ active }) => !active,
  platformName: (runner, _, viewer) => latest(runner, viewer)?.platform ?? null,
  projectCount: ({ runner_type, project_ids }) =>
    runner_type === "project_type" ? project_ids.length : null,
  projects: projectsOf,
  revision: (runner, _, viewer) => latest(runner, viewer)?.revision ?? null,
  runnerType: ({ runner_type }) => runner_type.toUpperCase(),
  runUntagged: ({ run_untagged }) => run_untagged,
  status: statusOf,
  tagList: ({ tag_list }) => tag_list,
  tokenExpiresAt: (runner, _, viewer) =>
    viewer.canReadExpiry(runner) ? seconds(runner.token_expires_at) : null,
  userPermissions: (runner) => runner,
  version: (runner, _, viewer) => latest(runner, viewer)?.version ?? null,
};

/** GitLab's app/graphql/types/ci/runner_manager_type.rb. */
export const runnerManagerResolvers: Resolvers<RunnerManager> = {
  id: ({ id }) => globalId("Ci::RunnerManager", id),
  architectureName: ({ architecture }) => architecture,
  contactedAt: ({ contacted_at }) => seconds(contacted_at),
  createdAt: ({ created_at }) => seconds(created_at),
  ipAddress: ({ ip_address }) => ip_address,
  jobExecutionStatus: (manager, _, viewer) =>
    work(jobsOfManager(manager, viewer.instance.store), viewer),
  platformName: ({ platform }) => platform,
  revision: ({ revision }) => revision,
  runner: ({ runner_id }, _, { instance }): Runner | undefined =>
    instance.store.runners.get(runner_id),
  status: (manager, _, { instance }) => managerStatus(manager, instance.clock.now()).toUpperCase(),
  systemId: ({ system_id }) => system_id,
  version: ({ version }) => version,
};

function latest(runner: Runner, { instance }: Viewer): RunnerManager | undefined {
  return latestManager(runner, instance.store);
}

function work(jobs: readonly Job[], { instance }: Viewer): string {
  return jobExecutionStatus(jobs) === "active" ? instance.features.graphql.busy : "IDLE";
}

/** A mode of null is without the pauses, even where they are shown. */
function statusOf(
  runner: Runner,
  { legacyMode }: { legacyMode?: string | null },
  { instance }: Viewer,
): string {
  const withPauses = instance.features.graphql.legacyMode === "paused" && legacyMode === "14.5";
  const now = instance.clock.now();
  return (withPauses ? runnerStatus(runner, now) : contactStatus(runner, now)).toUpperCase();
}

/** Null for runners of another type. */
function groupsOf(runner: Runner, wanted: PageArguments, viewer: Viewer): object | null {
  if (runner.runner_type !== "group_type") return null;
  const group = viewer.instance.store.groups.get(runner.group_id ?? 0);
  const groups: Group[] = group ? [group] : [];
  return connection(groups, byPlace(), (each) => viewer.canSeeGroup(each), wanted);
}

/** The projects that the caller may see, also without being a member; null for other types of runners. */
function projectsOf(runner: Runner, wanted: PageArguments, viewer: Viewer): object | null {
  if (runner.runner_type !== "project_type") return null;
  const { store, features } = viewer.instance;
  const direction = features.graphql.projectOrder === "asc" ? 1 : -1;
  const projects = [...runner.project_ids]
    .sort((one, other) => direction * (one - other))
    .map((id) => store.projects.get(id))
    .filter((each) => each !== undefined)
    .filter((each) => viewer.canSeeProject(each));
  return connection(projects, byPlace(), () => true, wanted);
}

function managersOf(
  runner: Runner,
  { systemId, ...wanted }: PageArguments & { systemId?: string | null },
  { instance }: Viewer,
): object {
  const managers = instance.store
    .managersOf(runner)
    .filter(({ system_id }) => systemId == null || system_id === systemId);
  return connection(managers, byPlace(), () => true, wanted);
}

/** GitLab shows it to the creator, until the runner is used or an hour is over. */
function showsToken(runner: Runner, { policy, instance }: Viewer): boolean {
  const { store, clock, features } = instance;
  const isUsed =
    features.graphql.tokenShownUntil === "jobs"
      ? runner.creation_state === "finished"
      : store.managersOf(runner).length > 0;
  return (
    !isUsed &&
    policy?.caller.user.id === runner.creator_id &&
    registrationTypeOf(runner.token) === "authenticated_user" &&
    clock.now().getTime() - Date.parse(runner.created_at) < TOKEN_SHOWN_MS
  );
}
