import { isDeepStrictEqual } from "node:util";
import { GitLabError } from "../../gitlab";
import type { Drain } from "../../gitlab/draining/drain";
import { shown } from "../../gitlab/text/shown";
import { unlessGone } from "../../gitlab/transport/unlessGone";
import type { Context } from "../context/context";
import { drainSchema, idOrPathSchema, idSchema } from "../values/argumentSchemas";
import { assignmentFailures, checkedRunner, ownerFailures } from "../checks/assignmentCheck";
import { type ArgumentTable, checkArguments, unknownArguments } from "../values/checking";
import type { ProjectChanges } from "../checks/changeLimit";
import { contextOfCheck } from "../checks/configurationMistakes";
import { credentialFailures } from "../checks/credentialCheck";
import {
  type InstanceResource,
  isLeftElsewhere,
  presentInstance,
  recordedInstance,
  replacementElsewhere,
  requireThisGitLab,
} from "../checks/instance";
import { resolveNamespaces } from "../checks/namespaceCheck";
import { changedPaths, noteChangedProjects } from "./changedProjects";
import { assign } from "./projectAssignment";
import { unassignAll } from "./unassignment";
import { type Properties, type ResourceHandler, plain } from "../values/operation";
import { assignmentTwins, declarerOf, isAssignmentKept } from "../checks/twins";
import { isUnknown } from "../values/unknown";

/** The arguments of an assignment. */
export const assignmentArguments = {
  projectId: { schema: idOrPathSchema("project"), required: true },
  runnerId: { schema: idSchema("runner"), required: true },
  drain: { schema: drainSchema },
} as const satisfies ArgumentTable;

/**
 * That a project may use a project runner: `POST` and `DELETE /projects/:id/runners`. Its id is
 * `project:runner`, both as numbers.
 * @see https://docs.gitlab.com/api/runners/#assign-a-runner-to-project
 */
