import * as v from "valibot";
import { type AccessReview, reviewOf } from "../gitlab/access/review";
import { readAccessFacts } from "../gitlab/access/readFacts";
import type { Connection } from "../gitlab/connection";
import { checkArgs, idOrPathSchema, idSchema, tagsSchema } from "./arguments";

/** The arguments of {@link getRunnerAccess}: a runner, a project, both of them, a group, or `all`. */
export interface GetRunnerAccessArgs {
  /** The runner's id in GitLab: which projects may use it. */
  runnerId?: number | string | undefined;
  /** The project's id or full path: which runners it may use. */
  projectId?: number | string | undefined;
  /** The group's id or full path: its projects and those below, and their runners. */
  groupId?: number | string | undefined;
  /** Every runner and project of the instance. For administrators. */
  all?: boolean | undefined;
  /** Only jobs that require all of these tags. An empty list stands for jobs without tags. */
  tags?: string[] | undefined;
  /** Only jobs of protected branches and tags (true), or only of others (false). */
  protectedRef?: boolean | undefined;
}

const accessArgs = v.pipe(
  v.strictObject({
    runnerId: v.optional(idSchema),
    projectId: v.optional(idOrPathSchema),
    groupId: v.optional(idOrPathSchema),
    all: v.optional(v.boolean("must be true or false")),
    tags: v.optional(tagsSchema),
    protectedRef: v.optional(v.boolean("must be true or false")),
  }),
  v.check(
    ({ runnerId, projectId, groupId, all }) =>
      [runnerId ?? projectId, groupId, all === true ? all : undefined].filter(
        (given) => given !== undefined,
      ).length === 1,
    "give runnerId, projectId or both, or groupId, or all: true",
  ),
);

export async function readAccess(
  { gitlab, settings }: Connection,
  args: unknown,
): Promise<AccessReview> {
  const { tags, protectedRef, ...scope } = checkArgs("getRunnerAccess", accessArgs, args);
  const { concurrency } = settings.transport;
  return reviewOf(await readAccessFacts(gitlab, scope, { concurrency }), { tags, protectedRef });
}
