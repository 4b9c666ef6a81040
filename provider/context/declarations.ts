import { printable } from "../../gitlab/text/shown";

/** A resource of the program that declares something. */
export interface Declarer {
  readonly urn: string;
  /** Whether the state does not have the resource yet. */
  readonly isNew: boolean;
}

/** Which resources of the program declare which things. */
class Declared<Thing> {
  readonly #declarers = new Map<Thing, Map<string, Declarer>>();

  /** @returns another resource that declares the same thing. */
  note(thing: Thing, by: Declarer): Declarer | undefined {
    const declarers = this.#declarers.get(thing) ?? new Map<string, Declarer>();
    this.#declarers.set(thing, declarers.set(by.urn, by));
    return this.declarerOf(thing, by.urn);
  }

  /** @param except - the URN of a resource that does not count. */
  declarerOf(thing: Thing, except?: string): Declarer | undefined {
    return [...(this.#declarers.get(thing)?.values() ?? [])].find(({ urn }) => urn !== except);
  }

  has(thing: Thing): boolean {
    return this.#declarers.has(thing);
  }

  thingsBut(excluded: readonly Thing[]): Thing[] {
    return [...this.#declarers.keys()].filter((thing) => !excluded.includes(thing));
  }
}

/** The projects to which a resource limits a runner. */
interface AuthoritativeList {
  readonly by: Declarer;
  readonly projects: ReadonlySet<number>;
}

/**
 * What the program of this process declares, by resource. Two resources for one thing would overwrite each
 * other, and a deletion must keep what another resource declares.
 */
export class Declarations {
  /** Runners, by GitLab's id. */
  readonly runners = new Declared<string>();
  /** Runners that a cleanup is to delete, by GitLab's id. */
  readonly staleRunners = new Declared<string>();
  /** Settings of GitLab, by their arguments' names. */
  readonly settings = new Declared<string>();
  readonly #projectsOfRunners = new Map<number, Declared<number>>();
  readonly #authoritative = new Map<number, Map<string, AuthoritativeList>>();
  readonly #madeRunners = new Set<string>();

  /** The projects that resources assign to a runner. */
  projectsOf(runnerId: number): Declared<number> {
    const known = this.#projectsOfRunners.get(runnerId);
    if (known) return known;
    const projects = new Declared<number>();
    this.#projectsOfRunners.set(runnerId, projects);
    return projects;
  }

  /** Notes that a resource unassigns a runner from all projects except these. */
  noteAuthoritative(runnerId: number, by: Declarer, projects: readonly number[]): void {
    const lists = this.#authoritative.get(runnerId) ?? new Map<string, AuthoritativeList>();
    this.#authoritative.set(runnerId, lists.set(by.urn, { by, projects: new Set(projects) }));
  }

  /**
   * A resource that unassigns a runner from a project.
   *
   * @param except - the URN of a resource that does not count.
   */
  takerOf(runnerId: number, projectId: number, except: string): Declarer | undefined {
    const lists = [...(this.#authoritative.get(runnerId)?.values() ?? [])];
    return lists.find(({ by, projects }) => by.urn !== except && !projects.has(projectId))?.by;
  }

  /** Notes that an operation of this process ended with a runner, which the state therefore holds. */
  noteMade(id: string): void {
    this.#madeRunners.add(id);
  }

  wasMade(id: string): boolean {
    return this.#madeRunners.has(id);
  }
}

/** A resource in a message: `ProjectRunnerAssignment "site"`. */
export function shownResource(urn: string): string {
  const [types = "", ...name] = urn.split("::").slice(2);
  const parents = types.split("$");
  const type = parents.pop()?.split(":").at(-1) ?? "";
  const place = parents.length === 0 ? "" : ` in ${parents.join(" in ")}`;
  return printable(`${type} "${name.join("::")}"${place}`);
}
