import { sameArgument, shownArgument } from "../values/diffing";
import type { Properties } from "../values/operation";
import { ATTRIBUTE_NAMES, type AttributeName } from "../runner/argumentNames";
import type { RunnerOutputs, StoredOutputs } from "../runner/runnerMapping";

/**
 * What somebody else has changed of a runner since the stack saw it last, each as a line: an update
 * that overwrites it, or leaves it, should not do so without a word.
 *
 * @param written - the attributes that the update writes.
 */
export function foreignChanges(
  state: StoredOutputs,
  present: RunnerOutputs,
  news: Properties,
  written: readonly AttributeName[],
): string[] {
  const seen = ATTRIBUTE_NAMES.filter(
    // GitLab shows no note to a credential that may not update the runner.
    (name) => name !== "maintenanceNote" || present.maintenanceNote !== undefined,
  );
  return seen
    .filter((name) => !sameArgument(state[name], present[name]))
    .filter((name) => !(written.includes(name) && sameArgument(present[name], news[name])))
    .map((name) => {
      const found = `somebody else changed ${name} from ${shownArgument(state[name])} to ${shownArgument(present[name])}`;
      return written.includes(name)
        ? `${found}; it is now ${shownArgument(news[name])}`
        : `${found}; a refresh shows it`;
    });
}
