/*
 * Measures a group's runners over the last 7 days. It creates nothing.
 *
 *   pulumi stack init dev
 *   pulumi config set group acme/platform # an id or a full path
 *   pulumi preview
 *
 * Outputs: how long jobs wait by tag, runners that fail by themselves, runners that hardly work, and the
 * busiest projects.
 */
import * as pulumi from "@pulumi/pulumi";
import { getFleetFigures } from "pulumi-gitlab-runners";

const config = new pulumi.Config();

/** Of the last 7 days, and of at most 1,000 jobs of each runner. */
const figures = getFleetFigures({ groupId: config.require("group"), limit: 1000 });

/** How long jobs wait for a runner, by tag, seconds. */
export const waiting = figures.then(({ tags }) =>
  Object.fromEntries(tags.map(({ tag, queuedDuration }) => [tag, queuedDuration?.p95])),
);

/** Runners that fail by themselves, not by the scripts that they run. */
export const suspicious = figures.then(({ runners }) =>
  runners
    .filter(({ failureReasons }) => "runner_system_failure" in failureReasons)
    .map(({ runner }) => runner.description),
);

/** Runners that hardly work. */
export const idle = figures.then(({ runners }) =>
  runners.filter(({ busyShare }) => busyShare < 0.01).map(({ runner }) => runner.id),
);

export const busiestProjects = figures.then(({ topProjects }) => topProjects);
