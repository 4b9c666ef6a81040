import { ConfigurationError } from "../../gitlab";
import type { AccessJob } from "../../gitlab/access/access";
import { type AccessScope, readAccessFacts } from "../../gitlab/access/readFacts";
import { type AccessReview, reviewOf } from "../../gitlab/access/review";
import { isoSecond } from "../../gitlab/pruning/staleness";
import { type Connection, type ConnectionOptions, connect } from "../connection";
import type { Column } from "../columns";
import { type OutputOptions, outputOf, printRows, printThing } from "../output";
import { countOf, withProgress } from "../progress";
import { withProjectHint } from "../projectHint";
import { typeName } from "../runners";
import { note, print } from "../terminal";
import { writeOutput } from "../writeOutput";
import { accessPage } from "./accessPage";
import { changesBetween } from "./changes";
import { type Row, jobsOf, rowsOf } from "./rows";
import { type AccessChange, type ReviewFile, VERSION, readReview } from "./reviewFile";

interface AccessOptions extends ConnectionOptions, OutputOptions {
  runner?: number;
  project?: string;
  group?: string;
  all?: boolean;
  /** The first set is of the jobs. */
  tags?: string[][];
  untagged?: boolean;
  protectedRef?: boolean;
  /** An earlier review. */
  since?: string;
  /** A page of HTML instead of a table, to a file or to standard output. */
  html?: true | string;
}

/** Shows who may use which runner, and why. */
export async function access(options: AccessOptions): Promise<void> {
  const [scope, job] = [scopeOf(options), jobOf(options)];
  const connection = connect(options);
  const { apiUrl } = connection;
  const before =
    options.since === undefined
      ? undefined
      : await readReview(options.since, { apiUrl, scope, job });
  const review = await read(connection, scope, job, options.project);
  const file: ReviewFile = {
    version: VERSION,
    apiUrl,
    readAt: isoSecond(Date.now()),
    scope,
    job,
    ...review,
    ...(before && { changes: changesBetween(before, review) }),
  };
  if (options.html !== undefined) {
    const page = await accessPage(file, connection.redacted, before?.readAt);
    writeOutput(page, options.html === true ? undefined : options.html);
    return;
  }
  const output = outputOf(options);
  if (output === "json" || output === "yaml") printThing(file, options);
  else printTables(file, options);
  if (output !== "json") file.notes.forEach(note);
}

/** @throws ConfigurationError where the options name no scope. */
function scopeOf({ runner, project, group, all }: AccessOptions): ReviewFile["scope"] {
  const scope = {
    ...(runner !== undefined && { runnerId: runner }),
    ...(project !== undefined && { projectId: project }),
    ...(group !== undefined && { groupId: group }),
    ...(all === true && { all }),
  };
  if (Object.keys(scope).length === 0)
    throw new ConfigurationError(
      "say whose access to show: --runner 42, --project acme/app, both of them, --group acme, or --all",
    );
  return scope;
}

function jobOf({ tags, untagged, protectedRef }: AccessOptions): ReviewFile["job"] {
  const wanted = untagged === true ? [] : tags?.flat();
  return {
    ...(wanted && { tags: [...new Set(wanted)].sort() }),
    ...(protectedRef !== undefined && { protectedRef }),
  };
}

async function read(
  connection: Connection,
  scope: AccessScope,
  job: AccessJob,
  project: string | undefined,
): Promise<AccessReview> {
  const { gitlab, concurrency } = connection;
  const facts = await withProgress((report) => {
    const progress = (count: number, things: string): void => {
      report(countOf(count, undefined, things));
    };
    const asked = (): ReturnType<typeof readAccessFacts> =>
      readAccessFacts(gitlab, scope, { concurrency, progress });
    return project === undefined ? asked() : withProjectHint(connection, project, asked);
  });
  return reviewOf(facts, job);
}

const COLUMNS: readonly Column<Row>[] = [
  { heading: "PROJECT", text: ({ project }) => project.path, fills: true },
  { heading: "RUNNER", text: ({ runnerId }) => runnerId },
  { heading: "TYPE", text: ({ runner }) => typeName(runner.runnerType) },
  { heading: "ACCESS", text: ({ access: answer }) => answer },
  { heading: "STATUS", text: ({ runner }) => runner.status },
  { heading: "JOBS", text: ({ runner }) => jobsOf(runner), fills: true },
  { heading: "WHY", text: ({ explanation }) => explanation, fills: true },
  { heading: "DESCRIPTION", text: ({ runner }) => runner.description, fills: true },
];

const CHANGES: readonly Column<AccessChange>[] = [
  { heading: "CHANGE", text: ({ change }) => change },
  { heading: "PROJECT", text: ({ project }) => project, fills: true },
  { heading: "RUNNER", text: ({ runnerId }) => runnerId },
  { heading: "BEFORE", text: ({ before }) => before?.explanation ?? "", fills: true },
  { heading: "NOW", text: ({ now }) => now?.explanation ?? "", fills: true },
];

function printTables(file: ReviewFile, options: AccessOptions): void {
  if (file.changes) {
    printRows(file.changes, CHANGES, { output: outputOf(options) }, "changes to list");
    if (outputOf(options) === "csv") return;
    print("");
  }
  printRows(rowsOf(file), COLUMNS, options, "runners with projects to list");
}
