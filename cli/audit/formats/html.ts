import { html, raw } from "hono/html";

import {
  type AuditReport,
  type AuditedChange,
  type Finding,
  type Message,
  type PropertyChange,
  findingsOf,
  propertiesOf,
} from "../report";
import { type Html, htmlDocument } from "../../html/document";
import { tableHead } from "../../html/table";
import type { Risk } from "../risks";
import { valueText } from "../text";
import { FAILED, columnsOf, remarksOf, stackOf, summaryOf } from "../wording";
import { STYLE } from "./htmlStyle";

/** The report as a page of its own, without a script. */
export function htmlReport(report: AuditReport): Promise<string> {
  const anchors = new Map(report.changes.map((change, index) => [change, `change-${index + 1}`]));
  return htmlDocument({
    title: `Runner audit ${stackOf(report)}`.trim(),
    style: STYLE,
    body: html`
      ${report.failed ? html`<p class="failed">${FAILED}</p>` : ""}
      <p>${summaryOf(report)}</p>
      ${riskSection(findingsOf(report), anchors)} ${messageSection(report.messages)}
      ${changeSection(report.changes, anchors)}
    `,
  });
}

type Anchors = ReadonlyMap<AuditedChange, string>;

function riskSection(findings: readonly Finding[], anchors: Anchors): Html {
  const row = ({ change, risk }: Finding): Html => html`
    <tr role="row">
      <td role="cell" class="severity ${risk.severity}">${risk.severity}</td>
      <td role="cell">${risk.id}</td>
      <td role="cell"><a href="#${anchors.get(change)}">${change.type} ${change.name}</a></td>
      <td role="cell">${risk.reason}</td>
    </tr>
  `;
  const table = html`
    <table class="risks stack" role="table">
      <caption>
        The worst first; each leads to its change.
      </caption>
      ${tableHead(["Severity", "Risk", "Resource", "Why"])}
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
    <p class="severity ${severity === "error" ? "critical" : "minor"}">${severity}</p>
    <pre>${text}</pre>
  `;
  return html`
    <h2>Messages</h2>
    ${messages.map(item)}
  `;
}

function changeSection(changes: readonly AuditedChange[], anchors: Anchors): Html | "" {
  if (changes.length === 0) return "";
  return html`
    <h2>Changes</h2>
    ${changes.map((change) => changeDetails(change, anchors.get(change) ?? ""))}
  `;
}

/** Open where there is a risk to see. */
function changeDetails(change: AuditedChange, anchor: string): Html {
  const { type, name, action, id, risks } = change;
  const open = risks.some(({ severity }) => severity !== "info") ? raw("open") : "";
  const [worst] = risks;
  return html`
    <details id="${anchor}" ${open}>
      <summary>
        <h3>${type} ${name}</h3>
        ${action} ${id === undefined ? "" : html`<span class="quiet">id ${id}</span>`}
        ${worst ? severityLabel(worst) : ""}
      </summary>
      ${risks.length === 0 ? "" : riskList(change)}
      ${remarksOf(change, String).map((remark) => html`<p>${remark}</p>`)} ${propertyTable(change)}
    </details>
  `;
}

function riskList({ risks }: AuditedChange): Html {
  const item = (risk: Risk): Html =>
    html`<li>${severityLabel(risk)} ${risk.id}: ${risk.reason}</li>`;
  return html`<ul>
    ${risks.map(item)}
  </ul>`;
}

function severityLabel({ severity }: Risk): Html {
  return html`<span class="severity ${severity}">${severity}</span>`;
}

function propertyTable(change: AuditedChange): Html {
  const properties = propertiesOf(change);
  if (properties.length === 0) return html`<p class="quiet">No argument changes.</p>`;
  const [before, after] = columnsOf(change);
  const row = (property: PropertyChange): Html => html`
    <tr role="row">
      <th role="rowheader" scope="row">${property.name}</th>
      <td role="cell" class="before" data-heading="${before}">${valueCell(property.before)}</td>
      <td role="cell" class="after" data-heading="${after}">${valueCell(property.after)}</td>
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

function valueCell(value: unknown): Html {
  return value === undefined
    ? html`<span class="quiet">none</span>`
    : html`<code>${valueText(value)}</code>`;
}
