import type { Instance } from "../instance";
import type { AccessToken, Group, Project, Registrar, Runner, User } from "../store/records";
import type { Store } from "../store/store";
import { ancestorsOf, groupsOf, isInside } from "./namespaces";

export const REPORTER = 20;
export const DEVELOPER = 30;
export const MAINTAINER = 40;
export const OWNER = 50;

/** Who asks, and with which token. */
export interface Caller {
  user: User;
  token: AccessToken;
}

/**
 * What a caller may do: GitLab's app/policies/ci/runner_policy.rb, group_policy.rb,
 * project_policy.rb and the roles behind them.
 */
export class Policy {
  readonly #store: Store;
  readonly #features: Instance["features"];
  readonly #levels = new Levels();

  /** @param bypassesAdminMode - GraphQL takes any token of an administrator for Admin Mode. */
  constructor(
    readonly caller: Caller,
    instance: Instance,
    private readonly bypassesAdminMode = false,
  ) {
    this.#store = instance.store;
    this.#features = instance.features;
  }

  /** In Admin Mode an administrator's token is a plain user's unless its scopes say otherwise. */
  get isAdmin(): boolean {
    const { user, token } = this.caller;
    const isNeeded = this.#store.settings.admin_mode && !this.bypassesAdminMode;
    return user.admin && (!isNeeded || token.scopes.includes("admin_mode"));
  }

