import type { Context } from "../context/context";
import { namedProjects } from "../context/projectNames";
import { failure } from "../values/checking";
import type { CheckFailure } from "../values/operation";

/** How the projects of a runner change. */
export interface ProjectChanges {
  readonly gained: readonly number[];
  readonly lost: readonly number[];
}

/** What it takes to get from some projects to others. */
export function projectChanges(
  before: readonly number[],
  after: readonly number[],
): ProjectChanges {
  const had = new Set(before);
  const has = new Set(after);
  return {
    gained: [...has].filter((id) => !had.has(id)),
    lost: [...had].filter((id) => !has.has(id)),
  };
}

/**
 * A failure where more projects would change than an apply may change: somebody moved a group, or the
 * token no longer sees it.
 */
export async function changeLimitFailures(
  context: Context,
  runnerId: number | undefined,
  { gained, lost }: ProjectChanges,
  most: number,
): Promise<CheckFailure[]> {
  const count = gained.length + lost.length;
  if (count <= most) return [];
  const parts = [
    ...(gained.length > 0
      ? [`${gained.length} would gain it: ${await namedProjects(context, gained)}`]
      : []),
    ...(lost.length > 0
      ? [`${lost.length} would lose it: ${await namedProjects(context, lost, runnerId)}`]
      : []),
  ];
  return [
    failure(
      "maxChanges",
      `one apply may change ${most} of the projects of a runner, and this one would change ${count}; ` +
        `${parts.join("; ")}. If that is right, set maxChanges to ${count} or more`,
    ),
  ];
}
