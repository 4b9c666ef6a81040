import {
  type TagCoverage,
  candidateOf,
  isUncovered,
  tagCoverage,
} from "../gitlab/coverage/tagCoverage";
import { type TagSet, givenTagSets, tagSetsOf, uncheckedLines } from "../gitlab/coverage/tagSets";
import { unlessGone } from "../gitlab/transport/unlessGone";
import { type Connection, type ConnectionOptions, connect } from "./connection";
import { EXIT } from "./endings";
import { type OutputOptions, printRows } from "./output";
import { type Report, withProgress } from "./progress";
import { withProjectHint } from "./projectHint";
import { readInput } from "./readInput";
import { readEach } from "./runners";
import { note } from "./terminal";

/** GitLab's own limit of a file, `max_yaml_size_bytes`, is 2 MB by default. */
const CI_CONFIG = { largest: 16 * 1024 * 1024, what: "CI configuration" };

interface CoverageOptions extends ConnectionOptions, OutputOptions {
  tags?: string[][];
  untagged?: boolean;
  /** A file, or `-` for standard input. */
  ciConfig?: string;
  status: string[];
  protected?: boolean;
}

/** Which runners take the jobs of a project; a set of tags without one is an answer of its own. */
export async function coverage(project: string, options: CoverageOptions): Promise<void> {
  const connection = connect(options);
  const sets = await withProgress((report) =>
    withProjectHint(connection, project, () => readCoverage(connection, project, options, report)),
  );
  printRows(
    sets,
    [
      { heading: "COVERED", text: ({ coverage: on }) => ANSWERS[on] },
      {
        heading: "TAGS",
        text: ({ tags, reason }) => (tags.length === 0 ? (reason ?? "(none)") : tags.join(",")),
        fills: true,
      },
      {
        heading: "RUNNERS",
        text: ({ runners }) => runners.map(({ id }) => id).join(","),
        fills: true,
      },
      {
        heading: "NOT NOW",
        text: ({ unavailable }) =>
          unavailable.map(({ id, reason }) => `${String(id)} ${reason}`).join(", "),
        fills: true,
      },
      { heading: "JOBS", text: ({ jobs }) => jobs.join(", "), fills: true },
    ],
    options,
    "jobs that a runner runs",
  );
  uncheckedLines(sets).forEach(note);
  const { protected: protectedRefs = false } = options;
  if (sets.some((set) => isUncovered(set, protectedRefs))) process.exitCode = EXIT.no;
  else if (sets.some((set) => set.coverage === "unknown")) process.exitCode = EXIT.failed;
}

async function readCoverage(
  connection: Connection,
  project: string,
  options: CoverageOptions,
  report: Report,
): Promise<TagCoverage[]> {
  const [wanted, details] = await Promise.all([
    wantedSets(connection, project, options),
    readEach(
      connection,
      { project },
      report,
      async ({ gitlab }, { id }, known) => known?.runner ?? unlessGone(gitlab.getRunnerAlone(id)),
    ),
  ]);
  return tagCoverage(wanted, details.map(candidateOf), options.status);
}

const ANSWERS: Readonly<Record<TagCoverage["coverage"], string>> = {
  all_refs: "yes",
  protected_refs: "protected refs",
  none: "no",
  unknown: "unknown",
};

async function wantedSets(
  { gitlab }: Connection,
  project: string,
  { tags = [], untagged, ciConfig }: CoverageOptions,
): Promise<TagSet[]> {
  const given = untagged === true ? [...tags, []] : tags;
  if (given.length > 0) return givenTagSets(given);
  const content =
    ciConfig === undefined ? undefined : (await readInput(ciConfig, CI_CONFIG)).toString();
  return tagSetsOf(await gitlab.listConfiguredJobs(project, content));
}
