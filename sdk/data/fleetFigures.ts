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
 * How long jobs waited and ran, how many failed and why, how busy runners were and for which
 * projects: of a whole fleet, of each runner and of each tag. The function reads the runners' jobs,
 * with one request for each runner and one for each 100 jobs. GitLab's own dashboard for this needs
 * Ultimate.
 *
 * A runner has a `reason` if the access token may not see its jobs, and then counts nowhere else. The
 * figures of a tag count all jobs of the runners with that tag, because GitLab does not show which
 * tags a job required.
 *
 * ```ts
 * const { queuedDuration, tags } = await getFleetFigures({ groupId: "acme", limit: 1000 });
 * ```
 *
 * @throws Error with GitLab's answer: the Promise rejects.
 * @see https://docs.gitlab.com/api/runners/#list-all-jobs-processed-by-a-runner
 */
export function getFleetFigures(
  args: GetFleetFiguresArgs = {},
  options?: DataOptions,
): Promise<FleetFigures> {
  return ask(options, (connection) => readFleet(connection, args));
}

/** Like {@link getFleetFigures}, but returns an Output. */
export function getFleetFiguresOutput(
  args: pulumi.Input<InputsOf<GetFleetFiguresArgs>> = {},
  options?: DataOutputOptions,
): pulumi.Output<FleetFigures> {
  return askOutput(args, options, readFleet);
}
