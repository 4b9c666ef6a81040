import type { Instance } from "../instance";
import type { Runner, RunnerManager, RunnerType } from "../store/records";
import { type RunnerStatus, hasStatus } from "./status";

/** What lists of runners can be asked for: GitLab's app/finders/ci/runners_finder.rb. */
export interface RunnerFilters {
  type?: RunnerType | null | undefined;
  paused?: boolean | null | undefined;
  status?: RunnerStatus | null | undefined;
  /** A runner has all of them. */
  tag_list?: readonly string[] | null | undefined;
  version_prefix?: string | null | undefined;
}

/** A runner comes once for every manager whose version matches: GitLab joins them. */
export function filtered(
  runners: readonly Runner[],
  filters: RunnerFilters,
  instance: Instance,
): Runner[] {
  const now = instance.clock.now();
  return runners
    .filter((runner) => passes(runner, filters, now))
    .flatMap((runner) => matchingVersions(runner, filters.version_prefix, instance));
}

function passes(runner: Runner, filters: RunnerFilters, now: Date): boolean {
  const { type, paused, status, tag_list } = filters;
  return (
    (type == null || runner.runner_type === type) &&
    (paused == null || runner.active === !paused) &&
    (status == null || hasStatus(runner, status, now)) &&
    (tag_list ?? []).every((tag) => runner.tag_list.includes(tag))
  );
}

function matchingVersions(
  runner: Runner,
  prefix: string | null | undefined,
  { store }: Instance,
): Runner[] {
  if (prefix == null || prefix === "") return [runner];
  return store
    .managersOf(runner)
    .filter((manager) => hasVersion(manager, prefix))
    .map(() => runner);
}

/** By whole components: 15 is 15.x, never 150. */
function hasVersion(manager: RunnerManager, prefix: string): boolean {
  const wanted = prefix.replace(/\.$/, "");
  const version = manager.version ?? "";
  return version === wanted || version.startsWith(`${wanted}.`);
}
