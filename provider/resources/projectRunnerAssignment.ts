import { GitLabError } from "../api";
import { unlessGone } from "../api/unlessGone";
import type { Context } from "../configure";
import { idOrPathShape, idShape } from "./argumentShapes";
import { assignmentFailures, ownerFailures } from "./assignmentCheck";
import { type Argument, checkArguments, failure, presentable } from "./checking";
import { contextOfCheck } from "./configurationMistakes";
import { credentialFailures } from "./credentialCheck";
import { resolveNamespaces } from "./namespaceCheck";
import { assign, unassign } from "./projectAssignment";
import { type Properties, type ResourceHandler, toWire } from "./resourceHandler";
import { isUnknown } from "./unknown";

interface AssignmentInputs {
  projectId: number | string;
  runnerId: number;
}

const assignmentArguments: Readonly<Record<keyof AssignmentInputs, Argument>> = {
  projectId: { schema: idOrPathShape("project") },
  runnerId: { schema: idShape("runner") },
};

/**
 * That a project may use a project runner: `POST` and `DELETE /projects/:id/runners`. Its id is
 * `project:runner`, both as numbers.
 * @see https://docs.gitlab.com/api/runners/#assign-a-runner-to-project
 */
export function projectRunnerAssignmentHandler(context: () => Context): ResourceHandler {
  return {
    async check(olds, news) {
      const args = checkArguments<AssignmentInputs>(
        "ProjectRunnerAssignment",
        assignmentArguments,
        news,
      );
      const missing = (["projectId", "runnerId"] as const)
        .filter((name) => news[name] === undefined || news[name] === null)
        .map((name) => failure(name, "is missing"));
      const failures = [...args.failures, ...missing];
      const refused = await credentialFailures(context, olds);
      if (refused.length > 0)
        return { inputs: news, failures: presentable([...failures, ...refused], news) };

      const asking = contextOfCheck(context(), olds);
      const project = await resolveNamespaces(asking, args.values);
      const values = { ...args.values, ...project.resolved };
      const isSettled =
        olds["projectId"] === values.projectId && olds["runnerId"] === values.runnerId;
      const refusals = isSettled
        ? []
        : [
            ...(await assignmentFailures(asking, {
              runnerId: values.runnerId,
              property: "projectId",
              projects: values.projectId === undefined ? [] : [values.projectId],
            })),
            ...(await ownerFailures(asking, values)),
          ];
      const unknown = Object.fromEntries([...args.unknown].map((name) => [name, news[name]]));
      return {
        inputs: toWire({ ...values, ...unknown }),
        failures: presentable([...failures, ...project.failures, ...refusals], news),
      };
    },

    async diff(_id, olds, news) {
      const projectId = await projectIdOf(context, news["projectId"]);
      const replaces = [
        ...(olds["projectId"] === projectId ? [] : ["projectId"]),
        ...(olds["runnerId"] === news["runnerId"] ? [] : ["runnerId"]),
      ];
      return replaces.length > 0 ? { replaces } : { changes: false };
    },

    async create(inputs) {
      const projectId = (await projectIdOf(context, inputs["projectId"])) as number;
      const runnerId = Number(inputs["runnerId"]);
      await assign(context(), projectId, runnerId);
      return { id: `${projectId}:${runnerId}`, outs: { projectId, runnerId } };
    },

    async read(id, outputs) {
      const { projectId, runnerId } = parseId(id);
      const isLookup = outputs["projectId"] === undefined;
      const runner = await unlessGone(context().lookups.runner(runnerId));
      if (runner?.projects?.some((project) => project.id === projectId)) {
        const props: Properties = { projectId, runnerId };
        return isLookup ? { id, props } : { id, props, inputs: { ...props } };
      }
      if (!isLookup) return {};
      throw new GitLabError(
        `cannot read the assignment ${id}: runner ${runnerId} is not assigned to project ${projectId}`,
      );
    },

    update(_id, _olds, news) {
      return Promise.resolve({ outs: news });
    },

    async delete(id) {
      const { projectId, runnerId } = parseId(id);
      if ((await unassign(context(), projectId, runnerId)) === "unassigned") return;
      throw new GitLabError(
        `cannot unassign runner ${runnerId} from project ${projectId}: that project owns it. Delete ` +
          "the runner instead, or take the assignment out of the state with pulumi state delete",
      );
    },
  };
}

/** `project:runner`; both are numbers, so the one colon is unmistakable. */
function parseId(id: string): { projectId: number; runnerId: number } {
  const match = /^(\d+):(\d+)$/.exec(id);
  if (!match) {
    throw new GitLabError(
      `"${id}" is not the id of an assignment: it is project:runner, two numbers such as 5:7`,
    );
  }
  return { projectId: Number(match[1]), runnerId: Number(match[2]) };
}

async function projectIdOf(context: () => Context, idOrPath: unknown): Promise<unknown> {
  if (typeof idOrPath !== "string" || isUnknown(idOrPath)) return idOrPath;
  return (await context().lookups.project(idOrPath)).id;
}
