import {
  type AccessTokenPayload,
  type ApplicationSettingsPayload,
  AuthenticationError,
  type GitLabClient,
  GitLabError,
  type GroupDetailsPayload,
  type GroupProjectsFilter,
  type MarkedRunner,
  type MemberPayload,
  NotFoundError,
  PermissionError,
  type PlanLimitsPayload,
  type ProjectDetailsPayload,
  type ProjectPayload,
  type RunnerDetailsPayload,
  type RunnerFilter,
  type RunnerListOwner,
  type RunnerType,
  type UserPayload,
} from "../../gitlab";
import { withoutSignal } from "../../gitlab/transport/operationSignal";
import type { VerifyTokens } from "../../gitlab/settings/settings";
import { type TokenVerdict, askAboutToken } from "../../gitlab/tokenVerification";
import { sameSet } from "../values/diffing";
import { ListedRunners, type RunnerHome } from "./listedRunners";
import { type NamespaceKind, NamespacePaths } from "./namespacePaths";
import { type RunnerListing, listWhereAllowed } from "./runnerListing";
import { UntouchedRunners } from "./untouchedRunners";

/** The most projects of a group to read. Some are named, and one may use the group's runners. */
const FIRST_PROJECTS = 20;

/** What decides to which projects a runner may be assigned. */
export type AssignableRunner = Pick<RunnerDetailsPayload, "runner_type" | "locked"> & {
  /** The projects that may use the runner. */
  readonly projects?: readonly { readonly id: number }[] | undefined;
};

/** What a state holds of a runner: where it belongs, and which projects use it. */
export interface KnownRunner extends RunnerHome {
  readonly projects?: readonly { readonly id: number }[] | undefined;
}

/** The reads that resources of a stack share: each thing is read once, however many need it. */
export interface Lookups {
  readonly project: (idOrPath: number | string) => Promise<ProjectDetailsPayload>;
  readonly group: (idOrPath: number | string) => Promise<GroupDetailsPayload>;
  /** The projects of a group, the oldest first. */
  readonly groupProjects: (
    groupId: number,
    filter: GroupProjectsFilter,
  ) => Promise<readonly ProjectPayload[]>;
  /** The first projects of a group and its subgroups that can run jobs, and how many there are. */
  readonly firstGroupProjects: (groupId: number) => ReturnType<GitLabClient["firstGroupProjects"]>;
  /** The full path of a group or project, if an earlier read showed it; makes no request. */
  readonly pathOf: (kind: NamespaceKind, id: number) => string | undefined;
  /** A group or project in a message, with its path if an earlier read showed it; makes no request. */
  readonly named: (kind: NamespaceKind, id: number) => string;
  readonly runner: (id: number | string) => Promise<RunnerDetailsPayload>;
  /** The same of one of many runners of a state, by lists where that is cheaper. */
  readonly storedRunner: (
    id: number | string,
    known?: KnownRunner,
  ) => Promise<RunnerDetailsPayload>;
  /** A runner without its projects, which may be thousands. */
  readonly runnerAlone: (id: number | string) => Promise<RunnerDetailsPayload>;
  /** Of a runner that this process created, without asking. */
  readonly assignableRunner: (id: number) => Promise<AssignableRunner>;
  /** Keeps what is known about a new runner. */
  readonly keepCreatedRunner: (id: number, runner: AssignableRunner) => void;
  /** A runner's details with the marker of its creation. */
  readonly markedRunner: (id: number | string) => Promise<MarkedRunner>;
  /** The same of one that {@link neverContacted} lists; of many, from pages of that list. */
  readonly listedMarkedRunner: (id: number) => Promise<MarkedRunner>;
  /**
   * Runners that never contacted GitLab, as this process found them; undefined without the right to list them.
   *
   * @param since - a `performance.now()`: an older list is read again.
   */
  readonly neverContacted: (since?: number) => Promise<RunnerListing | undefined>;
  /** All runners of an owner and a type, as this process found them; undefined without the right. */
  readonly runnersOf: (
    owner: RunnerListOwner,
    type: RunnerType | undefined,
  ) => Promise<RunnerListing | undefined>;
  /** How many runners a group or project lists; undefined where GitLab doesn't say. */
  readonly runnerCount: (
    kind: "project" | "group",
    id: number,
    filter: RunnerFilter,
  ) => Promise<number | undefined>;
  /** The role of the credential's user in a group. */
  readonly groupRole: (groupId: number) => Promise<MemberPayload>;
  /** GitLab's verdict on a runner authentication token; rejects without an answer. */
  readonly token: (token: string, mode: Exclude<VerifyTokens, "off">) => Promise<TokenVerdict>;
  /** Forgets what was read about a runner, because it has changed. */
  readonly forgetRunner: (id: number | string) => void;
  /**
   * The credential's details; undefined for a credential without them, such as an OAuth token. Rejects with
   * GitLab's refusal.
   */
  readonly credential: () => Promise<AccessTokenPayload | undefined>;
  /** The credential's user. */
  readonly user: () => Promise<UserPayload>;
  readonly planLimits: () => Promise<PlanLimitsPayload>;
  /** Digests of the keys that this GitLab signs with; undefined if they cannot be read. */
  readonly signingKeys: () => Promise<readonly string[] | undefined>;
  /** For administrators. */
  readonly applicationSettings: () => Promise<ApplicationSettingsPayload>;
  /** GitLab's version, such as `18.11.2-ee`. */
  readonly version: () => Promise<string>;
}

