import type { GitLabClient } from "../client";
import { contactStatus } from "../coverage/tagCoverage";
import type { RunnerListOwner } from "../endpoints/runnerLists";
import { eachOnce } from "../endpoints/runnerLists";
import { asListed, readListedDetails } from "../graphql/listedDetails";
import { isAdministrator } from "../isAdministrator";
import { mapBounded } from "../mapBounded";
import type {
  ProjectSwitchesPayload,
  RunnerDetailsPayload,
  RunnerPayload,
} from "../payloads/schemas";
import { groupPathOf } from "../text/groupPath";
import { AbortedError, GitLabError, PermissionError } from "../transport/errors";
import { unlessGone } from "../transport/unlessGone";
import type { AccessProject, AccessRunner } from "./access";
import { readProjects } from "./readProjects";
import type { AccessFacts } from "./review";

/** Whose access is looked at: one runner's, one project's, both, a group's, or the instance's. */
export interface AccessScope {
  readonly runnerId?: number | string | undefined;
  readonly projectId?: number | string | undefined;
  readonly groupId?: number | string | undefined;
  readonly all?: boolean | undefined;
}

/** How to read. */
export interface AccessReading {
  /** How many requests may be under way at once. */
  readonly concurrency: number;
  /** Called with what has been read so far. */
  readonly progress?: ((count: number, things: "projects" | "runners") => void) | undefined;
}

/** Of so many projects of a runner, each is read by itself; of more, the list of all is read. */
const FEW_PROJECTS = 20;

/**
 * Reads what decides which runners get the jobs of which projects. It reads lists, and details of
 * single runners only where no list shows them.
 */
export function readAccessFacts(
  gitlab: GitLabClient,
  scope: AccessScope,
  reading: AccessReading,
): Promise<AccessFacts> {
  const { runnerId, projectId, groupId } = scope;
  const reader = new FactsReader(gitlab, reading);
  if (runnerId !== undefined) return reader.ofRunner(runnerId, projectId);
  if (projectId !== undefined) return reader.ofProject(projectId);
  return groupId === undefined ? reader.ofInstance() : reader.ofGroup(groupId);
}

class FactsReader {
  readonly #notes: string[] = [];

  constructor(
    private readonly gitlab: GitLabClient,
    private readonly reading: AccessReading,
  ) {}