  get canReadAll(): boolean {
    return this.isAdmin || (this.#features.auditorsListAll && this.caller.user.auditor);
  }

  groupLevel(group: Group): number {
    return this.#levels.of(group, () => {
      const groups = new Set([group, ...ancestorsOf(group, this.#store)].map(({ id }) => id));
      return this.#level((member) => member.group_id !== null && groups.has(member.group_id));
    });
  }

  projectLevel(project: Project): number {
    return this.#levels.of(project, () => {
      const groups = new Set(groupsOf(project, this.#store).map(({ id }) => id));
      return this.#level(
        (member) =>
          member.project_id === project.id ||
          (member.group_id !== null && groups.has(member.group_id)),
      );
    });
  }

  canSeeProject(project: Project): boolean {
    return this.canReadAll || project.visibility !== "private" || this.projectLevel(project) > 0;
  }

  canSeeGroup(group: Group): boolean {
    return (
      this.canReadAll ||
      group.visibility !== "private" ||
      this.groupLevel(group) > 0 ||
      this.#store.projects
        .all()
        .some((project) => isInside(project, group, this.#store) && this.projectLevel(project) > 0)
    );
  }

  /** Whether a group is the caller's own by a membership in it, above it or below it. */
  isAuthorized(group: Group): boolean {
    if (this.groupLevel(group) > 0) return true;
    const isBelow = (below: Group): boolean =>
      ancestorsOf(below, this.#store).includes(group) && this.groupLevel(below) > 0;
    return (
      this.#store.groups.all().some(isBelow) ||
      this.#store.projects
        .all()
        .some((project) => isInside(project, group, this.#store) && this.projectLevel(project) > 0)
    );
  }

  /** Whether the caller may make runners of a project, unless registration is turned off there. */
  canCreateInProject(project: Project): boolean {
    if (this.isAdmin) return true;
    const allowed = this.#isRegistrar("project") && project.runner_registration_enabled;
    return allowed && this.projectLevel(project) >= MAINTAINER;
  }

  /** Registration that is turned off in a group is so in all groups below it. */
  canCreateInGroup(group: Group): boolean {
    if (this.isAdmin) return true;
    const allowed =
      this.#isRegistrar("group") &&
      [group, ...ancestorsOf(group, this.#store)].every((each) => each.runner_registration_enabled);
    return allowed && this.groupLevel(group) >= OWNER;
  }

  #isRegistrar(registrar: Registrar): boolean {
    return this.#store.settings.valid_runner_registrars.includes(registrar);
  }

  canListProjectRunners(project: Project): boolean {
    return this.canReadAll || this.projectLevel(project) >= MAINTAINER;
  }

  canAdminProjectRunners(project: Project): boolean {
    return this.isAdmin || this.projectLevel(project) >= MAINTAINER;
  }

  canListGroupRunners(group: Group): boolean {
    const enough = this.#features.groupMaintainersList ? MAINTAINER : OWNER;
    return this.canReadAll || this.groupLevel(group) >= enough;
  }

  canDeleteProject(project: Project): boolean {
    return this.#isOwner(project);
  }

  canArchive(project: Project): boolean {
    return this.#isOwner(project);
  }

  /** Whether the caller may take a project away from its group. */
  canMoveProject(project: Project): boolean {
    if (this.#features.archivedStay && project.archived === true) return false;
    return this.#isOwner(project);
  }

  #isOwner(project: Project): boolean {
    return this.isAdmin || this.projectLevel(project) >= OWNER;
  }

  /** Whether the caller may put projects and groups into a group; there is no setting for it here. */
  canMoveInto(group: Group): boolean {
    return this.isAdmin || this.groupLevel(group) >= MAINTAINER;
  }

  canDeleteGroup(group: Group): boolean {
    return this.isAdmin || this.groupLevel(group) >= OWNER;
  }

  canAdminGroupRunners(group: Group): boolean {
    return this.isAdmin || this.groupLevel(group) >= OWNER;
  }

  canReadRunner(runner: Runner): boolean {
    if (runner.runner_type === "instance_type" || this.canReadAll) return true;
    if (runner.runner_type === "project_type")
      return this.#projectsOf(runner).some((project) => this.projectLevel(project) >= MAINTAINER);
    const group = this.#groupOf(runner);
    if (!group) return false;
    if (this.groupLevel(group) >= MAINTAINER) return true;
    return this.#store.projects
      .all()
      .some(
        (project) =>
          project.group_runners_enabled &&
          isInside(project, group, this.#store) &&
          this.projectLevel(project) >= MAINTAINER,
      );
  }

  /** Also decides on resets of the token, and on who may see the maintenance note. */
  canUpdateRunner(runner: Runner): boolean {
    if (this.isAdmin) return true;
    if (runner.runner_type === "instance_type") return false;
    if (runner.runner_type === "group_type") {
      const group = this.#groupOf(runner);
      return group !== undefined && this.groupLevel(group) >= OWNER;
    }
    return this.#projectsOf(runner).some((project) => this.projectLevel(project) >= MAINTAINER);
  }

  canDeleteRunner(runner: Runner): boolean {
    if (this.isAdmin) return true;
    if (runner.runner_type !== "project_type") return this.canUpdateRunner(runner);
    const owner = this.#projectsOf(runner)[0];
    return owner !== undefined && this.projectLevel(owner) >= MAINTAINER;
  }

  canAssignRunner(runner: Runner): boolean {
    return runner.runner_type === "project_type" && this.canUpdateRunner(runner);
  }

  canReadJobs(runner: Runner): boolean {
    return this.canReadAll || this.canUpdateRunner(runner);
  }

  /** GitLab's `read_code`. */
  canReadCode(project: Project): boolean {
    return (
      this.canReadAll || project.visibility !== "private" || this.projectLevel(project) >= REPORTER
    );
  }

  /** Whether CI/CD of a project is on for the caller; only for members, where it is private. */
  hasBuilds(project: Project): boolean {
    if (project.builds_access_level === "disabled") return false;
    if (project.builds_access_level !== "private") return true;
    return this.canReadAll || this.projectLevel(project) > 0;
  }

  canCreatePipeline(project: Project): boolean {
    if (project.archived === true || !this.hasBuilds(project)) return false;
    return this.isAdmin || this.projectLevel(project) >= DEVELOPER;
  }

  canReadBuilds(project: Project): boolean {
    if (!this.hasBuilds(project)) return false;
    return this.canReadAll || this.projectLevel(project) >= REPORTER;
  }

  /** Group runners of owned groups and project runners of projects that the caller maintains. */
  ownsRunner(runner: Runner): boolean {
    if (runner.runner_type === "instance_type") return false;
    if (runner.runner_type === "group_type") {
      const group = this.#groupOf(runner);
      return group !== undefined && this.groupLevel(group) >= OWNER;
    }
    return this.#projectsOf(runner).some((project) => this.projectLevel(project) >= MAINTAINER);
  }

  #projectsOf(runner: Runner): Project[] {
    return runner.project_ids
      .map((id) => this.#store.projects.get(id))
      .filter((project) => project !== undefined);
  }

  #groupOf(runner: Runner): Group | undefined {
    return runner.group_id === null ? undefined : this.#store.groups.get(runner.group_id);
  }

  #level(
    counts: (member: { group_id: number | null; project_id: number | null }) => boolean,
  ): number {
    return this.#store.members
      .all()
      .filter((member) => member.user_id === this.caller.user.id && counts(member))
      .reduce((highest, member) => Math.max(highest, member.access_level), 0);
  }
}

/** A caller's access levels, each worked out once: a policy lives no longer than a request. */
class Levels {
  readonly #known = new Map<Group | Project, number>();

  of(source: Group | Project, workOut: () => number): number {
    const known = this.#known.get(source) ?? workOut();
    this.#known.set(source, known);
    return known;
  }
}