export function createLookups(gitlab: GitLabClient, warn: (text: string) => void): Lookups {
  const paths = new NamespacePaths();
  const runners = remember(async (id) => paths.noteRunner(await gitlab.getRunner(id)));
  const alone = remember((id) => gitlab.getMarkedRunner(id));
  const created = new Map<number, AssignableRunner>();
  let untouchedAskedAt = 0;
  const untouched = remember(() => {
    untouchedAskedAt = performance.now();
    return listWhereAllowed(gitlab, { of: "instance" }, { status: "never_contacted" });
  });
  const untouchedDetails = new UntouchedRunners(gitlab, () => untouched.read(""), alone.read);
  const all = remember((key) => {
    const [owner, type] = JSON.parse(key) as [RunnerListOwner, RunnerType | null];
    return listWhereAllowed(gitlab, owner, type === null ? {} : { type });
  });
  const verdicts = {
    quiet: remember((token) => askAboutToken(gitlab, token, "quiet", warn)),
    full: remember((token) => askAboutToken(gitlab, token, "full", warn)),
  };
  const counts = remember((key) => {
    const [kind, id, filter] = JSON.parse(key) as ["project" | "group", number, RunnerFilter];
    return gitlab.countRunners(kind, id, filter);
  });
  const user = remember(() => gitlab.getCurrentUser());
  const credential = remember(() => acceptCredential(gitlab));
  const limits = remember(() => gitlab.getPlanLimits());
  const keys = remember(() =>
    gitlab.listSigningKeys().catch((error: unknown) => {
      if (error instanceof GitLabError) return undefined;
      throw error;
    }),
  );
  const applicationSettings = remember(() => gitlab.getApplicationSettings());
  const metadata = remember(() => gitlab.getMetadata());
  const roles = remember(async (groupId) =>
    gitlab.getGroupMember(groupId, (await user.read("")).id),
  );
  const projects = remember(async (idOrPath) =>
    paths.noteProject(await gitlab.getProject(idOrPath)),
  );
  const groups = remember(async (idOrPath) => paths.noteGroup(await gitlab.getGroup(idOrPath)));
  const groupProjects = remember(async (key) => {
    const [id, filter] = JSON.parse(key) as [number, GroupProjectsFilter];
    const found = await gitlab.listGroupProjects(id, filter);
    return found.map((project) => paths.noteProject(project));
  });
  const firstGroupProjects = remember(async (groupId) => {
    const first = await gitlab.firstGroupProjects(Number(groupId), FIRST_PROJECTS);
    first.projects.forEach((project) => paths.noteProject(project));
    return first;
  });
  const listed = new ListedRunners(gitlab, {
    runner: runners.read,
    groupPath: async (id) => (await groups.read(id)).full_path,
    projectPath: async (id) => (await projects.read(id)).path_with_namespace,
  });
  return {
    async project(idOrPath) {
      const project = await projects.read(idOrPath);
      projects.keep(project.id, project);
      return project;
    },
    group: groups.read,
    groupProjects: (groupId, { recursive, archived }) =>
      groupProjects.read(JSON.stringify([groupId, { recursive, archived }])),
    firstGroupProjects: firstGroupProjects.read,
    pathOf: (kind, id) => paths.pathOf(kind, id),
    named: (kind, id) => paths.named(kind, id),
    runner: runners.read,
    async storedRunner(id, { projects: known, ...home } = {}) {
      const found = await listed.read(Number(id), home);
      if (!found || !(found.hasProjectsOfRest || isSameThings(found.runner.projects, known)))
        return runners.read(id);
      return paths.noteRunner(found.runner);
    },
    runnerAlone: async (id) => (await alone.read(id)).runner,
    assignableRunner: async (id) => created.get(id) ?? runners.read(id),
    keepCreatedRunner: (id, runner) => created.set(id, runner),
    markedRunner: alone.read,
    listedMarkedRunner: (id) => untouchedDetails.read(id),
    neverContacted: (since = 0) => {
      if (untouchedAskedAt < since) untouched.forget("");
      return untouched.read("");
    },
    runnersOf: (owner, type) => all.read(JSON.stringify([owner, type ?? null])),
    runnerCount: (kind, id, filter) => counts.read(JSON.stringify([kind, id, filter])),
    groupRole: roles.read,
    token: (token, mode) => verdicts[mode].read(token),
    forgetRunner: (id) => {
      listed.forget(Number(id));
      untouchedDetails.forget(Number(id));
      runners.forget(id);
      alone.forget(id);
    },
    credential: () => credential.read(""),
    user: () => user.read(""),
    planLimits: () => limits.read(""),
    signingKeys: () => keys.read(""),
    applicationSettings: () => applicationSettings.read(""),
    version: async () => (await metadata.read("")).version,
  };
}

