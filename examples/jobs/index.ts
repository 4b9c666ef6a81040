/*
 * Reads the jobs of a runner, all at once and one by one. It creates nothing.
 *
 *   pulumi stack init dev
 *   pulumi config set runner 1 # an id
 *   pulumi preview
 *
 * Outputs: the latest jobs that failed or were canceled, how many run now, and the hours of each project.
 */
import * as pulumi from "@pulumi/pulumi";
import { getRunnerJobs, iterateRunnerJobs } from "pulumi-gitlab-runners";

const id = new pulumi.Config().require("runner");

/** The latest jobs that went wrong. */
export const wrong = getRunnerJobs({ id, status: ["failed", "canceled"], limit: 10 }).then((jobs) =>
  jobs.map(({ name, status, failureReason, webUrl }) => ({ name, status, failureReason, webUrl })),
);

/** What runs now. */
export const running = getRunnerJobs({ id, status: "running" }).then((jobs) => jobs.length);

/** One by one, however many there are: the hours that each project took of the last 30 days. */
async function hoursByProject(): Promise<Record<string, number>> {
  const since = new Date(Date.now() - 30 * 24 * 60 * 60 * 1000).toISOString();
  const hours: Record<string, number> = {};
  for await (const { project, duration = 0 } of iterateRunnerJobs({ id, since })) {
    const name = project?.pathWithNamespace ?? "unknown";
    hours[name] = (hours[name] ?? 0) + duration / 3600;
  }
  return hours;
}
export const hours = hoursByProject();
