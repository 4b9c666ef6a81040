import { isDeepStrictEqual } from "node:util";
import type { Drain } from "../../gitlab/draining/drain";
import { unlessGone } from "../../gitlab/transport/unlessGone";
import type { Context } from "../context/context";
import { drainSchema, flagSchema, idSchema } from "../values/argumentSchemas";
import { requireRunnerId } from "../values/runnerId";
import { assignmentFailures, ownerOf } from "../checks/assignmentCheck";
import { type ArgumentTable, checkArguments, unknownArguments } from "../values/checking";
import { type ProjectChanges, changeLimitFailures, projectChanges } from "../checks/changeLimit";
import { contextOfCheck } from "../checks/configurationMistakes";
import { credentialFailures } from "../checks/credentialCheck";
import { sameSet } from "../values/diffing";
import {
  type InstanceResource,
  isLeftElsewhere,
  presentInstance,
  recordedInstance,
  replacementElsewhere,
  requireThisGitLab,
} from "../checks/instance";
import { PartialFailure } from "../values/partialFailure";
import { changedPaths, noteChangedProjects } from "./changedProjects";
import { declaredProjects, projectArguments } from "./declaredProjects";
import { each } from "./eachProject";
import { assign } from "./projectAssignment";
import { unassignAll } from "./unassignment";
import { type Properties, type ResourceHandler, plain } from "../values/operation";
import { assignmentTwins, declarerOf, isAssignmentKept } from "../checks/twins";
import { isUnknown } from "../values/unknown";

/** The outputs, as the state holds them. */
interface AssignmentsState {
  runnerId: number;
  /** Of those declared, the ones that may use the runner; authoritative, all but the owner. */
  projectIds: number[];
  authoritative: boolean;
  drain?: Drain | undefined;
  groupIds?: number[] | undefined;
  recursive?: boolean | undefined;
  archived?: boolean | undefined;
  exceptProjectIds?: number[] | undefined;
  maxChanges?: number | undefined;
  /** The project that owns the runner, once GitLab has reported it. */
  ownerProjectId?: number | undefined;
}

/** The arguments of the assignments of a runner. */
export const assignmentsArguments = {
  runnerId: { schema: idSchema("runner"), required: true },
  ...projectArguments,
  authoritative: { schema: flagSchema },
  drain: { schema: drainSchema },
} as const satisfies ArgumentTable;

/** The arguments of which GitLab knows nothing: they say how projects are found and changed. */
const OURS = [
  "drain",
  "groupIds",
  "recursive",
  "archived",
  "exceptProjectIds",
  "maxChanges",
] as const;

/** More projects of groups are not asked about one by one, as they mostly have the same roles. */
const MOST_CHECKED = 5;

const NO_CHANGES: ProjectChanges = { gained: [], lost: [] };

/**
 * The projects that may use a project runner, as one resource: additive, or authoritative, which
 * takes the runner away from all others. Its id is the runner's. The owner project always keeps it.
 * `check` finds the projects of groups, so that a project that comes or goes is a change of `projectIds`.
 * @see https://docs.gitlab.com/api/runners/#assign-a-runner-to-project
 */