type Things = readonly { readonly id: number }[] | undefined;

function isSameThings(some: Things, others: Things): boolean {
  const ids = (things: Things): number[] | undefined => things?.map(({ id }) => id);
  return others !== undefined && sameSet(ids(some) ?? [], ids(others) ?? []);
}

interface Remembered<T> {
  readonly read: (key: number | string) => Promise<T>;
  /** Keeps an answer under another key, under which it is the same. */
  readonly keep: (key: number | string, answer: T) => void;
  readonly forget: (key: number | string) => void;
}

function remember<T>(ask: (key: string) => Promise<T>): Remembered<T> {
  const answers = new Map<string, Promise<T>>();
  return {
    read(key) {
      const known = answers.get(String(key));
      if (known) return known;
      // Other resources wait for the same answer.
      const answer = withoutSignal(() => ask(String(key)));
      answers.set(String(key), answer);
      return answer;
    },
    keep(key, answer) {
      answers.set(String(key), Promise.resolve(answer));
    },
    forget(key) {
      answers.delete(String(key));
    },
  };
}

/**
 * A token with few scopes may ask for its own details only; a token that is no access token (OAuth)
 * may ask for its user only.
 */
async function acceptCredential(gitlab: GitLabClient): Promise<AccessTokenPayload | undefined> {
  try {
    return await gitlab.getOwnAccessToken();
  } catch (error) {
    if (error instanceof AuthenticationError) throw error;
    if (!(error instanceof NotFoundError || error instanceof PermissionError)) throw error;
    await gitlab.getCurrentUser();
    return undefined;
  }
}
