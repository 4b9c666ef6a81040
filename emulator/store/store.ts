import type { ChangeListener, RowChange, StoreChange } from "./changes";
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

/**
 * All that the server holds. Tokens, managers and jobs are also found by an index. Every change goes
 * through its methods and those of its tables.
 */
export class Store {
  /** Gets every change but for those of `load`, `redo` and `takeBack`. */
  onChange: ChangeListener<StoreChange> | undefined;
  readonly #tables = new Map<string, { redo: (change: RowChange) => void }>();
  readonly users = this.#table<User>("users");
  readonly accessTokens = this.#table<AccessToken>("accessTokens");
  readonly groups = this.#table<Group>("groups");
  readonly projects = this.#table<Project>("projects");
  readonly members = this.#table<Member>("members");
  readonly runners = this.#table<Runner>("runners");
  readonly managers = this.#table<RunnerManager>("managers");
  readonly jobs = this.#table<Job>("jobs");
  readonly mergeRequests = this.#table<MergeRequest>("mergeRequests");
  readonly notes = this.#table<Note>("notes");
  readonly #runnersByToken = new Map<string, Runner>();
  readonly #jobsByRunner = new Map<number, Job[]>();
  readonly #managersByRunner = new Map<number, RunnerManager[]>();

  #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  get settings(): Settings {
    return this.#settings;
  }

  changeSettings(fields: { [Name in keyof Settings]?: Settings[Name] | undefined }): void {
    const before = this.#settings;
    this.#settings = { ...before, ...(fields as Partial<Settings>) };
    this.onChange?.([SETTINGS, "update", 0, fields], () => {
      this.#settings = before;
    });
  }

  addRunner(fields: Omit<Runner, "id"> & { id?: number | undefined }): Runner {
    const runner = this.runners.insert(fields);
    this.#runnersByToken.set(runner.token, runner);
    return runner;
  }

  /** Removes a runner with its managers; its jobs stay, without a runner. */
  removeRunner(runner: Runner): void {
    for (const manager of this.managersOf(runner)) this.managers.delete(manager.id);
    for (const job of this.jobsOf(runner)) this.jobs.update(job, { runner_id: null });
    this.#managersByRunner.delete(runner.id);
    this.#jobsByRunner.delete(runner.id);
    this.#runnersByToken.delete(runner.token);
    this.runners.delete(runner.id);
  }

  /** Gives a project another path in its group. */
  renameProject(project: Project, path: string): void {
    const parent = project.path_with_namespace.split("/").slice(0, -1);
    this.projects.update(project, { path, path_with_namespace: [...parent, path].join("/") });
  }

  /** Moves a project to a group. */
  moveProject(project: Project, { id, full_path }: Group): void {
    const path_with_namespace = `${full_path}/${project.path}`;
    this.projects.update(project, { group_id: id, path_with_namespace });
  }

  /** Gives a group another path, and all that is in it. */
  renameGroup(group: Group, path: string): void {
    const parent = group.full_path.split("/").slice(0, -1);
    this.#putGroupAt(group, [...parent, path].join("/"), { path });
  }

  /** Moves a group with all that is in it below another, or makes it a top-level group. */
  moveGroup(group: Group, parent: Group | undefined): void {
    const fullPath = parent ? `${parent.full_path}/${group.path}` : group.path;
    this.#putGroupAt(group, fullPath, { parent_id: parent?.id ?? null });
  }

  #putGroupAt(group: Group, full_path: string, fields: Partial<Omit<Group, "id">>): void {
    const before = `${group.full_path}/`;
    this.groups.update(group, { ...fields, full_path });
    const after = `${group.full_path}/`;
    for (const below of this.groups.all())
      if (below.full_path.startsWith(before))
        this.groups.update(below, { full_path: after + below.full_path.slice(before.length) });
    for (const project of this.projects.all())
      if (project.path_with_namespace.startsWith(before))
        this.projects.update(project, {
          path_with_namespace: after + project.path_with_namespace.slice(before.length),
        });
  }

  /** Removes a project with its jobs; a runner that is left without projects goes, too. */
  removeProject(project: Project): void {
    for (const job of this.jobs.all()) if (job.project_id === project.id) this.removeJob(job);
    for (const runner of this.runners.all()) {
      if (!runner.project_ids.includes(project.id)) continue;
      const project_ids = runner.project_ids.filter((id) => id !== project.id);
      this.runners.update(runner, { project_ids });
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

  /** Replaces a runner's token, with other fields: the old token is dead at once. */
  setToken(runner: Runner, token: string, fields: Partial<Omit<Runner, "id" | "token">>): void {
    this.#runnersByToken.delete(runner.token);
    this.runners.update(runner, { ...fields, token });
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

  /** A runner takes a job, whose other fields change with it. */
  giveJob(job: Job, runner: Runner, fields: Partial<Omit<Job, "id" | "runner_id">>): void {
    this.jobs.update(job, { ...fields, runner_id: runner.id });
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
    this.#settings = { ...this.#settings, ...dump.settings };
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

  #table<Row extends { readonly id: number }>(name: string): Table<Row> {
    const table = new Table<Row>((change, undo) => this.onChange?.([name, ...change], undo));
    this.#tables.set(name, table);
    return table;
  }

  /** Makes changes again that a journal has kept. */
  redo(changes: Iterable<StoreChange>): void {
    for (const [name, ...change] of changes) {
      const table = this.#tables.get(name);
      if (table) table.redo(change);
      else if (name === SETTINGS) this.#settings = { ...this.#settings, ...(change[2] as object) };
      else throw new Error(`there is no table ${name}`);
    }
    this.#restore();
  }

  /** Takes changes back, the newest first. */
  takeBack(undos: readonly (() => void)[]): void {
    for (const undo of [...undos].reverse()) undo();
    this.#restore();
  }

  /** Puts the order of the rows and the indexes right. */
  #restore(): void {
    this.load(this.dump());
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

const SETTINGS = "settings";

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
