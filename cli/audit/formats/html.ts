import { html, raw } from "hono/html";

import {
  type AuditReport,
  type AuditedChange,
  type Finding,
  type Message,
  type PropertyChange,
  type ShownRisk,
  findingsOf,
  propertiesOf,
} from "../report";
import { type Html, htmlDocument } from "../../html/document";
import { badge } from "../../html/badge";
import { tableCells, tableHead } from "../../html/table";
import { type Paths, argumentText } from "../paths";
import { SEVERITIES, type Severity } from "../risks";
import { FAILED, columnsOf, reasonOf, remarksOf, stackOf, summaryOf } from "../wording";
import { STYLE } from "./htmlStyle";

/** The report as a page of its own, without a script. */
export function htmlReport(report: AuditReport): Promise<string> {
  const anchors = new Map(report.changes.map((change, index) => [change, `change-${index + 1}`]));
  const findings = findingsOf(report);
  return htmlDocument({
    title: `Runner audit ${stackOf(report)}`.trim(),
    style: STYLE,
    body: html`
      ${report.failed ? html`<p class="failed">${FAILED}</p>` : ""} ${countsBySeverity(findings)}
      <p>${summaryOf(report)}</p>
      ${riskSection(findings, anchors)} ${messageSection(report.messages)}
      ${changeSection(report, anchors)}
    `,
  });
}

type Anchors = ReadonlyMap<AuditedChange, string>;

const RISK_HEADINGS = ["Severity", "Risk", "Resource", "Why"] as const;

/** How many risks there are of each severity, the worst first. */
function countsBySeverity(findings: readonly Finding[]): Html {
  if (findings.length === 0) return html`<p>${badge("good", "no risk found")}</p>`;
  const item = (severity: Severity): Html | "" => {
    const count = findings.filter(({ risk }) => risk.severity === severity).length;
    return count === 0 ? "" : html`<li>${badge(severity, `${count} ${severity}`)}</li>`;
  };
  return html`<ul class="counts" aria-label="Risks by severity">
    ${[...SEVERITIES].reverse().map(item)}
  </ul>`;
}

function riskSection(findings: readonly Finding[], anchors: Anchors): Html {
  const row = ({ change, risk }: Finding): Html => html`
    <tr role="row">
      ${tableCells(RISK_HEADINGS, [
        badge(risk.severity, risk.severity),
        risk.id,
        html`<a href="#${anchors.get(change)}">${change.type} ${change.name}</a>`,
        reasonOf(risk),
      ])}
    </tr>
  `;
  const table = html`
    <table class="risks stack" role="table">
      <caption>
        The worst first; each leads to its change.
      </caption>
      ${tableHead(RISK_HEADINGS)}
      <tbody role="rowgroup">
        ${findings.map(row)}
      </tbody>
    </table>
  `;
  return html`
    <h2>Risks</h2>
    ${findings.length === 0 ? html`<p>None.</p>` : table}
  `;
}

function messageSection(messages: readonly Message[]): Html | "" {
  if (messages.length === 0) return "";
  const item = ({ severity, text }: Message): Html => html`
    <p>${badge(severity === "error" ? "critical" : "minor", severity)}</p>
    <pre>${text}</pre>
  `;
  return html`
    <h2>Messages</h2>
    ${messages.map(item)}
  `;
}

function changeSection({ changes, paths }: AuditReport, anchors: Anchors): Html | "" {
  if (changes.length === 0) return "";
  return html`
    <h2>Changes</h2>
    ${changes.map((change) => changeDetails(change, anchors.get(change) ?? "", paths))}
  `;
}

/** Open where there is a risk to see. */
function changeDetails(change: AuditedChange, anchor: string, paths: Paths): Html {
  const { type, name, action, id, risks } = change;
  const open = risks.some(({ severity }) => severity !== "info") ? raw("open") : "";
  const [worst] = risks;
  return html`
    <details id="${anchor}" ${open}>
      <summary>
        <h3>${type} ${name}</h3>
        ${action} ${id === undefined ? "" : html`<span class="quiet">id ${id}</span>`}
        ${worst ? badge(worst.severity, worst.severity) : ""}
      </summary>
      ${risks.length === 0 ? "" : riskList(change)}
      ${remarksOf(change, String).map((remark) => html`<p>${remark}</p>`)}
      ${propertyTable(change, paths)}
    </details>
  `;
}

function riskList({ risks }: AuditedChange): Html {
  const item = (risk: ShownRisk): Html =>
    html`<li>${badge(risk.severity, risk.severity)} ${risk.id}: ${reasonOf(risk)}</li>`;
  return html`<ul>
    ${risks.map(item)}
  </ul>`;
}

function propertyTable(change: AuditedChange, paths: Paths): Html {
  const properties = propertiesOf(change);
  if (properties.length === 0) return html`<p class="quiet">No argument changes.</p>`;
  const [before, after] = columnsOf(change);
  const row = (property: PropertyChange): Html => html`
    <tr role="row">
      <th role="rowheader" scope="row">${property.name}</th>
      ${tableCells(
        [before, after],
        [
          valueCell(property.name, property.before, "before", paths),
          valueCell(property.name, property.after, "after", paths),
        ],
      )}
    </tr>
  `;
  return html`
    <table class="changes stack" role="table">
      <caption>
        Arguments of ${change.name}
      </caption>
      ${tableHead(["Property", before, after])}
      <tbody role="rowgroup">
        ${properties.map(row)}
      </tbody>
    </table>
  `;
}

function valueCell(name: string, value: unknown, side: "before" | "after", paths: Paths): Html {
  return value === undefined
    ? html`<span class="quiet">none</span>`
    : html`<code class="${side}">${argumentText(name, value, paths)}</code>`;
}
