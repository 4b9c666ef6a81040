import {
  type AuditReport,
  type AuditedChange,
  type Finding,
  type Message,
  findingsOf,
  propertiesOf,
} from "../report";
import { type Paths, argumentText } from "../paths";
import { FAILED, columnsOf, reasonOf, remarksOf, stackOf, summaryOf } from "../wording";

/** GitLab takes a note of 1,000,000 characters; what comes beside the changes needs some. */
const LONGEST = 900_000;
/** More are no summary; each stands at its change, too. */
const MOST_FINDINGS = 200;
/** More changes than a person reads at once are folded. */
const MOST_OPEN = 10;
const LONGEST_MESSAGE = 4000;
const MOST_MESSAGES = 20;

/** The report for a note of a merge request, in GitLab Flavored Markdown. */
export function markdownReport(report: AuditReport): string {
  const stack = stackOf(report);
  const head = [
    `### Runner audit${stack === "" ? "" : ` of ${code(stack)}`}`,
    ...(report.failed ? [`**${FAILED}**`] : []),
    summaryOf(report),
    ...findingsTable(findingsOf(report)),
    ...messageList(report.messages),
  ];
  return `${[...head, ...changeList(report)].join("\n\n")}\n`;
}

function findingsTable(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return [];
  const shown = findings.slice(0, MOST_FINDINGS);
  const table = tableOf(
    ["Severity", "Risk", "Resource", "Why"],
    shown.map(({ change, risk }) => [
      risk.severity,
      risk.id,
      `${change.type} ${code(change.name)}`,
      reasonOf(risk, code),
    ]),
  );
  const left = findings.length - shown.length;
  return left === 0 ? [table] : [table, `The changes below show ${left} more risks.`];
}

function messageList(messages: readonly Message[]): string[] {
  const shown = messages.slice(0, MOST_MESSAGES).flatMap(({ severity, text }) => {
    const cut = text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text;
    return [`**${severity}**`, preformatted(cut)];
  });
  const left = messages.length - MOST_MESSAGES;
  return left > 0 ? [...shown, `${left} more messages are not shown.`] : shown;
}

function changeList({ changes, paths }: AuditReport): string[] {
  if (changes.length === 0) return [];
  const shown: string[] = [];
  let length = 0;
  for (const change of changes) {
    const section = changeSection(change, paths);
    length += section.length;
    if (length > LONGEST) break;
    shown.push(section);
  }
  const left = changes.length - shown.length;
  if (left > 0) shown.push(`${left} more changes do not fit into a note.`);
  if (changes.length <= MOST_OPEN) return shown;
  return ["<details><summary>Every change, before and after</summary>", ...shown, "</details>"];
}

function changeSection(change: AuditedChange, paths: Paths): string {
  const { type, name, action, id, risks } = change;
  const known = id === undefined ? "" : ` (id ${code(id)})`;
  const properties = propertiesOf(change).map((property) => [
    code(property.name),
    valueCell(property.name, property.before, paths),
    valueCell(property.name, property.after, paths),
  ]);
  return [
    `#### ${type} ${code(name)}${known}: ${action}`,
    ...risks.map((risk) => `- **${risk.severity}** ${risk.id}: ${reasonOf(risk, code)}`),
    ...remarksOf(change, code).map((remark) => `\n${remark}`),
    ...(properties.length === 0
      ? []
      : [`\n${tableOf(["Property", ...columnsOf(change)], properties)}`]),
  ].join("\n");
}

function tableOf(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [headings, headings.map(() => "---"), ...rows].map(line).join("\n");
}

function valueCell(name: string, value: unknown, paths: Paths): string {
  return value === undefined ? "" : code(argumentText(name, value, paths));
}

/**
 * A text as code, where GitLab sees no reference, mention or quick action in it. What would end a
 * code span or a cell of a table takes HTML's form of it, with every sign as a number.
 */
export function code(text: string): string {
  if (/^[^|`\\<]+$/.test(text) && text.trim() !== "") return `\`${text}\``;
  return `<code>${escaped(text)}</code>`;
}

/** Signs as numbers, in which Markdown sees no meaning. */
function escaped(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A text of several lines as it is; a line that begins with `/` would be a quick action. */
function preformatted(text: string): string {
  const inert = text.replace(/[<>&]|^\//gm, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<pre>\n${inert}\n</pre>`;
}
