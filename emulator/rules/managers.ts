import type { Job, Runner, RunnerManager } from "../store/records";
import type { Store } from "../store/store";

/** The manager that was heard of last, which stands for the runner itself. */
export function latestManager(runner: Runner, store: Store): RunnerManager | undefined {
  return [...store.managersOf(runner)].sort((one, other) =>
    (other.contacted_at ?? "").localeCompare(one.contacted_at ?? ""),
  )[0];
}

export function jobsOfManager(manager: RunnerManager, store: Store): Job[] {
  const runner = store.runners.get(manager.runner_id);
  const jobs = runner ? store.jobsOf(runner) : [];
  return jobs.filter(({ system_id }) => system_id === manager.system_id);
}
