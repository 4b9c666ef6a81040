import type {
  AccessToken,
  Group,
  Job,
  Member,
  MergeRequest,
  Note,
  Project,
  Runner,
  RunnerManager,
  Settings,
  User,
} from "./records";
import { Table } from "./table";

/** All that the server holds. Tokens, managers and jobs are also found by an index. */
export class Store {
  readonly users = new Table<User>();
  readonly accessTokens = new Table<AccessToken>();
  readonly groups = new Table<Group>();
  readonly projects = new Table<Project>();
  readonly members = new Table<Member>();
  readonly runners = new Table<Runner>();
  readonly managers = new Table<RunnerManager>();
  readonly jobs = new Table<Job>();
  readonly mergeRequests = new Table<MergeRequest>();
  readonly notes = new Table<Note>();
  readonly #runnersByToken = new Map<string, Runner>();
  readonly #jobsByRunner = new Map<number, Job[]>();
  readonly #managersByRunner = new Map<number, RunnerManager[]>();

  constructor(public settings: Settings) {}

  addRunner(fields: Omit<Runner, "id"> & { id?: number | undefined }): Runner {
    const runner = this.runners.insert(fields);
    this.#runnersByToken.set(runner.token, runner);
    return runner;
  }

  /** Removes a runner with its managers; its jobs stay, without a runner. */
  removeRunner(runner: Runner): void {
    for (const manager of this.managersOf(runner)) this.managers.delete(manager.id);
    for (const job of this.jobsOf(runner)) job.runner_id = null;
    this.#managersByRunner.delete(runner.id);
    this.#jobsByRunner.delete(runner.id);
    this.#runnersByToken.delete(runner.token);
    this.runners.delete(runner.id);
  }

  /** Gives a project another path in its group. */
  renameProject(project: Project, path: string): void {
    project.path = path;
    const parent = project.path_with_namespace.split("/").slice(0, -1);
    project.path_with_namespace = [...parent, path].join("/");
  }

  /** Gives a group another path, and all that is in it. */
  renameGroup(group: Group, path: string): void {
    const before = `${group.full_path}/`;
    group.path = path;
    group.full_path = [...group.full_path.split("/").slice(0, -1), path].join("/");
    const after = `${group.full_path}/`;
    for (const below of this.groups.all())
      if (below.full_path.startsWith(before))
        below.full_path = after + below.full_path.slice(before.length);
    for (const project of this.projects.all())
      if (project.path_with_namespace.startsWith(before))
        project.path_with_namespace = after + project.path_with_namespace.slice(before.length);
  }

  /** Removes a project with its jobs; a runner that is left without projects goes, too. */
  removeProject(project: Project): void {
    for (const job of this.jobs.all()) if (job.project_id === project.id) this.removeJob(job);
    for (const runner of this.runners.all()) {
      if (!runner.project_ids.includes(project.id)) continue;
      runner.project_ids = runner.project_ids.filter((id) => id !== project.id);
      if (runner.project_ids.length === 0) this.removeRunner(runner);
    }
    for (const mergeRequest of this.mergeRequests.all())
      if (mergeRequest.project_id === project.id) this.removeMergeRequest(mergeRequest);
    this.removeMembers(({ project_id }) => project_id === project.id);
    this.projects.delete(project.id);
  }

  /** Removes a group with its runners and all that is in it. */
  removeGroup(group: Group): void {
    for (const below of this.groups.all())
      if (below.parent_id === group.id) this.removeGroup(below);
    for (const project of this.projects.all())
      if (project.group_id === group.id) this.removeProject(project);
    for (const runner of this.runners.all())
      if (runner.group_id === group.id) this.removeRunner(runner);
    this.removeMembers(({ group_id }) => group_id === group.id);
    this.groups.delete(group.id);
  }

  /** Replaces a runner's token: the old one is dead at once. */
  setToken(runner: Runner, token: string): void {
    this.#runnersByToken.delete(runner.token);
    runner.token = token;
    this.#runnersByToken.set(token, runner);
  }

  runnerByToken(token: string): Runner | undefined {
    return this.#runnersByToken.get(token);
  }