export function runnerAssignmentsHandler(context: () => Context): ResourceHandler {
  return {
    draining: ["update", "delete"],

    async check({ resource }, olds, news) {
      const args = checkArguments("RunnerAssignments", assignmentsArguments, news);
      const { failures } = args;
      const refused = await credentialFailures(context, olds);
      if (refused.length > 0) return { inputs: news, failures: [...failures, ...refused] };

      const { runnerId, authoritative = false, drain } = args.values;
      const asking = contextOfCheck(context(), olds);
      asking.program.isRunning = true;
      const declared = await declaredProjects(asking, args);
      const projects = [...declared.named, ...declared.ofGroups];
      // There are none before the first apply, and none that count where the runner is another.
      const kept = olds["runnerId"] === runnerId ? olds["projectIds"] : undefined;
      const before = new Set((kept ?? []) as unknown[]);
      const isAdded = (id: number | string): boolean => !before.has(id);
      const added = [
        ...declared.named.filter(isAdded),
        ...declared.ofGroups.filter(isAdded).slice(0, MOST_CHECKED),
      ];
      const refusals =
        added.length === 0
          ? []
          : await assignmentFailures(asking, { runnerId, property: "projectIds", projects: added });
      const twins = assignmentTwins(context(), declarerOf(resource, olds), {
        runnerId,
        projects,
        property: "projectIds",
        authoritative,
      });
      const changes = isUnknown(declared.projectIds)
        ? NO_CHANGES
        : projectChanges(idsIn(kept), idsIn(declared.projectIds));
      if (kept === undefined) await noteChangedProjects(asking, runnerId, changes);
      const limit =
        kept === undefined || declared.maxChanges === undefined
          ? []
          : await changeLimitFailures(asking, runnerId, changes, declared.maxChanges);
      return {
        inputs: plain({
          runnerId,
          authoritative,
          drain,
          ...declared.ofProgram,
          ...unknownArguments(args),
          projectIds: declared.projectIds,
        }),
        failures: [...failures, ...declared.failures, ...refusals, ...twins, ...limit],
        paths: isNoChange(changes) ? undefined : await changedPaths(asking, runnerId, changes),
      };
    },

    async diff(_operation, id, olds, news) {
      const state = stateOf(olds);
      const elsewhere = await replacementElsewhere(context(), instanceAssignments(id, olds));
      if (elsewhere) return elsewhere;
      if (news["runnerId"] !== state.runnerId) return { replaces: ["runnerId"] };
      if (["projectIds", "authoritative", ...OURS].some((name) => isUnknown(news[name]))) return {};
      const changes = await changesTo(context(), state, news);
      if (context().program.isRunning)
        await noteChangedProjects(context(), state.runnerId, changes);
      // Left to the engine, the comparison of the inputs would show the paths that `check` notes, too.
      if (!isNoChange(changes)) return { changes: true };
      const isSame =
        news["authoritative"] === state.authoritative &&
        isDeepStrictEqual(oursOf(news), oursOf(state));
      return isSame ? { changes: false } : {};
    },

    async create(_operation, inputs) {
      const runnerId = Number(inputs["runnerId"]);
      const nothing = { runnerId, projectIds: [], authoritative: false };
      return { id: String(runnerId), outputs: await applyAssignments(context(), inputs, nothing) };
    },

    renewed: (_operation, _id, olds, { projectIds }) =>
      Promise.resolve(isDeepStrictEqual(olds["projectIds"], projectIds) ? [] : ["projectIds"]),

    async read({ isLookup }, id, outputs) {
      requireRunnerId(id);
      await requireThisGitLab(context(), instanceAssignments(id, outputs), "read");
      const { lookups } = context();
      const runner = isLookup
        ? await lookups.runner(id)
        : await unlessGone(lookups.storedRunner(id, { projectId: projectOf(stateOf(outputs)) }));
      if (!runner) return undefined;
      const linked = (runner.projects ?? []).map((project) => project.id);
      const __instance = await presentInstance(context());
      if (isLookup) {
        const inputs: Properties = {
          runnerId: runner.id,
          projectIds: linked,
          authoritative: false,
        };
        return { outputs: plain({ ...inputs, __instance }), inputs };
      }
      const state = stateOf(outputs);
      const managed = state.authoritative
        ? linked.filter((project) => project !== state.ownerProjectId || isDeclared(project, state))
        : linked.filter((project) => isDeclared(project, state));
      // In the order of the program where they are the same, or the engine would show a change.
      const projectIds = sameSet(managed, state.projectIds) ? state.projectIds : managed;
      const { runnerId, authoritative } = state;
      return {
        outputs: plain({ ...state, projectIds, __instance }),
        inputs: plain({ runnerId, authoritative, projectIds, ...oursOf(state) }),
      };
    },

    async update(_operation, id, olds, news) {
      await requireThisGitLab(context(), instanceAssignments(id, olds), "update");
      const state = stateOf(olds);
      const isSame =
        isNoChange(await changesTo(context(), state, news)) &&
        news["authoritative"] === state.authoritative;
      if (isSame)
        return plain({ ...state, ...oursOf(news), __instance: await presentInstance(context()) });
      return applyAssignments(context(), news, state);
    },

    async delete(_operation, id, outputs) {
      const { runnerId, projectIds, drain } = stateOf(outputs);
      if (await isLeftElsewhere(context(), instanceAssignments(id, outputs))) return;
      const leaving = projectIds.filter(
        (project) => !isAssignmentKept(context(), project, runnerId),
      );
      const { failed } = await unassignAll(context(), runnerId, leaving, drain);
      if (failed.size > 0) throw new Error(unfinished(context(), runnerId, failed));
    },
  };
}

/**
 * Assigns and unassigns what it takes to get from what is linked to what is declared, each project
 * by itself: one that GitLab refuses does not keep the others from being done.
 */
