import { type ConnectionOptions, connect } from "../connection";
import { EXIT } from "../endings";
import { note } from "../terminal";
import type { Change } from "./changes";
import { type Gate, stopped } from "./gate";
import { type Destination, writeReport } from "./output";
import { type MergeRequestOptions, mergeRequestOf, postReport } from "./postReport";
import { readPreview } from "./previewDocument";
import { previewText } from "./previewText";
import { auditPreview } from "./report";
import { runningJobs } from "./runningJobs";
import { reasonOf } from "./wording";

interface AuditOptions extends ConnectionOptions, MergeRequestOptions {
  format?: Destination[];
  failOn?: Gate[];
  checkJobs?: boolean;
  post?: boolean;
}

const DEFAULT: readonly Destination[] = [{ format: "markdown", file: undefined }];

/** What a preview does to runners and assignments, and how risky it is. */
export async function audit(file: string | undefined, options: AuditOptions): Promise<void> {
  const to = options.post === true ? mergeRequestOf(options, process.env) : undefined;
  // GitLab is asked for nothing unless that was asked for.
  const connection = to !== undefined || options.checkJobs === true ? connect(options) : undefined;
  const { text, failure } = await previewText(file, options.stack);
  const preview = readPreview(text, secretsOf(process.env));
  const look =
    options.checkJobs === true && connection !== undefined
      ? (changes: readonly Change[]) => runningJobs(connection, changes)
      : undefined;
  const report = await auditPreview(preview, look, failure);
  for (const destination of options.format ?? DEFAULT) await writeReport(report, destination);
  if (to !== undefined && connection !== undefined) await postReport(connection, to, report);

  const found = stopped(report, options.failOn ?? []);
  for (const { change, risk } of found) {
    note(`${risk.severity} ${risk.id}: ${change.type} ${change.name}: ${reasonOf(risk)}`);
  }
  if (found.length > 0) process.exitCode = EXIT.no;
  // Of a preview that failed nobody knows what is missing.
  if (report.failed) process.exitCode = EXIT.failed;
}

/** Tokens at hand, which need not have the shape of one. */
function secretsOf(environment: NodeJS.ProcessEnv): string[] {
  return ["GITLAB_TOKEN", "RUNNER_TOKEN", "CI_JOB_TOKEN"].flatMap(
    (name) => environment[name] ?? [],
  );
}
