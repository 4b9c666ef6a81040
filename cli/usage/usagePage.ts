import { html } from "hono/html";

import { counted } from "../audit/text";
import { breakable } from "../html/breakable";
import { type Html, htmlDocument } from "../html/document";
import { STYLE } from "../html/style";
import { tableCells, tableHead } from "../html/table";
import type { UsageReport } from "./report";
import { type UsageRow, minutes, usageRows } from "./rows";

/** Numbers stand below each other. */
const PAGE_STYLE = `${STYLE}
thead th:first-child { width: 40%; }
td { font-variant-numeric: tabular-nums; }
tbody tr:last-child > * { font-weight: 600; }
tbody tr:not(:last-child) th { font-weight: 400; }
`;

/**
 * A report as one page of HTML, which needs nothing else to be shown.
 *
 * @param report - its texts without tokens, and without characters that nobody would see.
 * @param title - whose runners they are.
 */
export function usagePage(report: UsageReport, title: string): Promise<string> {
  const { total, projects, groups, tagSets, runners } = usageRows(report);
  const table = (heading: string, rows: readonly UsageRow[]): Html =>
    usageTable(heading, rows, total, report.currency);
  return htmlDocument({
    title: `Usage: ${title}`,
    style: PAGE_STYLE,
    body: html`
      <p class="quiet">
        Jobs created from ${report.since} to ${report.until}, without what ran after that.
        ${scopeText(report)} ${counted(report.total.jobs, "job")}, ${minutes(report.total)}
        minutes${costText(report)}.
      </p>
      ${notReadText(report)} ${table("Project", projects)} ${table("Group", groups)}
      ${table("Tags of the runner", tagSets)} ${table("Runner", runners)}
    `,
  });
}

function scopeText({ scope }: UsageReport): string {
  if (scope === undefined) return "";
  return "projectId" in scope
    ? "Only jobs of the project count."
    : "Only jobs of projects of the group and its subgroups count.";
}

function costText({ currency, total: { cost } }: UsageReport): string {
  return cost === undefined ? "" : `, ${cost} ${currency ?? ""}`;
}

function notReadText({ notRead }: UsageReport): Html | string {
  if (notRead.length === 0) return "";
  return html`
    <p>
      GitLab does not show the jobs of ${counted(notRead.length, "runner")}. No sum counts them.
    </p>
    <ul>
      ${notRead.map(
        ({ id, description, reason }) =>
          html`<li>${id} ${breakable(description)}: ${breakable(reason)}</li>`,
      )}
    </ul>
  `;
}

function usageTable(
  heading: string,
  rows: readonly UsageRow[],
  total: UsageRow,
  currency: string | undefined,
): Html {
  const numbers = [
    ...["Jobs", "Unfinished", "Minutes"],
    ...(currency === undefined ? [] : [`Cost in ${currency}`]),
  ];
  const row = (each: UsageRow, name: Html | string): Html => html`
    <tr role="row">
      <th role="rowheader" scope="row">${name}</th>
      ${tableCells(numbers, [
        each.jobs.toLocaleString("en"),
        each.unfinishedJobs.toLocaleString("en"),
        minutes(each),
        ...(each.cost === undefined ? [] : [each.cost]),
      ])}
    </tr>
  `;
  return html`
    <h2>By ${heading.toLowerCase()}</h2>
    <table class="stack" role="table">
      ${tableHead([heading, ...numbers])}
      <tbody role="rowgroup">
        ${rows.map((each) => row(each, each.name === "" ? NAMELESS : breakable(each.name)))}
        ${row(total, "Total")}
      </tbody>
    </table>
  `;
}

/** The set of no tags. */
const NAMELESS = "none";
