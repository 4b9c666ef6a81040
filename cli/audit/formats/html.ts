import { html, raw } from "hono/html";

import {
  type AuditReport,
  type AuditedChange,
  type Finding,
  type Message,
  findingsOf,
  propertiesOf,
} from "../report";
import { valueText } from "../text";
import { FAILED, remarksOf, stackOf, summaryOf } from "../wording";
import { STYLE } from "./htmlStyle";

type Html = ReturnType<typeof html>;

/** The report as a page of its own: no script, and nothing from elsewhere. */
export async function htmlReport(report: AuditReport): Promise<string> {
  const title = `Runner audit ${stackOf(report)}`.trim();
  const anchors = new Map(report.changes.map((change, index) => [change, `change-${index + 1}`]));
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${report.failed ? html`<p class="failed">${FAILED}</p>` : ""}
          <p>${summaryOf(report)}</p>
          ${riskSection(findingsOf(report), anchors)} ${messageSection(report.messages)}
          ${changeSection(report.changes, anchors)}
        </main>
      </body>
    </html> `;
  return String(page);
}

type Anchors = ReadonlyMap<AuditedChange, string>;

function riskSection(findings: readonly Finding[], anchors: Anchors): Html {
  const row = ({ change, risk }: Finding): Html =>
    html` <tr>
      <td class="severity ${risk.severity}">${risk.severity}</td>
      <td>${risk.id}</td>
      <td><a href="#${anchors.get(change)}">${change.type} ${change.name}</a></td>
      <td>${risk.reason}</td>
    </tr>`;
  if (findings.length === 0)
    return html`<h2>Risks</h2>
      <p>None.</p>`;
  return html`<h2>Risks</h2>
    <table class="risks">
      <caption>
        The worst first; each leads to its change.
      </caption>
      <thead>
        <tr>
          <th scope="col">Severity</th>
          <th scope="col">Risk</th>
          <th scope="col">Resource</th>
          <th scope="col">Why</th>
        </tr>
      </thead>
      <tbody>
        ${findings.map(row)}
      </tbody>
    </table>`;
}

function messageSection(messages: readonly Message[]): Html | "" {
  if (messages.length === 0) return "";
  const item = ({ severity, text }: Message): Html =>
    html`<p class="severity ${severity === "error" ? "critical" : "minor"}">${severity}</p>
      <pre>${text}</pre>`;
  return html`<h2>Messages</h2>
    ${messages.map(item)}`;
}

function changeSection(changes: readonly AuditedChange[], anchors: Anchors): Html | "" {
  if (changes.length === 0) return "";
  return html`<h2>Changes</h2>
    ${changes.map((change) => changeDetails(change, anchors.get(change) ?? ""))}`;
}

/** Open where there is a risk to see. */
function changeDetails(change: AuditedChange, anchor: string): Html {
  const { type, name, action, id, risks } = change;
  const open = risks.some(({ severity }) => severity !== "info") ? raw(" open") : "";
  const worst = risks[0];
  return html`<details id="${anchor}" ${open}>
    <summary>
      <h3>${type} ${name}</h3>
      :
      ${action}${id === undefined ? "" : html` <span class="quiet">(id ${id})</span>`}${worst ? html` <span class="severity ${worst.severity}">${worst.severity}</span>` : ""}
    </summary>
    ${risks.length === 0 ? "" : riskList(change)}
    ${remarksOf(change, String).map((remark) => html`<p>${remark}</p>`)} ${propertyTable(change)}
  </details> `;
}

function riskList({ risks }: AuditedChange): Html {
  const item = ({ severity, id, reason }: AuditedChange["risks"][number]): Html =>
    html`<li><span class="severity ${severity}">${severity}</span> ${id}: ${reason}</li>`;
  return html`<ul>
    ${risks.map(item)}
  </ul>`;
}

function propertyTable(change: AuditedChange): Html {
  const properties = propertiesOf(change);
  if (properties.length === 0) return html`<p class="quiet">No argument changes.</p>`;
  const [before, after] =
    change.action === "refresh" ? ["In the state", "At GitLab"] : ["Before", "After"];
  return html`<table class="changes">
    <caption>
      Arguments of ${change.name}
    </caption>
    <thead>
      <tr>
        <th scope="col">Property</th>
        <th scope="col">${before}</th>
        <th scope="col">${after}</th>
      </tr>
    </thead>
    <tbody>
      ${properties.map(
        (property) =>
          html` <tr>
            <th scope="row">${property.name}</th>
            <td class="before">${valueCell(property.before)}</td>
            <td class="after">${valueCell(property.after)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function valueCell(value: unknown): Html {
  return value === undefined
    ? html`<span class="quiet">none</span>`
    : html`<code>${valueText(value)}</code>`;
}
