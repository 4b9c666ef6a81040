import type { Access } from "../../gitlab/access/access";
import type { AccessReview } from "../../gitlab/access/review";
import type { AccessChange } from "./reviewFile";

type Reviewed = Pick<AccessReview, "access" | "projects">;

/**
 * What differs between two reviews, by the path of the project and the id of the runner. A reason in
 * other words alone is no change, nor is a refusal that comes or goes with the runner or the project.
 */
export function changesBetween(before: Reviewed, now: Reviewed): AccessChange[] {
  const [earlier, later] = [pairsOf(before), pairsOf(now)];
  const paths = new Map(
    [...before.projects, ...now.projects].map(({ id, path }): [number, string] => [id, path]),
  );
  return [...new Set([...earlier.keys(), ...later.keys()])]
    .flatMap((pair) => changeOf(earlier.get(pair), later.get(pair), paths) ?? [])
    .sort(
      (one, other) =>
        Number(one.project > other.project) - Number(one.project < other.project) ||
        one.runnerId - other.runnerId,
    );
}

function changeOf(
  before: Access | undefined,
  now: Access | undefined,
  paths: ReadonlyMap<number, string>,
): AccessChange | undefined {
  const pair = now ?? before;
  if (!pair || (before?.access === now?.access && before?.reason === now?.reason)) return undefined;
  const [had, has] = [before?.access === "yes", now?.access === "yes"];
  if (!had && !has && (!before || !now)) return undefined;
  const { runnerId, projectId } = pair;
  return {
    change: had === has ? "other" : has ? "gained" : "lost",
    runnerId,
    projectId,
    project: paths.get(projectId) ?? String(projectId),
    before: withoutPair(before),
    now: withoutPair(now),
  };
}

function pairsOf({ access }: Reviewed): Map<string, Access> {
  return new Map(access.map((each) => [`${each.runnerId} ${each.projectId}`, each]));
}

function withoutPair(access: Access | undefined): AccessChange["now"] {
  if (!access) return null;
  const { access: answer, reason, explanation } = access;
  return { access: answer, reason, explanation };
}