  addManager(fields: Omit<RunnerManager, "id"> & { id?: number | undefined }): RunnerManager {
    const manager = this.managers.insert(fields);
    listIn(this.#managersByRunner, manager.runner_id).push(manager);
    return manager;
  }

  removeManager(manager: RunnerManager): void {
    const others = this.managersOfId(manager.runner_id).filter((other) => other !== manager);
    this.#managersByRunner.set(manager.runner_id, others);
    this.managers.delete(manager.id);
  }

  managersOf(runner: Runner): readonly RunnerManager[] {
    return this.managersOfId(runner.id);
  }

  addJob(fields: Omit<Job, "id"> & { id?: number | undefined }): Job {
    const job = this.jobs.insert(fields);
    if (job.runner_id !== null) insertById(listIn(this.#jobsByRunner, job.runner_id), job);
    return job;
  }

  /** A runner takes a job. */
  giveJob(job: Job, runner: Runner): void {
    job.runner_id = runner.id;
    insertById(listIn(this.#jobsByRunner, runner.id), job);
  }

  /** By ascending id. */
  jobsOf(runner: Runner): readonly Job[] {
    return this.#jobsByRunner.get(runner.id) ?? [];
  }

  dump(): StoreDump {
    return {
      settings: this.settings,
      users: this.users.dump(),
      accessTokens: this.accessTokens.dump(),
      groups: this.groups.dump(),
      projects: this.projects.dump(),
      members: this.members.dump(),
      runners: this.runners.dump(),
      managers: this.managers.dump(),
      jobs: this.jobs.dump(),
      mergeRequests: this.mergeRequests.dump(),
      notes: this.notes.dump(),
    };
  }

  load(dump: StoreDump): void {
    // A file of state that an older version wrote does not have all of them.
    this.settings = { ...this.settings, ...dump.settings };
    this.users.load(dump.users);
    this.accessTokens.load(dump.accessTokens);
    this.groups.load(dump.groups);
    this.projects.load(dump.projects);
    this.members.load(dump.members);
    this.runners.load(dump.runners);
    this.managers.load(dump.managers);
    this.jobs.load(dump.jobs);
    // A file of state that an older version wrote does not have them.
    this.mergeRequests.load(dump.mergeRequests ?? NO_ROWS);
    this.notes.load(dump.notes ?? NO_ROWS);
    this.#runnersByToken.clear();
    this.#jobsByRunner.clear();
    this.#managersByRunner.clear();
    for (const runner of this.runners.all()) this.#runnersByToken.set(runner.token, runner);
    for (const manager of this.managers.all())
      listIn(this.#managersByRunner, manager.runner_id).push(manager);
    for (const job of this.jobs.all())
      if (job.runner_id !== null) listIn(this.#jobsByRunner, job.runner_id).push(job);
  }

  private removeJob(job: Job): void {
    if (job.runner_id !== null) {
      const left = this.#jobsByRunner.get(job.runner_id)?.filter((other) => other !== job) ?? [];
      this.#jobsByRunner.set(job.runner_id, left);
    }
    this.jobs.delete(job.id);
  }

  private removeMergeRequest({ id }: MergeRequest): void {
    for (const note of this.notes.all())
      if (note.merge_request_id === id) this.notes.delete(note.id);
    this.mergeRequests.delete(id);
  }

  private removeMembers(matches: (member: Member) => boolean): void {
    for (const member of this.members.all()) if (matches(member)) this.members.delete(member.id);
  }

  private managersOfId(runnerId: number): readonly RunnerManager[] {
    return this.#managersByRunner.get(runnerId) ?? [];
  }
}

interface TableDump<Row> {
  last: number;
  rows: Row[];
}

/** The whole store as plain data. */
export interface StoreDump {
  settings: Settings;
  users: TableDump<User>;
  accessTokens: TableDump<AccessToken>;
  groups: TableDump<Group>;
  projects: TableDump<Project>;
  members: TableDump<Member>;
  runners: TableDump<Runner>;
  managers: TableDump<RunnerManager>;
  jobs: TableDump<Job>;
  mergeRequests?: TableDump<MergeRequest>;
  notes?: TableDump<Note>;
}

const NO_ROWS = { last: 0, rows: [] };

function listIn<Row>(lists: Map<number, Row[]>, id: number): Row[] {
  const present = lists.get(id);
  if (present) return present;
  const list: Row[] = [];
  lists.set(id, list);
  return list;
}

function insertById<Row extends { id: number }>(list: Row[], row: Row): void {
  const last = list.at(-1);
  list.push(row);
  if (last && last.id > row.id) list.sort((one, other) => one.id - other.id);
}
