import type { JobPayload, JobStatus } from "../gitlab/payloads/schemas";
import { type ConnectionOptions, connect } from "./connection";
import { type OutputOptions, printRows } from "./output";
import { countOf, withProgress } from "./progress";

interface JobsOptions extends ConnectionOptions, OutputOptions {
  status?: JobStatus[];
  systemId?: string;
  since?: number;
  sort?: "asc" | "desc";
  limit: number;
}

export async function jobs(id: number, options: JobsOptions): Promise<void> {
  const { status, systemId, since, sort, limit } = options;
  const { gitlab } = connect(options);
  const found = await withProgress(async (report) => {
    const read: JobPayload[] = [];
    const filter = { status, systemId, since, sort };
    for await (const job of gitlab.iterateRunnerJobs(id, filter, { limit })) {
      read.push(job);
      report(countOf(read.length, undefined, "jobs"));
    }
    return read;
  });
  printRows(
    found,
    [
      { heading: "ID", text: (job) => job.id },
      { heading: "STATUS", text: (job) => job.status },
      { heading: "STARTED", text: (job) => job.started_at ?? "" },
      { heading: "SECONDS", text: (job) => job.duration?.toFixed(0) },
      { heading: "JOB", text: (job) => job.name },
      { heading: "PROJECT", text: (job) => job.project?.path_with_namespace, fills: true },
    ],
    options,
    "jobs to list",
  );
}
