import {
  type Declared,
  type IdOf,
  type Program,
  isSecretOf,
  referencesOf,
} from "../helpers/host/declared";
import { PROJECTS, type World } from "./world";
import type { Random } from "./random";

/** Writes programs and changes them, so that GitLab would accept what they declare. */
export class Author {
  readonly #random: Random;
  readonly #world: World;
  #count = 0;
  /** Adoptable runners that no program may adopt any more, as it may have been asked to delete them. */
  readonly #spent = new Set<number>();
  /** How each is adopted, always the same way: one whose token was reset has none to adopt it by. */
  readonly #ways = new Map<number, Record<string, unknown>>();

  constructor(random: Random, world: World) {
    this.#random = random;
    this.#world = world;
  }

  /** The adoptable runners that a program was asked to delete some time. */
  get spent(): ReadonlySet<number> {
    return this.#spent;
  }

  write(size: number): Program {
    let program: Program = [];
    while (program.length < size) program = this.#add(program);
    return program;
  }

  /** Adds, changes, removes and replaces some of a program's resources. */
  revise(program: Program): Program {
    const edits = this.#random.int(1, 4);
    let revised = program;
    for (let edit = 0; edit < edits; edit += 1) {
      const kinds = [
        ...[this.#add, this.#change, this.#change],
        ...[this.#remove, this.#replace, this.#rotate],
      ];
      revised = this.#random.pick(kinds).call(this, revised);
    }
    return revised;
  }

  #add(program: Program): Program {
    const random = this.#random;
    if (random.chance(0.25)) return this.#addAssignment(program);
    const adopted = new Set(program.map(({ args }) => adoptedId(args)));
    const free = this.#world.adoptable.filter(
      ({ id, runnerType }) =>
        !adopted.has(id) &&
        !this.#spent.has(id) &&
        (this.#world.user === "root" || runnerType !== "instance_type"),
    );
    if (free.length > 0 && random.chance(0.2)) {
      const { id, runnerType } = random.pick(free);
      const deleteOnDestroy = random.chance(0.3);
      if (deleteOnDestroy) this.#spent.add(id);
      const way =
        this.#ways.get(id) ??
        random.pick<Record<string, unknown>>([
          { runnerId: id },
          { runnerId: id, resetTokenOnAdopt: true },
          { authenticationToken: { secret: `adoptable${id}` } },
        ]);
      this.#ways.set(id, way);
      const attributes = this.#attributes(runnerType !== "project_type");
      return [
        ...program,
        {
          name: `adopted-${id}`,
          type: "Runner",
          args: { ...way, ...attributes, ...(deleteOnDestroy && { deleteOnDestroy }) },
        },
      ];
    }
    const name = `runner-${this.#next()}`;
    if (random.chance(0.15)) {
      const kinds = this.#world.user === "root" ? ["instance", "group", "project"] : ["group"];
      const args = {
        registrationToken: { secret: random.pick(kinds) },
        ...this.#attributes(false),
      };
      return [...program, { name, type: "Runner", args }];
    }
    return [...program, { name, type: "Runner", args: this.#creation() }];
  }

  #creation(): Record<string, unknown> {
    const random = this.#random;
    const types = ["group_type", "project_type", "project_type"];
    if (this.#world.user === "root") types.push("instance_type");
    const runnerType = random.pick(types);
    return {
      runnerType,
      ...(runnerType === "group_type" && { groupId: random.pick([1, 2, "acme"]) }),
      ...(runnerType === "project_type" && { projectId: random.pick([11, 12, 13, "acme/app"]) }),
      ...this.#attributes(runnerType !== "project_type"),
    };
  }

  #attributes(mayLock: boolean): Record<string, unknown> {
    const random = this.#random;
    const untagged = random.chance(0.7);
    const all = {
      // Few of them, so that runners are alike.
      description: random.pick(["build", "deploy", "Build & deploy, \u00e4\u00f6\u00fc"]),
      paused: random.chance(0.5),
      accessLevel: random.pick(["not_protected", "ref_protected"]),
      maximumTimeout: random.pick([600, 3600]),
      maintenanceNote: random.pick(["Ask the platform team", "one line\nanother", "n".repeat(900)]),
      // A locked runner can be assigned to no further project.
      ...(mayLock && { locked: random.chance(0.5) }),
    };
    return {
      ...Object.fromEntries(random.some(Object.entries(all))),
      ...(!untagged && { runUntagged: false }),
      ...((!untagged || random.chance(0.4)) && {
        tagList: ["docker", ...random.some(["linux", "large", "gpu"])],
      }),
    };
  }

  /** Only one kind of assignment for a runner: they would undo each other's work. */
  #addAssignment(program: Program): Program {
    const random = this.#random;
    const assigned = new Set(program.flatMap(referencesOf));
    const owned = program.filter(
      (one) => this.ownerProject(one) !== undefined && !assigned.has(one.name),
    );
    if (owned.length === 0) return program;
    const runner = random.pick(owned);
    const runnerId: IdOf = { idOf: runner.name };
    const projects = this.#furtherProjects(runner);
    const suffix = this.#next();
    if (random.chance(0.5)) {
      const args = { runnerId, projectIds: projects, authoritative: random.chance(0.5) };
      return [...program, { name: `assignments-${suffix}`, type: "RunnerAssignments", args }];
    }
    const one = projects.map<Declared>((projectId) => ({
      name: `assignment-${suffix}-${projectId}`,
      type: "ProjectRunnerAssignment",
      args: { runnerId, projectId },
    }));
    return [...program, ...one];
  }

  #furtherProjects(runner: Declared): number[] {
    const owner = this.ownerProject(runner);
    const others = Object.values(PROJECTS).filter((id) => id !== owner);
    const some = this.#random.some(others);
    return some.length > 0 ? some : [this.#random.pick(others)];
  }

  #change(program: Program): Program {
    return this.#edit(program, (declared) => {
      const { args, type } = declared;
      if (type === "ProjectRunnerAssignment") return declared;
      if (type === "RunnerAssignments") {
        const runner = program.find(({ name }) => name === (args["runnerId"] as IdOf).idOf);
        if (!runner) return declared;
        return { ...declared, args: { ...args, projectIds: this.#furtherProjects(runner) } };
      }
      const kept = Object.fromEntries(
        Object.entries(args).filter(([name]) => CREATING.includes(name)),
      );
      const { runnerType } = args;
      const mayLock = runnerType === "instance_type" || runnerType === "group_type";
      return { ...declared, args: { ...kept, ...this.#attributes(mayLock) } };
    });
  }

  /** Changes what makes another runner of it. */
  #replace(program: Program): Program {
    return this.#edit(program, (declared) => {
      if (declared.args["runnerType"] === undefined) return declared;
      const assigned = assignedProjects(program, declared);
      if (assigned.length === 0) return { ...declared, args: this.#creation() };
      // The assignments go along with it, so its new owner must be none of theirs.
      const owners = Object.values(PROJECTS).filter((id) => !assigned.includes(id));
      return { ...declared, args: { ...declared.args, projectId: this.#random.pick(owners) } };
    });
  }

  /** Has a keeper of a runner be another: the first is noted, later ones rotate the runner's token. */
  #rotate(program: Program): Program {
    return this.#edit(program, (declared) => {
      const { args } = declared;
      if (adoptedId(args) !== undefined || declared.type !== "Runner") return declared;
      const strategy = this.#random.pick(["replace", "reset"]);
      const rotation = { keepers: { round: String(this.#next()) }, strategy };
      return { ...declared, args: { ...args, rotation } };
    });
  }

  #remove(program: Program): Program {
    if (program.length < 2) return program;
    const { name } = this.#random.pick(program);
    return program.filter((one) => one.name !== name && !referencesOf(one).includes(name));
  }

  #edit(program: Program, change: (declared: Declared) => Declared): Program {
    if (program.length === 0) return program;
    const chosen = this.#random.pick(program);
    return program.map((declared) => (declared === chosen ? change(declared) : declared));
  }

