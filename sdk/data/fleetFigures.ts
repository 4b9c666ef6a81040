import type * as pulumi from "@pulumi/pulumi";
import {
  type FleetFigures,
  type GetFleetFiguresArgs,
  readFleet,
} from "../../functions/fleetFigures";
import { type DataOptions, type DataOutputOptions, ask, askOutput } from "./connection";
import type { InputsOf } from "./inputs";

export type {
  FleetFigures,
  GetFleetFiguresArgs,
  RunnerFigures,
} from "../../functions/fleetFigures";
export type { FleetProgress, TagFigures } from "../../gitlab/figures/fleetFigures";
export type { JobFigures, Percentiles, ProjectShare } from "../../gitlab/figures/jobFigures";

/**
 * How long jobs waited and ran, how many failed and why, how busy runners were and for whom: of a
 * fleet, of each of its runners and of each tag. Read from the runners' jobs, with one request a
 * runner and one for each 100 jobs; GitLab's own dashboard of this needs Ultimate.
 *
 * A runner whose jobs the credential may not see has a `reason` and counts nowhere else. What counts
 * for a tag are all jobs of the runners that have it: GitLab does not show which tags a job asked for.
 *
 * ```ts
 * const { queuedDuration, tags } = await getFleetFigures({ groupId: "acme", limit: 1000 });
 * ```
 *
 * @throws Error that says what GitLab answered, as a rejection.
 * @see https://docs.gitlab.com/api/runners/#list-all-jobs-processed-by-a-runner
 */
export function getFleetFigures(
  args: GetFleetFiguresArgs = {},
  options?: DataOptions,
): Promise<FleetFigures> {
  return ask(options, (connection) => readFleet(connection, args));
}

/** The same as an Output. */
export function getFleetFiguresOutput(
  args: pulumi.Input<InputsOf<GetFleetFiguresArgs>> = {},
  options?: DataOutputOptions,
): pulumi.Output<FleetFigures> {
  return askOutput(args, options, readFleet);
}