  async ofRunner(
    id: number | string,
    projectId: number | string | undefined,
  ): Promise<AccessFacts> {
    const { gitlab } = this;
    const runner = factsOf(await gitlab.getRunner(id));
    if (projectId !== undefined) return this.#facts([runner], [await gitlab.getProject(projectId)]);
    if (!(await isAdministrator(gitlab)))
      this.#notes.push(
        "Projects that the access token may not see are not listed. The token of an administrator sees all.",
      );
    return this.#facts([runner], await this.#projectsOf(runner));
  }

  #projectsOf(runner: AccessRunner): Promise<ProjectSwitchesPayload[]> {
    const { runnerType, group, projectIds } = runner;
    if (runnerType === "group_type" && group !== undefined) return this.#listProjects(group);
    if (runnerType !== "project_type" || projectIds.length > FEW_PROJECTS)
      return this.#listProjects().then((projects) =>
        runnerType === "project_type"
          ? projects.filter(({ id }) => projectIds.includes(id))
          : projects,
      );
    return this.#each(projectIds, (id) => unlessGone(this.gitlab.getProject(id)));
  }

  /** Also the runners that the project would use if its switches were on, as far as a list shows them. */
  async ofProject(idOrPath: number | string): Promise<AccessFacts> {
    const { gitlab } = this;
    const project = await gitlab.getProject(idOrPath);
    const { namespace, shared_runners_enabled, group_runners_enabled } = project;
    const own = await this.#runnersOf({ of: "project", id: project.id }, false);
    const isOff = !shared_runners_enabled || group_runners_enabled === false;
    const ofGroup =
      isOff && namespace?.kind === "group"
        ? await this.#runnersOf({ of: "group", id: namespace.id }, false, "above the project")
        : [];
    if (
      !shared_runners_enabled &&
      !ofGroup.some(({ runnerType }) => runnerType === "instance_type")
    )
      this.#notes.push(
        "Instance runners are off in the project, and no list that the access token may read shows them.",
      );
    // No list of runners of a project shows its projects; what it lists of project runners is assigned.
    const runners = own.map((runner) => ({
      ...runner,
      projectIds: runner.runnerType === "project_type" ? [project.id] : [],
    }));
    return this.#facts([...ofGroup, ...runners], [project]);
  }

  async ofGroup(idOrPath: number | string): Promise<AccessFacts> {
    const { gitlab } = this;
    const { id, full_path: path } = await gitlab.getGroup(idOrPath);
    const [projects, offered] = await Promise.all([
      this.#listProjects(id),
      this.#runnersOf({ of: "group", id }, false),
    ]);
    const below = await this.#runnersBelow(path, projects);
    return this.#facts([...offered, ...below], projects);
  }

  async ofInstance(): Promise<AccessFacts> {
    const [projects, runners] = await Promise.all([
      this.#listProjects(),
      this.#runnersOf({ of: "instance" }, true),
    ]);
    return this.#facts(runners, projects);
  }

  /** GraphQL lists what is below a group; REST does so only project by project. */
  async #runnersBelow(
    path: string,
    projects: readonly ProjectSwitchesPayload[],
  ): Promise<AccessRunner[]> {
    const found = new Map<number, RunnerDetailsPayload | undefined>();
    try {
      for await (const page of this.gitlab.iterateRunnerPages({ of: "group", path }))
        for (const [id, runner] of page.runners)
          found.set(id, runner?.hasProjectsOfRest === true ? runner.runner : undefined);
    } catch (error) {
      // REST says what is wrong where it is so for REST, too.
      if (!(error instanceof GitLabError) || error instanceof AbortedError) throw error;
      const lists = await this.#each(projects, ({ id }) =>
        this.#list({ of: "project", id }, "of a project"),
      );
      for (const { id } of lists.flat()) found.set(id, undefined);
    }
    const unread = [...found].filter(([, runner]) => runner === undefined).map(([id]) => id);
    const read = await this.#each(unread, (id) => this.#details(id, true));
    return [...[...found.values()].flatMap((each) => each ?? []), ...read].map(factsOf);
  }

  async #runnersOf(
    owner: RunnerListOwner,
    withProjects: boolean,
    where?: string,
  ): Promise<AccessRunner[]> {
    const listed = eachOnce(await this.#list(owner, where));
    const known = await readListedDetails(this.gitlab, owner, listed, (count) => {
      this.reading.progress?.(count, "runners");
    });
    const details = await this.#each(listed, ({ id }) => {
      const one = known.get(id);
      const isEnough = one !== undefined && (!withProjects || one.hasProjectsOfRest);
      return isEnough ? Promise.resolve(one.runner) : this.#details(id, withProjects);
    });
    return details.map(factsOf);
  }

  /** @param where - whose runners are missing if GitLab refuses the list; without it, that is an error. */
  async #list(owner: RunnerListOwner, where: string | undefined): Promise<RunnerPayload[]> {
    const asked = this.gitlab.listRunners(owner);
    return where === undefined ? asked : this.#unlessRefused(asked, [], `the runners ${where}`);
  }

  async #details(id: number, withProjects: boolean): Promise<RunnerDetailsPayload | undefined> {
    const { gitlab } = this;
    const asked = unlessGone(withProjects ? gitlab.getRunner(id) : gitlab.getRunnerAlone(id));
    const details = await this.#unlessRefused(asked, undefined, `runner ${id}`);
    return details && asListed(details);
  }

  async #unlessRefused<Answer>(
    asked: Promise<Answer>,
    instead: Answer,
    what: string,
  ): Promise<Answer> {
    try {
      return await asked;
    } catch (error) {
      if (!(error instanceof PermissionError)) throw error;
      const note = `GitLab does not show ${what} to the access token.`;
      if (!this.#notes.includes(note)) this.#notes.push(note);
      return instead;
    }
  }

  #listProjects(groupId?: number | string): Promise<ProjectSwitchesPayload[]> {
    const progress = (count: number): void => this.reading.progress?.(count, "projects");
    return groupId === undefined
      ? this.gitlab.listProjectSwitches({ progress })
      : this.gitlab.listGroupProjectSwitches(groupId, { progress });
  }

  /** What is found of each, some at once. */
  async #each<Item, Found>(
    items: readonly Item[],
    find: (item: Item) => Promise<Found | undefined>,
  ): Promise<Found[]> {
    const found = await mapBounded(items, this.reading.concurrency, find);
    return found.flatMap((one) => (one === undefined ? [] : [one]));
  }

  async #facts(
    runners: readonly AccessRunner[],
    payloads: readonly ProjectSwitchesPayload[],
  ): Promise<AccessFacts> {
    const byId = new Map(runners.map((runner) => [runner.id, runner]));
    const projects: AccessProject[] = await readProjects(this.gitlab, payloads, this.#notes);
    return { runners: [...byId.values()], projects, notes: this.#notes };
  }
}

function factsOf(runner: RunnerDetailsPayload): AccessRunner {
  const [group] = runner.groups ?? [];
  return {
    id: runner.id,
    description: runner.description ?? "",
    runnerType: runner.runner_type,
    ...(runner.runner_type === "group_type" && { group: groupPathOf(group?.web_url) }),
    projectIds:
      runner.runner_type === "project_type" ? (runner.projects ?? []).map(({ id }) => id) : [],
    tagList: runner.tag_list,
    runUntagged: runner.run_untagged,
    accessLevel: runner.access_level,
    locked: runner.locked && runner.runner_type === "project_type",
    paused: runner.paused,
    status: contactStatus(runner),
  };
}