export function projectRunnerAssignmentHandler(context: () => Context): ResourceHandler {
  return {
    draining: ["delete"],

    async check({ resource }, olds, news) {
      const args = checkArguments("ProjectRunnerAssignment", assignmentArguments, news);
      const { failures } = args;
      const refused = await credentialFailures(context, olds);
      if (refused.length > 0) return { inputs: news, failures: [...failures, ...refused] };

      const asking = contextOfCheck(context(), olds);
      const project = await resolveNamespaces(asking, args.values);
      const values = { ...args.values, ...project.resolved };
      const isUnchanged =
        olds["projectId"] === values.projectId && olds["runnerId"] === values.runnerId;
      const refusals = isUnchanged
        ? []
        : [
            ...(await assignmentFailures(asking, {
              runnerId: values.runnerId,
              property: "projectId",
              projects: values.projectId === undefined ? [] : [values.projectId],
            })),
            ...(await ownerFailures(asking, values)),
          ];
      const changes = isUnchanged ? undefined : await noteReplaced(asking, olds, values);
      const twins = assignmentTwins(context(), declarerOf(resource, olds), {
        runnerId: values.runnerId,
        projects: values.projectId === undefined ? [] : [values.projectId],
        property: "projectId",
      });
      return {
        inputs: plain({ ...values, ...unknownArguments(args) }),
        failures: [...failures, ...project.failures, ...refusals, ...twins],
        paths: changes && (await changedPaths(asking, values.runnerId, changes)),
      };
    },

    async diff(_operation, id, olds, news) {
      const elsewhere = await replacementElsewhere(context(), instanceAssignment(id, olds));
      if (elsewhere) return elsewhere;
      const projectId = await projectIdOf(context, news["projectId"]);
      const replaces = [
        ...(olds["projectId"] === projectId ? [] : ["projectId"]),
        ...(olds["runnerId"] === news["runnerId"] ? [] : ["runnerId"]),
      ];
      if (replaces.length > 0) return { replaces };
      return isDeepStrictEqual(olds["drain"], news["drain"]) ? { changes: false } : {};
    },

    async create(_operation, inputs) {
      const projectId = (await projectIdOf(context, inputs["projectId"])) as number;
      const runnerId = Number(inputs["runnerId"]);
      const __instance = await presentInstance(context());
      await assign(context(), projectId, runnerId);
      return {
        id: `${projectId}:${runnerId}`,
        outputs: plain({ projectId, runnerId, drain: inputs["drain"], __instance }),
      };
    },

    async read({ isLookup }, id, state) {
      const { projectId, runnerId } = parseId(id);
      await requireThisGitLab(context(), instanceAssignment(id, state), "read");
      const runner = await unlessGone(context().lookups.storedRunner(runnerId, { projectId }));
      if (runner?.projects?.some((project) => project.id === projectId)) {
        const inputs = plain({ projectId, runnerId, drain: state["drain"] });
        const outputs = plain({ ...inputs, __instance: await presentInstance(context()) });
        return { outputs, inputs };
      }
      if (!isLookup) return undefined;
      throw new GitLabError(
        `cannot read the assignment ${id}: runner ${runnerId} is not assigned to ` +
          context().lookups.named("project", projectId),
      );
    },

    update(_operation, id, olds, news) {
      // What it is cannot change: this only stores how jobs are waited for, and what the engine notes.
      const recorded = recordedInstance(olds);
      return Promise.resolve(plain({ ...news, ...parseId(id), __instance: recorded }));
    },

    renewed: () => Promise.resolve([]),

    async delete(_operation, id, outputs) {
      const { projectId, runnerId } = parseId(id);
      if (await isLeftElsewhere(context(), instanceAssignment(id, outputs))) return;
      if (isAssignmentKept(context(), projectId, runnerId)) return;
      const drain = outputs["drain"] as Drain | undefined;
      const { done, failed } = await unassignAll(context(), runnerId, [projectId], drain);
      const failure = failed.get(projectId);
      if (failure) throw failure;
      if (done.get(projectId) === "unassigned") return;
      throw new GitLabError(
        `cannot unassign runner ${runnerId} from ${context().lookups.named("project", projectId)}: that project owns it. Delete ` +
          "the runner instead, or take the assignment out of the state with pulumi state delete",
      );
    },
  };
}

/** Says which project gains or loses a runner by a new assignment, or by one in place of another. */
async function noteReplaced(
  context: Context,
  olds: Properties,
  { projectId, runnerId }: Properties,
): Promise<ProjectChanges> {
  const known = (id: unknown): number | undefined => (typeof id === "number" ? id : undefined);
  const runner = await checkedRunner(context, known(runnerId));
  const isAssigned = runner?.projects?.some(({ id }) => id === projectId) ?? false;
  const changes = {
    gained: typeof projectId === "number" && !isAssigned ? [projectId] : [],
    lost: typeof olds["projectId"] === "number" ? [olds["projectId"]] : [],
  };
  await noteChangedProjects(context, known(runnerId), { ...changes, lost: [] });
  await noteChangedProjects(context, known(olds["runnerId"]), { ...changes, gained: [] });
  return changes;
}

function instanceAssignment(id: string, outputs: Properties): InstanceResource {
  return { what: `the assignment ${id}`, recorded: recordedInstance(outputs) };
}

/** `project:runner`; both are numbers, so the one colon is unmistakable. */
function parseId(id: string): { projectId: number; runnerId: number } {
  const match = /^(\d+):(\d+)$/.exec(id);
  if (!match) {
    throw new GitLabError(
      `${shown(id)} is not the id of an assignment: it is project:runner, two numbers such as 5:7`,
    );
  }
  return { projectId: Number(match[1]), runnerId: Number(match[2]) };
}

async function projectIdOf(context: () => Context, idOrPath: unknown): Promise<unknown> {
  if (typeof idOrPath !== "string" || isUnknown(idOrPath)) return idOrPath;
  return (await context().lookups.project(idOrPath)).id;
}
