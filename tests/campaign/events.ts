import type { Fault } from "../../emulator";
import { matchesPattern } from "../../emulator/http/pathPattern";
import { ask } from "../helpers/gitlab";
import { type Program, isSecretOf } from "../helpers/host/declared";
import type { Random } from "./random";
import type { World } from "./world";

/** A request that something happens at: the first one that matches after `skip` others. */
export interface Target {
  readonly method?: string;
  /** Below `/api/v4`; `:name` stands for one segment. */
  readonly path?: string;
  readonly skip: number;
}

/** The end of a process at a request; `fault` is what the request itself meets. */
export interface Kill {
  readonly victim: "provider" | "engine";
  readonly at: Target;
  readonly fault: Fault;
  /** From when the request was seen to the kill, milliseconds. */
  readonly delayMs: number;
}

/** What goes wrong in one operation. */
export interface Disturbance {
  readonly faults: readonly Fault[];
  readonly kill?: Kill;
}

/** How long a request is held that a process is to be killed at, milliseconds. */
export const HELD_MS = 250;

const TARGETS: readonly Omit<Target, "skip">[] = [
  { method: "POST", path: "/user/runners" },
  { method: "POST", path: "/runners" },
  { method: "GET", path: "/runners/:id" },
  { method: "PUT", path: "/runners/:id" },
  { method: "DELETE", path: "/runners/:id" },
  { method: "POST", path: "/runners/:id/reset_authentication_token" },
  { method: "POST", path: "/projects/:id/runners" },
  { method: "DELETE", path: "/projects/:id/runners/:runner" },
  { method: "GET", path: "/runners/all" },
  // Machines, which poll meanwhile, send no GET.
  { method: "GET" },
];

const CREATION = { method: "POST", path: "/user/runners", skip: 0 };

/** Whether a target may be a read. */
function mayRead({ method = "GET" }: Target): boolean {
  return method === "GET";
}

/** Mostly what creates, as that is where something can be lost. */
function target(random: Random, size: number): Target {
  const at = random.chance(0.4) ? CREATION : random.pick(TARGETS);
  return { ...at, skip: random.chance(0.5) ? 0 : random.int(0, size) };
}

/**
 * Faults, and perhaps the kill of a process, at random requests of an operation.
 *
 * @param mayLag - whether lists may come from a replica of the database that is behind. Not after an
 *   operation that was interrupted: what that one made could not be seen then.
 */
export function disturb(random: Random, size: number, mayLag: boolean): Disturbance {
  const faults = Array.from({ length: random.int(0, 3) }, () => fault(random, size));
  if (random.chance(0.5)) return { faults, kill: kill(random, size) };
  if (!random.chance(0.15) || !mayLag) return { faults };
  // The lists in which a runner of a lost reply is looked for.
  const lists = ["/runners/all", "/runners", "/groups/:id/runners", "/projects/:id/runners"];
  const stale = { kind: "stale", milliseconds: 60_000, method: "GET", times: 1_000 } as const;
  const create = { method: "POST", path: "/user/runners", skip: random.int(0, size - 1) };
  const lost = {
    ...create,
    kind: "reset",
    when: random.pick(["before", "after"] as const),
  } as const;
  return { faults: [lost, ...lists.map((path) => ({ ...stale, path }))] };
}

function fault(random: Random, size: number): Fault {
  const answer = random.pick<Fault>([
    { kind: "reset" },
    { kind: "truncated" },
    { kind: "malformed" },
    { kind: "proxyPage", status: random.pick([200, 502]) },
    { kind: "status", status: random.pick([500, 502, 503, 504]) },
    { kind: "status", status: 429, headers: { "retry-after": "1" } },
    { kind: "status", status: 403 },
    // The longer one is beyond the time-out of a request.
    { kind: "latency", milliseconds: random.pick([50, 1500]) },
  ]);
  // Who refuses a request has not done it.
  const refuses = answer.kind === "status" && answer.status < 500;
  const when = refuses ? "before" : random.pick(["before", "after"] as const);
  const at = target(random, size);
  // A credential that may not read what it created cannot find it again, and is not promised to.
  if (answer.kind === "status" && answer.status === 403 && mayRead(at))
    return { ...answer, ...CREATION, when };
  return { ...answer, ...at, when };
}

function kill(random: Random, size: number): Kill {
  const at = target(random, size);
  const victim = random.pick(["provider", "engine"] as const);
  const [fault, delayMs] = random.pick<[Fault, number]>([
    // Nothing was done.
    [{ kind: "reset" }, 0],
    // Done, and the reply never came.
    [{ kind: "latency", milliseconds: HELD_MS, when: "after" }, 30],
    // Done after the one who asked for it was gone.
    [{ kind: "latency", milliseconds: HELD_MS }, 0],
  ]);
  return { victim, at, fault: { ...fault, ...at }, delayMs };
}

/** Whether a request of the log is one that a target names. */
export function matches({ method, path }: Target, sent: { method: string; path: string }): boolean {
  if (method !== undefined && method !== sent.method) return false;
  return path === undefined || matchesPattern(path, sent.path);
}

/** A change that somebody else makes at GitLab. */
export interface Change {
  readonly what: string;
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  /** The id of the runner that it deletes. */
  readonly deletes?: number;
}

/** Changes of what a stack has at GitLab, made behind its back. */
export function changesBehind(
  random: Random,
  program: Program,
  ids: ReadonlyMap<string, string>,
): Change[] {
  return Array.from({ length: random.int(1, 3) }, () => {
    const declared = random.pick(program);
    const id = ids.get(declared.name);
    if (id === undefined) return [];
    if (declared.type === "ProjectRunnerAssignment") {
      const [project, runner] = id.split(":");
      const path = `/projects/${project}/runners/${runner}`;
      return [{ what: `unassign ${declared.name}`, method: "DELETE", path }];
    }
    if (declared.type === "RunnerAssignments") {
      const project = random.pick(declared.args["projectIds"] as number[]);
      const path = `/projects/${project}/runners/${id}`;
      return [{ what: `unassign one of ${declared.name}`, method: "DELETE", path }];
    }
    return [random.pick(changesOfRunner(declared, id))];
  }).flat();
}

function changesOfRunner({ name, args }: Program[number], id: string): Change[] {
  const path = `/runners/${id}`;
  const put = (what: string, body: object): Change => ({
    what: `${what} ${name}`,
    method: "PUT",
    path,
    body,
  });
  const changes = [
    put("pause", { paused: true }),
    put("retag", { tag_list: ["theirs"] }),
    put("describe", { description: "theirs", maximum_timeout: 900 }),
  ];
  // A token that the program gives is the user's to replace, and so is a runner that it names.
  const hasOwnToken = !isSecretOf(args["authenticationToken"]);
  const isAdopted = args["runnerId"] !== undefined || !hasOwnToken;
  if (!isAdopted || args["resetTokenOnAdopt"] === true)
    changes.push({
      what: `reset the token of ${name}`,
      method: "POST",
      path: `${path}/reset_authentication_token`,
    });
  if (!isAdopted)
    changes.push({ what: `delete ${name}`, method: "DELETE", path, deletes: Number(id) });
  return changes;
}

export async function makeChange(world: World, { method, path, body }: Change): Promise<number> {
  return (await ask(world.gitlab, method, path, body)).status;
}
