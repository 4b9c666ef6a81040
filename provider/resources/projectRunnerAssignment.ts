import { GitLabError, NotFoundError, PermissionError, ValidationError } from "../api";
import type { Context } from "../configure";
import { idOrPathShape, idShape } from "./argumentShapes";
import { assignmentFailures } from "./assignmentCheck";
import { type Argument, checkArguments, failure } from "./checking";
import { credentialFailures } from "./credentialCheck";
import { resolveNamespaces } from "./namespaceCheck";
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
      const refused = await credentialFailures(context);
      if (refused.length > 0) return { inputs: news, failures: [...failures, ...refused] };

      const project = await resolveNamespaces(context(), args.values);
      const values = { ...args.values, ...project.resolved };
      const isSettled =
        olds["projectId"] === values.projectId && olds["runnerId"] === values.runnerId;
      const refusals = isSettled
        ? []
        : await assignmentFailures(context(), {
            projectId: typeof values.projectId === "number" ? values.projectId : undefined,
            runnerId: values.runnerId,
          });
      const unknown = Object.fromEntries([...args.unknown].map((name) => [name, news[name]]));
      return {
        inputs: toWire({ ...values, ...unknown }),
        failures: [...failures, ...project.failures, ...refusals],
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
      const { gitlab, lookups } = context();
      const projectId = (await projectIdOf(context, inputs["projectId"])) as number;
      const runnerId = Number(inputs["runnerId"]);
      lookups.forgetRunner(runnerId);
      try {
        await gitlab.assignRunner(projectId, runnerId);
      } catch (error) {
        if (!isAlreadyAssigned(error)) throw explainRefusedAssignment(error, projectId, runnerId);
      }
      return { id: `${projectId}:${runnerId}`, outs: { projectId, runnerId } };
    },

    async read(id, outputs) {
      const { projectId, runnerId } = parseId(id);
      const isLookup = outputs["projectId"] === undefined;
      const isAssigned = await context()
        .lookups.runner(runnerId)
        .then(
          ({ projects = [] }) => projects.some((project) => project.id === projectId),
          (error: unknown) => {
            if (error instanceof NotFoundError) return false;
            throw error;
          },
        );
      if (isAssigned) {
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
      const { gitlab, lookups } = context();
      const { projectId, runnerId } = parseId(id);
      lookups.forgetRunner(runnerId);
      try {
        await gitlab.unassignRunner(projectId, runnerId);
      } catch (error) {
        if (error instanceof NotFoundError) return;
        throw explainRefusedUnassignment(error, projectId, runnerId);
      }
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

/** GitLab refuses a second assignment with a text of its validation. */
function isAlreadyAssigned(error: unknown): boolean {
  return error instanceof ValidationError && /has already been taken/.test(error.reason);
}

function explainRefusedAssignment(error: unknown, projectId: number, runnerId: number): unknown {
  if (!(error instanceof PermissionError)) return error;
  const ways: readonly (readonly [RegExp, string])[] = [
    [/group runner/i, "A group runner serves all projects of its group and is not assigned"],
    [/locked/i, "A locked runner is kept to its projects; set locked to false on it first"],
    [
      /No access granted/i,
      "Only a project runner can be assigned, by a maintainer of its owner project",
    ],
  ];
  const way = ways.find(([reason]) => reason.test(error.reason))?.[1];
  return way === undefined
    ? error
    : new GitLabError(
        `cannot assign runner ${runnerId} to project ${projectId}: ${error.reason}. ${way}`,
        { cause: error },
      );
}

function explainRefusedUnassignment(error: unknown, projectId: number, runnerId: number): unknown {
  if (!(error instanceof PermissionError)) return error;
  const ways: readonly (readonly [RegExp, string])[] = [
    [/locked/i, "Set locked to false on the runner first"],
    [
      /owner project|No access granted|Only one project/i,
      "GitLab does not unassign a runner from the project that owns it: delete the runner instead, " +
        "or take the assignment out of the state with pulumi state delete",
    ],
  ];
  const way = ways.find(([reason]) => reason.test(error.reason))?.[1];
  return way === undefined
    ? error
    : new GitLabError(
        `cannot unassign runner ${runnerId} from project ${projectId}: ${error.reason}. ${way}`,
        { cause: error },
      );
}
