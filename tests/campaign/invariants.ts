import { type Declared, type Program, isSecretOf } from "../helpers/host/declared";
import type { Deployed } from "../helpers/host/deployment";
import { type Author, adoptedId, assignedProjects } from "./program";
import type { RunnerDetails, World } from "./world";

/** What an attribute is on a runner of ours that doesn't declare it. */
const DEFAULTS = {
  description: "",
  paused: false,
  locked: false,
  runUntagged: true,
  tagList: [],
  accessLevel: "not_protected",
  maximumTimeout: "",
  maintenanceNote: "",
};

/** GitLab's names of the attributes. */
const NAMES = {
  description: "description",
  paused: "paused",
  locked: "locked",
  runUntagged: "run_untagged",
  tagList: "tag_list",
  accessLevel: "access_level",
  maximumTimeout: "maximum_timeout",
  maintenanceNote: "maintenance_note",
} as const;

type Attribute = keyof typeof NAMES;

/**
 * What is wrong when a stack has come to rest: a runner that no state knows or that is there twice,
 * a token that is lost, a server that is not what the program declares. One sentence each.
 */
export async function violations(
  world: World,
  program: Program,
  author: Author,
  deployed: readonly Deployed[],
): Promise<string[]> {
  const runners = await world.runners();
  const found: string[] = [];
  const byName = new Map(deployed.map((resource) => [resource.name, resource]));
  for (const { name } of deployed)
    if (!program.some((declared) => declared.name === name))
      found.push(`${name} is in the state, and not in the program`);
  if (byName.size !== deployed.length) found.push("the state has a resource twice");

  const known = new Map<number, string>();
  for (const declared of program) {
    const resource = byName.get(declared.name);
    if (!resource) {
      found.push(`${declared.name} is declared, and not in the state`);
    } else if (declared.type === "Runner") {
      const id = Number(resource.id);
      const other = known.get(id);
      if (other !== undefined) found.push(`${other} and ${declared.name} are both runner ${id}`);
      known.set(id, declared.name);
      const runner = runners.get(id);
      if (!runner) found.push(`${declared.name} is runner ${id}, which GitLab does not have`);
      else found.push(...(await wrongWith(world, program, author, { declared, resource, runner })));
    }
  }

  const before = new Set(world.adoptable.map(({ id }) => id));
  for (const { id, description } of runners.values())
    if (!known.has(id) && !before.has(id))
      found.push(`runner ${id} (${description ?? ""}) is at GitLab, and no state knows it`);
  for (const id of before)
    if (!runners.has(id) && !author.spent.has(id))
      found.push(`runner ${id}, which was there before, is gone`);
  return found;
}

interface Made {
  readonly declared: Declared;
  readonly resource: Deployed;
  readonly runner: RunnerDetails;
}

async function wrongWith(
  world: World,
  program: Program,
  author: Author,
  { declared, resource, runner }: Made,
): Promise<string[]> {
  const { args, name } = declared;
  const found: string[] = [];
  const isAdopted = adoptedId(args) !== undefined;
  for (const attribute of Object.keys(NAMES) as Attribute[]) {
    if (isAdopted && args[attribute] === undefined) continue;
    const wanted = comparable(args[attribute] ?? DEFAULTS[attribute]);
    const present = comparable(
      attribute === "maintenanceNote"
        ? withoutMark(runner.maintenance_note)
        : runner[NAMES[attribute]],
    );
    if (present !== wanted)
      found.push(`${name}: ${attribute} is ${present} at GitLab, and declared as ${wanted}`);
  }
  if (args["runnerType"] !== undefined && args["runnerType"] !== runner.runner_type)
    found.push(
      `${name} is of ${runner.runner_type}, and declared as ${comparable(args["runnerType"])}`,
    );

  const owner = author.ownerProject(declared);
  if (owner !== undefined) {
    const wanted = comparable([owner, ...assignedProjects(program, declared)]);
    const present = comparable(runner.projects.map(({ id }) => id));
    if (present !== wanted)
      found.push(`${name} serves the projects ${present} at GitLab, and is declared for ${wanted}`);
  }

  if (isAdopted && !isSecretOf(args["authenticationToken"]) && args["resetTokenOnAdopt"] !== true)
    return found;
  const { token } = resource.outputs;
  if (typeof token !== "string") found.push(`${name}: its token is lost`);
  else if (!(await world.accepts(token, runner.id)))
    found.push(`${name}: GitLab does not accept the token that the state holds`);
  return found;
}

function comparable(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? [...(value as unknown[])].sort() : (value ?? ""));
}

/** The note as its author wrote it; a created runner has a line below it to be known again by. */
function withoutMark(note: string | null): string {
  return (note ?? "").replace(/(?:^|\n)Created by pulumi-gitlab-runners \([0-9a-f-]{25}\)$/, "");
}
