import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import { unlessGone } from "../../gitlab/transport/unlessGone";
import type { Context } from "../context/context";
import { flagSchema, idOrPathSchema, idSchema } from "../values/argumentSchemas";
import { requireRunnerId } from "../values/runnerId";
import { assignmentFailures, ownerOf } from "../checks/assignmentCheck";
import { type ArgumentTable, checkArguments, unknownArguments } from "../values/checking";
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
import { resolveProjects } from "../checks/namespaceCheck";
import { PartialFailure } from "../values/partialFailure";
import { assign, unassign } from "./projectAssignment";
import { type Properties, type ResourceHandler, plain } from "../values/operation";
import { assignmentTwins, declarerOf, isAssignmentKept } from "../checks/twins";
import { isUnknown } from "../values/unknown";

/** The outputs, as the state holds them. */
interface AssignmentsState {
  runnerId: number;
  /** Of those declared, the ones that may use the runner; authoritative, all but the owner. */
  projectIds: number[];
  authoritative: boolean;
  /** The project that owns the runner, once GitLab has reported it. */
  ownerProjectId?: number | undefined;
}

/** The arguments of the assignments of a runner. */
export const assignmentsArguments = {
  runnerId: { schema: idSchema("runner"), required: true },
  projectIds: {
    schema: v.array(idOrPathSchema("project"), "must be a list of ids or full paths of projects"),
    required: true,
  },
  authoritative: { schema: flagSchema },
} as const satisfies ArgumentTable;

/**
 * The projects that may use a project runner, as one resource: additive, or authoritative, which
 * takes the runner away from all others. Its id is the runner's. The owner project always keeps it.
 * @see https://docs.gitlab.com/api/runners/#assign-a-runner-to-project
 */
export function runnerAssignmentsHandler(context: () => Context): ResourceHandler {
  return {
    async check({ resource }, olds, news) {
      const args = checkArguments("RunnerAssignments", assignmentsArguments, news);
      const { failures } = args;
      const refused = await credentialFailures(context, olds);
      if (refused.length > 0) return { inputs: news, failures: [...failures, ...refused] };

      const { runnerId, projectIds, authoritative = false } = args.values;
      const asking = contextOfCheck(context(), olds);
      const projects = await resolveProjects(asking, "projectIds", projectIds ?? []);
      // There are none before the first apply, and none that count where the runner is another.
      const kept = olds["runnerId"] === runnerId ? olds["projectIds"] : undefined;
      const before = (kept ?? []) as unknown[];
      const added = projects.ids.filter((id) => !before.includes(id));
      const refusals =
        added.length === 0
          ? []
          : await assignmentFailures(asking, {
              runnerId,
              property: "projectIds",
              projects: added,
            });
      const twins = assignmentTwins(context(), declarerOf(resource, olds), {
        runnerId,
        projects: projects.ids,
        property: "projectIds",
        authoritative,
      });
      return {
        inputs: plain({
          runnerId,
          authoritative,
          ...(projectIds && { projectIds: [...new Set(projects.ids)] }),
          ...unknownArguments(args),
        }),
        failures: [...failures, ...projects.failures, ...refusals, ...twins],
      };
    },

    async diff(_operation, id, olds, news) {
      const state = stateOf(olds);
      const elsewhere = await replacementElsewhere(context(), instanceAssignments(id, olds));
      if (elsewhere) return elsewhere;
      if (news["runnerId"] !== state.runnerId) return { replaces: ["runnerId"] };
      if (isUnknown(news["projectIds"]) || isUnknown(news["authoritative"])) return {};
      const desired = withoutOwner(await projectIdsOf(context(), news), state);
      const isSame =
        sameSet(withoutOwner(state.projectIds, state), desired) &&
        news["authoritative"] === state.authoritative;
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
      const asked = context().lookups.runner(id);
      const runner = await (isLookup ? asked : unlessGone(asked));
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
        inputs: { runnerId, authoritative, projectIds },
      };
    },

    async update(_operation, id, olds, news) {
      await requireThisGitLab(context(), instanceAssignments(id, olds), "update");
      return applyAssignments(context(), news, stateOf(olds));
    },

    async delete(_operation, id, outputs) {
      const { runnerId, projectIds } = stateOf(outputs);
      if (await isLeftElsewhere(context(), instanceAssignments(id, outputs))) return;
      const leaving = projectIds.filter(
        (project) => !isAssignmentKept(context(), project, runnerId),
      );
      const { failed } = await each(leaving, (project) => unassign(context(), project, runnerId));
      if (failed.size > 0) throw new Error(unfinished(runnerId, failed));
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
  const managed = authoritative ? linked : before.projectIds;
  const removed = managed.filter(
    (project) =>
      project !== owner &&
      linked.includes(project) &&
      !desired.includes(project) &&
      !isAssignmentKept(context, project, runnerId),
  );
  const adding = await each(added, (project) => assign(context, project, runnerId));
  const removing = await each(removed, (project) => unassign(context, project, runnerId));

  const kept = [...removing.done].find(([, outcome]) => outcome === "owner")?.[0];
  const outs = plain({
    runnerId,
    authoritative,
    projectIds: [
      ...desired.filter((project) => !adding.failed.has(project)),
      ...removed.filter((project) => removing.failed.has(project)),
    ],
    ownerProjectId: kept ?? owner,
    __instance: await presentInstance(context),
  });
  const failed = new Map([...adding.failed, ...removing.failed]);
  if (failed.size > 0) {
    throw new PartialFailure(String(runnerId), outs, new Error(unfinished(runnerId, failed)));
  }
  return outs;
}

interface Outcomes<T> {
  readonly done: ReadonlyMap<number, T>;
  readonly failed: ReadonlyMap<number, Error>;
}

/** Does something for each project, as many at once as the transport lets through. */
async function each<T>(
  projects: readonly number[],
  act: (project: number) => Promise<T>,
): Promise<Outcomes<T>> {
  const done = new Map<number, T>();
  const failed = new Map<number, Error>();
  await Promise.all(
    projects.map(async (project) => {
      try {
        done.set(project, await act(project));
      } catch (error) {
        failed.set(project, error as Error);
      }
    }),
  );
  return { done, failed };
}

function instanceAssignments(id: string, outputs: Properties): InstanceResource {
  return { what: `the assignments of runner ${id}`, recorded: recordedInstance(outputs) };
}

function unfinished(runnerId: number, failed: ReadonlyMap<number, Error>): string {
  const reasons = [...failed].map(([project, { message }]) => `project ${project}: ${message}`);
  return `the assignments of runner ${runnerId} are not all done; not so ${reasons.join("; ")}`;
}

/** Reads stored outputs. They were written by this package, by this version or an earlier one. */
function stateOf(outputs: Properties): AssignmentsState {
  return outputs as unknown as AssignmentsState;
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