  /** The project that owns a runner of the program, where it is a project runner. */
  ownerProject({ args, type }: Declared): number | undefined {
    if (type !== "Runner") return undefined;
    const { projectId } = args;
    if (typeof projectId === "string") return PROJECTS[projectId as keyof typeof PROJECTS];
    if (projectId !== undefined) return projectId as number;
    const adopted = adoptedId(args);
    return this.#world.adoptable.find(({ id }) => id === adopted)?.projectId;
  }

  #next(): number {
    this.#count += 1;
    return this.#count;
  }
}

/** The arguments that say which runner it is, and that a change of attributes leaves alone. */
const CREATING = [
  "runnerType",
  "groupId",
  "projectId",
  "registrationToken",
  "runnerId",
  "authenticationToken",
  "resetTokenOnAdopt",
  "deleteOnDestroy",
];

/** The runner from before the episode that a resource adopts. */
export function adoptedId(args: Declared["args"]): number | undefined {
  if (typeof args["runnerId"] === "number") return args["runnerId"];
  const token = args["authenticationToken"];
  return isSecretOf(token) ? Number(token.secret.replace("adoptable", "")) : undefined;
}

/** The projects that a program assigns a runner to. */
export function assignedProjects(program: Program, runner: Declared): number[] {
  return program
    .filter((one) => referencesOf(one).includes(runner.name))
    .flatMap(({ args }) => [args["projectId"] ?? args["projectIds"]].flat() as number[]);
}
