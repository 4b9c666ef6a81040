import type { Instance } from "../instance";
import type { Runner } from "../store/records";

const COUNTED_MILLISECONDS = 7 * 24 * 60 * 60 * 1000;

/** What is wrong with one more runner of a group or project, or undefined: app/models/concerns/limitable.rb. */
export function quotaError(
  of: { group_id: number } | { project_id: number },
  { store, clock }: Instance,
): string | undefined {
  const byGroup = "group_id" in of;
  const limit = byGroup
    ? store.settings.ci_registered_group_runners
    : store.settings.ci_registered_project_runners;
  if (limit === 0) return undefined;
  const belongs = (runner: Runner): boolean =>
    byGroup ? runner.group_id === of.group_id : runner.project_ids.includes(of.project_id);
  // Only runners made or seen in the last week count.
  const since = clock.now().getTime() - COUNTED_MILLISECONDS;
  const counts = (time: string | null): boolean => time !== null && Date.parse(time) > since;
  const count = store.runners
    .all()
    .filter((each) => belongs(each) && (counts(each.created_at) || counts(each.contacted_at)));
  if (count.length < limit) return undefined;
  const kind = byGroup ? "group" : "project";
  return `Maximum number of ci registered ${kind} runners (${limit}) exceeded`;
}
