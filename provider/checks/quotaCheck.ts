import type { CheckFailure } from "../values/operation";
import { GitLabError } from "../../gitlab";
import type { Context } from "../context/context";
import { failure } from "../values/checking";
import { isMistake } from "./configurationMistakes";
import type { Target } from "./targetCheck";

/** GitLab's own; an administrator can set others. */
const DEFAULT_LIMIT = 1000;

/**
 * Whether a group or project has as many runners as it may. Only runners that were made or in
 * contact within 7 days count, which are those that GitLab does not call stale.
 *
 * The limit is known to administrators only; for others GitLab's default is a warning.
 * @see https://docs.gitlab.com/administration/instance_limits/#number-of-registered-runners-for-each-scope
 */
export async function quotaFailures(context: Context, target: Target): Promise<CheckFailure[]> {
  const { lookups, warn } = context;
  const { property, kind, id } = target;
  const limit = await limitOf(context, kind);
  const most = limit ?? DEFAULT_LIMIT;
  const type = `${kind}_type` as const;
  if (most === 0 || ((await lookups.runnerCount(kind, id, { type })) ?? Infinity) < most) return [];

  const stale = await ownRunners(context, target, "stale");
  const never = await ownRunners(context, target, "never_contacted");
  const total = await ownRunners(context, target);
  if (stale === undefined || never === undefined || total === undefined) return [];
  const counting = total - stale;
  if (counting < most) return [];
  const text =
    `the ${lookups.named(kind, id)} has ${counting} runners that were created or contacted GitLab within 7 days, and ` +
    `GitLab allows ${most}. ${never} of its runners never contacted GitLab, ${stale} are stale ` +
    "and don't count. Delete runners that nobody needs, or ask an administrator to raise " +
    `ci_registered_${kind}_runners`;
  if (limit !== undefined) return [failure(property, text)];
  warn(`${property}: ${text}; an administrator may have set another limit`);
  return [];
}

async function limitOf(context: Context, kind: Target["kind"]): Promise<number | undefined> {
  try {
    return (await context.lookups.planLimits())[`ci_registered_${kind}_runners`];
  } catch (error) {
    if (error instanceof GitLabError && !isMistake(context, error)) return undefined;
    throw error;
  }
}

/** The runners of a group's list that are its own: the list includes those of the groups above. */
async function ownRunners(
  { lookups }: Context,
  { kind, id }: Target,
  status?: "stale" | "never_contacted",
): Promise<number | undefined> {
  const filter = { type: `${kind}_type` as const, ...(status && { status }) };
  const listed = await lookups.runnerCount(kind, id, filter);
  if (kind === "project" || listed === undefined) return listed;
  const parent = (await lookups.group(id)).parent_id;
  if (parent == null) return listed;
  const above = await lookups.runnerCount(kind, parent, filter);
  return above === undefined ? undefined : listed - above;
}
