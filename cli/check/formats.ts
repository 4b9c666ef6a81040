import { html as xml } from "hono/html";

import { plainText, printableJson } from "../../gitlab/text/shown";
import { counted } from "../audit/text";
import { duration } from "../figureText";
import type { Check, Checked } from "./checks";
import type { WaitingJobs } from "./waitingJobs";

/** All that the command reports. */
export interface CheckReport {
  readonly checked: Checked;
  readonly checks: readonly Check[];
  readonly waiting: readonly WaitingJobs[];
  readonly requests: { readonly used: number; readonly most: number };
}

type Format = (report: CheckReport) => string | Promise<string>;

export const FORMATS = {
  text: textReport,
  json: (report) => printableJson({ version: 1, ...report }),
  junit: junitReport,
  prometheus: prometheusReport,
} as const satisfies Record<string, Format>;

/** The verdict comes first. */
function textReport({ checked, checks, requests }: CheckReport): string {
  const named = (state: Check["state"]): string[] =>
    checks.filter((check) => check.state === state).map(({ name }) => name);
  const [crossed, missing] = [named("crossed"), named("not_looked_at")];
  const verdict = [
    ...(crossed.length > 0 ? [`Not healthy: ${crossed.join(", ")}.`] : []),
    ...(missing.length > 0 ? [`Not looked at completely: ${missing.join(", ")}.`] : []),
  ];
  const lines = checks.flatMap(({ name, state, value, threshold, findings, notLookedAt }) => [
    `${state.replaceAll("_", " ").padEnd(13)}  ${name}: ${inUnit(name, value)}${threshold === undefined ? "" : ` (at most ${inUnit(name, threshold)})`}`,
    ...findings.map(({ text }) => `  ${plainText(text)}`),
    ...notLookedAtLines(notLookedAt),
  ]);
  return [
    verdict.length === 0 ? healthy(checked) : verdict.join(" "),
    ...lines,
    `${counted(checked.runners, "runner")} and ${counted(checked.projects, "project")} checked, ` +
      `${requests.used} of at most ${requests.most} requests used.`,
  ].join("\n");
}

/** How many lines of a check say what was not looked at. A spent budget leaves out hundreds of projects. */
const MOST_LINES = 10;

function notLookedAtLines(notLookedAt: readonly string[]): string[] {
  const others = notLookedAt.length - MOST_LINES;
  return [
    ...notLookedAt.slice(0, MOST_LINES).map((line) => `  not looked at: ${plainText(line)}`),
    ...(others > 0 ? [`  not looked at: ${others} more, which --output json names`] : []),
  ];
}

/** Healthy means that runners were checked. With the wrong token there may be none. */
function healthy({ runners }: Checked): string {
  return runners === 0
    ? "There are no runners to check. --all, --group or --project names others."
    : "Healthy.";
}

function inUnit(name: string, value: number | undefined): string {
  if (value === undefined) return "unknown";
  if (name === "max-wait") return duration(value);
  return name === "max-quota" ? `${value}%` : String(value);
}

/** A test case a check. A crossed threshold fails it; what was not looked at is an error. */
async function junitReport({ checks }: CheckReport): Promise<string> {
  const count = (state: Check["state"]): number =>
    checks.filter((check) => check.state === state).length;
  const counts = xml`tests="${checks.length}" failures="${count("crossed")}" errors="${count("not_looked_at")}"`;
  const cases = checks.map(({ name, state, value, threshold, findings, notLookedAt }) => {
    const message = `${inUnit(name, value)}, at most ${inUnit(name, threshold)}`;
    const lines = [...findings.map((finding) => finding.text), ...notLookedAt];
    const text = lines.map(plainText).join("\n");
    const inside =
      state === "crossed"
        ? xml`<failure type="${name}" message="${message}">${text}</failure>`
        : state === "not_looked_at"
          ? xml`<error type="${name}" message="not looked at">${text}</error>`
          : xml`<system-out>${text}</system-out>`;
    return xml`
    <testcase classname="gitlab-runners.check" name="${name}">${inside}</testcase>`;
  });
  return String(
    await xml`<?xml version="1.0" encoding="UTF-8"?>
<testsuites ${counts}>
  <testsuite name="Runner health" ${counts}>${cases}
  </testsuite>
</testsuites>
`,
  );
}

/** @see https://prometheus.io/docs/instrumenting/exposition_formats/ */
function prometheusReport({ checked, checks, waiting, requests }: CheckReport): string {
  return [
    ...family(
      "gitlab_runners_check_crossed",
      "Whether the threshold of a check is crossed.",
      checks
        .filter(({ state }) => state !== "not_looked_at")
        .map(({ name, state }) => [{ check: name }, state === "crossed" ? 1 : 0]),
    ),
    ...family(
      "gitlab_runners_check_not_looked_at",
      "Whether something of a check was not looked at.",
      checks.map(({ name, notLookedAt }) => [{ check: name }, notLookedAt.length > 0 ? 1 : 0]),
    ),
    ...family(
      "gitlab_runners_check_value",
      "What a check found; max-wait in seconds, max-quota in percent, others as a count.",
      checks.flatMap(({ name, value, notLookedAt }) =>
        value === undefined || notLookedAt.length > 0 ? [] : [[{ check: name }, value] as const],
      ),
    ),
    ...family(
      "gitlab_runners_waiting_jobs",
      "Jobs that wait for a runner.",
      waiting.map((each) => [labelsOf(each), each.jobs]),
    ),
    ...family(
      "gitlab_runners_longest_wait_seconds",
      "How long the job has waited that waits longest.",
      waiting.map((each) => [labelsOf(each), each.longestWait]),
    ),
    ...family("gitlab_runners_checked_runners", "Runners that the check looked at.", [
      [{}, checked.runners],
    ]),
    ...family(
      "gitlab_runners_checked_projects",
      "Projects whose waiting jobs the check looked at.",
      [[{}, checked.projects]],
    ),
    ...family("gitlab_runners_check_requests", "Requests to GitLab that the check used.", [
      [{}, requests.used],
    ]),
    "",
  ].join("\n");
}

function labelsOf({ project, tags, reason }: WaitingJobs): Record<string, string> {
  return { project, tags: tags.join(","), reason };
}

function family(
  name: string,
  help: string,
  samples: readonly (readonly [Readonly<Record<string, string>>, number])[],
): string[] {
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...samples.map(([labels, value]) => {
      const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escaped(text)}"`);
      return `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}`;
    }),
  ];
}

/** A person can read the file at a terminal, too, so what a terminal obeys is written out first. */
function escaped(text: string): string {
  return plainText(text).replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
