import { html } from "hono/html";

import { counted } from "../audit/text";
import { breakable } from "../html/breakable";
import { type Html, htmlDocument } from "../html/document";
import { namespaceLink } from "../html/namespaceLink";
import { readableTime } from "../html/readableTime";
import { SORTED_SCRIPT, SORTED_STYLE } from "../html/sortedPage";
import { sortedTable } from "../html/sortedTable";
import { tableCells } from "../html/table";
import type { UsageReport } from "./report";
import { type UsageRow, minutes, usageRows } from "./rows";

/** Numbers are never broken, and their digits stand below each other. */
const PAGE_STYLE = `${SORTED_STYLE}
table { table-layout: auto; }
thead th:first-child { width: 40%; }
td { font-variant-numeric: tabular-nums; white-space: nowrap; }
@media print, (width > 56rem) { :is(td, thead th:not(:first-child)) { text-align: right; } }
tbody th { font-weight: 400; }
tfoot td { font-weight: 600; }
`;

/**
 * A report as one page of HTML, which needs nothing else to be shown.
 *
 * @param report - its texts without tokens, and without characters that nobody would see.
 * @param title - whose runners they are.
 */
export function usagePage(report: UsageReport, title: string): Promise<string> {
  const { total, projects, groups, tagSets, runners } = usageRows(report);
  const { apiUrl, currency } = report;
  const text = (name: string): Html | string => (name === "" ? NAMELESS : breakable(name));
  const link = (path: string): Html => namespaceLink(apiUrl, path);
  const table = (heading: string, rows: readonly UsageRow[], nameOf = text): Html =>
    usageTable({ heading, rows, nameOf, total, currency });
  return htmlDocument({
    title: `Usage: ${title}`,
    style: PAGE_STYLE,
    script: SORTED_SCRIPT,
    body: html`
      <p class="quiet">
        Jobs created from ${readableTime(report.since)} to ${readableTime(report.until)}, without
        what ran after that. ${scopeText(report)} ${counted(report.total.jobs, "job")},
        ${separated(minutes(report.total))} minutes${costText(report)}. ${roundingText(report)}
      </p>
      ${notReadText(report)} ${table("Project", projects, link)} ${table("Group", groups, link)}
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
  return cost === undefined ? "" : `, ${separated(cost)} ${currency ?? ""}`;
}

/** Who adds the minutes of a table up may find another sum than the total. */
function roundingText({ currency }: UsageReport): string {
  const exact = currency === undefined ? "Seconds add" : "Seconds and cost add";
  return `${exact} up to the total; minutes are rounded in each row.`;
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

/** `1,234.50`, of a decimal number of any length. */
function separated(decimal: string): string {
  const [whole = "", fraction] = decimal.split(".");
  const grouped = BigInt(whole).toLocaleString("en");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

interface UsageTable {
  readonly heading: string;
  readonly rows: readonly UsageRow[];
  readonly nameOf: (name: string) => Html | string;
  readonly total: UsageRow;
  readonly currency: string | undefined;
}

function usageTable({ heading, rows, nameOf, total, currency }: UsageTable): Html {
  const numbers = [
    ...["Jobs", "Unfinished", "Minutes"],
    ...(currency === undefined ? [] : [`Cost in ${currency}`]),
  ];
  const row = (each: UsageRow, name: Html | string): Html => html`
    <th role="rowheader" scope="row">${name}</th>
    ${tableCells(
      numbers,
      [
        each.jobs.toLocaleString("en"),
        each.unfinishedJobs.toLocaleString("en"),
        separated(minutes(each)),
        ...(each.cost === undefined ? [] : [separated(each.cost)]),
      ],
      [each.jobs, each.unfinishedJobs, each.seconds, Number(each.cost)],
    )}
  `;
  const what = heading.toLowerCase();
  return sortedTable({
    id: `by-${what.replaceAll(" ", "-")}`,
    title: `By ${what}`,
    headings: [heading, ...numbers],
    things: "rows",
    rows: rows.map((each) => row(each, nameOf(each.name))),
    foot: row(total, "Total"),
  });
}

/** The set of no tags. */
const NAMELESS = "none";