async function applyAssignments(
  context: Context,
  inputs: Properties,
  before: AssignmentsState,
): Promise<Properties> {
  const { runnerId } = before;
  const authoritative = inputs["authoritative"] === true;
  const desired = await projectIdsOf(context, inputs);
  context.lookups.forgetRunner(runnerId);
  const runner = await context.lookups.runner(runnerId);
  const linked = (runner.projects ?? []).map((project) => project.id);
  const owner = before.ownerProjectId ?? ownerOf(runner);

  const added = desired.filter((project) => !linked.includes(project));
  const drain = inputs["drain"] as Drain | undefined;
  const managed = authoritative ? linked : before.projectIds.filter((id) => linked.includes(id));
  // An apply that was killed while it waited has unassigned them, and their jobs may still run.
  const awaited = drain ? before.projectIds : [];
  const removed = [...new Set([...managed, ...awaited])].filter(
    (project) =>
      project !== owner &&
      !desired.includes(project) &&
      !isAssignmentKept(context, project, runnerId),
  );
  const adding = await each(added, (project) => assign(context, project, runnerId));
  const removing = await unassignAll(context, runnerId, removed, drain);

  const kept = [...removing.done].find(([, outcome]) => outcome === "owner")?.[0];
  const outs = plain({
    runnerId,
    authoritative,
    projectIds: [
      ...desired.filter((project) => !adding.failed.has(project)),
      ...removed.filter((project) => removing.failed.has(project)),
    ],
    ...oursOf(inputs),
    ownerProjectId: kept ?? owner,
    __instance: await presentInstance(context),
  });
  const failed = new Map([...adding.failed, ...removing.failed]);
  if (failed.size > 0) {
    throw new PartialFailure(
      String(runnerId),
      outs,
      new Error(unfinished(context, runnerId, failed)),
    );
  }
  return outs;
}

function instanceAssignments(id: string, outputs: Properties): InstanceResource {
  return { what: `the assignments of runner ${id}`, recorded: recordedInstance(outputs) };
}

function unfinished(
  { lookups }: Context,
  runnerId: number,
  failed: ReadonlyMap<number, Error>,
): string {
  const reasons = [...failed].map(
    ([project, { message }]) => `${lookups.named("project", project)}: ${message}`,
  );
  return `the assignments of runner ${runnerId} are not complete: ${reasons.join("; ")}`;
}

/** A project whose list has the runner. */
function projectOf({ ownerProjectId, projectIds }: AssignmentsState): number | undefined {
  return ownerProjectId ?? projectIds[0];
}

/** Reads stored outputs. They were written by this package, by this version or an earlier one. */
function stateOf(outputs: Properties): AssignmentsState {
  return outputs as unknown as AssignmentsState;
}

/** How the projects change, from those that were applied to those that are declared. */
async function changesTo(
  context: Context,
  state: AssignmentsState,
  news: Properties,
): Promise<ProjectChanges> {
  const desired = await projectIdsOf(context, news);
  return projectChanges(withoutOwner(state.projectIds, state), withoutOwner(desired, state));
}

function isNoChange({ gained, lost }: ProjectChanges): boolean {
  return gained.length + lost.length === 0;
}

/** The arguments of which GitLab knows nothing; undefined where one is left out. */
function oursOf(values: Properties | AssignmentsState): Properties {
  return Object.fromEntries(OURS.map((name) => [name, (values as Properties)[name]]));
}

/** The ids in a list of projects. */
function idsIn(projects: unknown): number[] {
  const list: readonly unknown[] = Array.isArray(projects) ? projects : [];
  return list.filter((project) => typeof project === "number");
}

/** The owner project makes no difference, whether it is declared or not. */
function withoutOwner(
  projects: readonly number[],
  { ownerProjectId }: AssignmentsState,
): readonly number[] {
  return projects.filter((project) => project !== ownerProjectId);
}

function isDeclared(project: number, { projectIds }: AssignmentsState): boolean {
  return projectIds.includes(project);
}

/** Ids as they are; paths that `check` could not resolve are asked for. */
function projectIdsOf({ lookups }: Context, inputs: Properties): Promise<number[]> {
  const projects = inputs["projectIds"] as (number | string)[];
  return Promise.all(
    projects.map(async (idOrPath) =>
      typeof idOrPath === "number" ? idOrPath : (await lookups.project(idOrPath)).id,
    ),
  );
}
