import type { Instance } from "../instance";
import { newAccessToken, newRegistrationToken, newRunnerToken } from "../rules/tokens";
import { findGroup, findProject } from "../rules/namespaces";
import { isProtected } from "../rules/protectedRefs";
import { groupSwitchError, projectSwitchError } from "../rules/sharedRunners";
import type { Group, Project, User } from "../store/records";
import { type CheckedSeed, ROLES } from "./seedDocument";

/**
 * Adds what a seed describes to what is there.
 *
 * @returns The values of the seed's access tokens by their names.
 * @throws Error that names the entry when it refers to something that is not there.
 */
export function applySeed(seed: CheckedSeed, instance: Instance): Record<string, string> {
  const { store } = instance;
  const now = instance.clock.now().toISOString();
  store.changeSettings(seed.settings);

  for (const user of seed.users)
    store.users.insert({
      ...user,
      name: user.name ?? user.username,
      email: user.email ?? `${user.username}@example.com`,
    });

  const tokens: Record<string, string> = {};
  seed.tokens.forEach(({ user, ...token }, index) => {
    const { id: user_id } = userNamed(user, `tokens.${index}.user`, instance);
    const value = token.token ?? newAccessToken();
    tokens[token.name] = value;
    store.accessTokens.insert({ ...token, token: value, user_id, created_at: now });
  });

  seed.groups.forEach((group, index) => {
    const { path, parent } = splitPath(group.full_path);
    const above = parent === undefined ? undefined : findGroup(parent, store);
    if (parent !== undefined && !above)
      throw missing(`groups.${index}.full_path`, `group '${parent}'`);
    const switches = {
      shared_runners_enabled: group.shared_runners_enabled ?? above?.shared_runners_enabled ?? true,
      allow_descendants_override_disabled_shared_runners:
        group.allow_descendants_override_disabled_shared_runners ??
        above?.allow_descendants_override_disabled_shared_runners ??
        false,
    };
    const error = groupSwitchError(switches, above);
    if (error !== undefined) throw invalid(`groups.${index}`, error);
    store.groups.insert({
      ...group,
      ...switches,
      path,
      name: group.name ?? path,
      parent_id: above?.id ?? null,
      runners_token: group.runners_token ?? newRegistrationToken(),
      created_at: now,
    });
  });

  seed.projects.forEach(({ merge_requests, ...project }, index) => {
    const { path, parent } = splitPath(project.path_with_namespace);
    const group = parent === undefined ? undefined : findGroup(parent, store);
    const shared_runners_enabled =
      project.shared_runners_enabled ?? group?.shared_runners_enabled ?? true;
    const error = shared_runners_enabled ? projectSwitchError(group) : undefined;
    if (error !== undefined) throw invalid(`projects.${index}.shared_runners_enabled`, error);
    const { id: project_id } = store.projects.insert({
      ...project,
      shared_runners_enabled,
      path,
      name: project.name ?? path,
      group_id: group?.id ?? null,
      runners_token: project.runners_token ?? newRegistrationToken(),
      created_at: now,
    });
    for (const iid of merge_requests) store.mergeRequests.insert({ iid, project_id });
  });

  seed.members.forEach(({ user, of, role }, index) => {
    const group = findGroup(of, store);
    const project = group ? undefined : findProject(of, store);
    if (!group && !project) throw missing(`members.${index}.of`, `group or project '${of}'`);
    store.members.insert({
      user_id: userNamed(user, `members.${index}.user`, instance).id,
      group_id: group?.id ?? null,
      project_id: project?.id ?? null,
      access_level: ROLES[role],
    });
  });

  seed.runners.forEach((runner, index) => {
    addRunner(runner, `runners.${index}`, instance);
  });
  seed.jobs.forEach((job, index) => {
    addJob(job, null, `jobs.${index}`, instance);
  });
  return tokens;
}

function addRunner(seed: CheckedSeed["runners"][number], at: string, instance: Instance): void {
  const { store, features } = instance;
  const now = instance.clock.now().toISOString();
  const { managers, jobs, group, projects, created_by, registration_type, paused, ...fields } =
    seed;
  const owner = {
    runner_type: fields.runner_type,
    creator_id:
      created_by === undefined ? null : userNamed(created_by, `${at}.created_by`, instance).id,
    group_id: group === undefined ? null : groupAt(group, `${at}.group`, instance).id,
    project_ids: projects.map(
      (path, index) => projectAt(path, `${at}.projects.${index}`, instance).id,
    ),
  };
  if ((fields.runner_type === "group_type") !== (owner.group_id !== null))
    throw invalid(`${at}.group`, "belongs to a group runner only");
  if (fields.runner_type !== "project_type" && projects.length > 0)
    throw invalid(`${at}.projects`, "belong to project runners only");

  // A contact of a manager is one of its runner.
  const contacts = [fields, ...managers].flatMap(({ contacted_at }) => contacted_at ?? []);
  const contacted_at = contacts.sort().at(-1) ?? null;
  const runner = store.addRunner({
    ...fields,
    ...owner,
    contacted_at,
    active: !paused,
    token: fields.token ?? newRunnerToken(owner, registration_type, features),
    created_at: fields.created_at ?? now,
    updated_at: fields.created_at ?? now,
    creation_state: contacted_at === null ? "started" : "finished",
  });
  for (const manager of managers)
    store.addManager({
      ...manager,
      runner_id: runner.id,
      created_at: manager.created_at ?? runner.created_at,
      creation_state: manager.contacted_at === null ? "started" : "finished",
    });
  jobs.forEach((job, index) => {
    addJob(job, runner.id, `${at}.jobs.${index}`, instance);
  });
}

function addJob(
  { project, user, ...job }: CheckedSeed["jobs"][number],
  runner_id: number | null,
  at: string,
  instance: Instance,
): void {
  const of = projectAt(project, `${at}.project`, instance);
  instance.store.addJob({
    ...job,
    runner_id,
    project_id: of.id,
    protected: isProtected(job, of),
    user_id: user === undefined ? null : userNamed(user, `${at}.user`, instance).id,
    created_at: job.created_at ?? instance.clock.now().toISOString(),
    erased_at: null,
    trace_size: 0,
    token: null,
  });
}

function userNamed(username: string, at: string, { store }: Instance): User {
  const user = store.users.find((each) => each.username === username);
  if (!user) throw missing(at, `user '${username}'`);
  return user;
}

function groupAt(path: string, at: string, { store }: Instance): Group {
  const group = findGroup(path, store);
  if (!group) throw missing(at, `group '${path}'`);
  return group;
}

function projectAt(path: string, at: string, { store }: Instance): Project {
  const project = findProject(path, store);
  if (!project) throw missing(at, `project '${path}'`);
  return project;
}

function missing(at: string, what: string): Error {
  return invalid(at, `there is no ${what}`);
}

function invalid(at: string, reason: string): Error {
  return new Error(`The seed is not valid:\n  ${at}: ${reason}`);
}

function splitPath(fullPath: string): { path: string; parent: string | undefined } {
  const cut = fullPath.lastIndexOf("/");
  return {
    path: fullPath.slice(cut + 1),
    parent: cut === -1 ? undefined : fullPath.slice(0, cut),
  };
}
