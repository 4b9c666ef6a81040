import { stripVTControlCharacters } from "node:util";

import { type ShownProjects, shownProjects } from "./affectedProjects";
import { type Change, changesOf } from "./changes";
import { type PreviewDocument, hasFailed } from "./previewDocument";
import { type ChangeAtGitLab, type Risk, SEVERITIES, type Severity, risksOf } from "./risks";
import { type Paths, pathsOf } from "./paths";
import { plainText } from "./text";
import { splitUrn } from "./urn";

/** A risk as a report shows it. */
export interface ShownRisk extends Omit<Risk, "projects"> {
  /** The projects to which it matters, as far as the preview shows them. */
  readonly projects?: ShownProjects | undefined;
}

export type AuditedChange = ChangeAtGitLab & { readonly risks: readonly ShownRisk[] };

/** What the engine, or the audit itself, has to say beside the changes. */
export interface Message {
  readonly severity: "error" | "warning";
  /** Lines without control characters. */
  readonly text: string;
  readonly urn?: string | undefined;
}

/** What a preview does to runners and assignments; every format shows the same of it. */
export interface AuditReport {
  /** Undefined for a preview that got to no resource. */
  readonly project: string | undefined;
  readonly stack: string | undefined;
  /** Whether the preview ended with an error, so that changes may be missing. */
  readonly failed: boolean;
  /** Those with the worst risk first. */
  readonly changes: readonly AuditedChange[];
  /** How many other resources of the stack change. */
  readonly otherChanges: number;
  readonly messages: readonly Message[];
  /** The full paths of projects that the preview names. */
  readonly paths: Paths;
}

/** What GitLab reported of the runners that a preview deletes. */
export interface JobsAtGitLab {
  /** How many jobs run, by the id of the runner. */
  readonly running: ReadonlyMap<string, number>;
  readonly messages: readonly Message[];
}

/**
 * Audits a preview.
 *
 * @param look - asks GitLab for the jobs of runners that are deleted; without it nobody asks.
 * @param failure - why the preview failed, where its own words do not say so.
 */
export async function auditPreview(
  preview: PreviewDocument,
  look?: (changes: readonly Change[]) => Promise<JobsAtGitLab>,
  failure?: string,
): Promise<AuditReport> {
  const { changes, others } = changesOf(preview);
  const deleted = changes.filter(({ deletesRunner }) => deletesRunner);
  const jobs = await look?.(deleted);
  const first = preview.steps[0];
  const { project, stack } =
    first === undefined ? { project: undefined, stack: undefined } : splitUrn(first.urn);
  const messages = preview.diagnostics.flatMap(messageOf);
  const paths = pathsOf(preview);
  return {
    project: project === undefined ? undefined : plainText(project),
    stack: stack === undefined ? undefined : plainText(stack),
    failed: hasFailed(preview) || failure !== undefined,
    changes: changes.map((change) => audited(change, jobs?.running, paths)).sort(byRisk),
    otherChanges: others,
    paths,
    messages: [
      ...messages,
      ...(failure === undefined ? [] : [{ severity: "error" as const, text: failure }]),
      ...(jobs?.messages ?? []),
    ],
  };
}

function audited(
  change: Change,
  running: JobsAtGitLab["running"] | undefined,
  paths: Paths,
): AuditedChange {
  const isAsked = change.deletesRunner && change.id !== undefined;
  const known = { ...change, runningJobs: isAsked ? running?.get(change.id) : undefined };
  const risks = risksOf(known).map(({ projects, ...risk }) => ({
    ...risk,
    ...(projects && { projects: shownProjects(projects, paths) }),
  }));
  return { ...known, risks };
}

function byRisk(one: AuditedChange, two: AuditedChange): number {
  const rank = ({ risks }: AuditedChange): number =>
    Math.max(-1, ...risks.map(({ severity }) => SEVERITIES.indexOf(severity)));
  return (
    rank(two) - rank(one) || one.type.localeCompare(two.type) || one.name.localeCompare(two.name)
  );
}

/** Providers write warnings to standard error, which the engine takes for information. */
function messageOf({ urn, message, severity }: PreviewDocument["diagnostics"][number]): Message[] {
  const lines = stripVTControlCharacters(message).trim().split(/\r?\n/);
  const [, prefix] = /^(error|warning): /.exec(lines[0] ?? "") ?? [];
  const isWarning = severity === "warning" || prefix === "warning";
  if (severity !== "error" && !isWarning) return [];
  const text = lines
    .map(plainText)
    .join("\n")
    .replace(/^(error|warning): /, "");
  return [
    {
      severity: severity === "error" ? "error" : "warning",
      text,
      ...(urn !== undefined && urn !== "" && { urn: plainText(urn) }),
    },
  ];
}

/** An argument that changes. */
export interface PropertyChange {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

export function propertiesOf({ changed, before, after }: Change): PropertyChange[] {
  return changed.map((name) => ({ name, before: before[name], after: after[name] }));
}

/** A risk and what has it. */
export interface Finding {
  readonly change: AuditedChange;
  readonly risk: ShownRisk;
}

/** All risks of a report, the worst first. */
export function findingsOf({ changes }: AuditReport): Finding[] {
  const rank = ({ risk }: Finding): number => SEVERITIES.indexOf(risk.severity);
  return changes
    .flatMap((change) => change.risks.map((risk) => ({ change, risk })))
    .sort((one, two) => rank(two) - rank(one));
}

/** Whether one severity is another or worse. */
export function isAtLeast(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
}
