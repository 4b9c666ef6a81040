import { html } from "hono/html";

import { type Html, htmlDocument } from "../html/document";
import { readableTime } from "../html/readableTime";
import { attentionOf } from "./attention";
import { attentionSection } from "./attentionSection";
import { breakdownOf } from "./breakdown";
import { HATCHING } from "./charts/dayBars";
import { type D3, loadD3 } from "./charts/d3";
import { headline, projectTable, tagTable } from "./figureTables";
import type { GitLabPages } from "./gitlabLink";
import { notesOf } from "./notes";
import { overTime } from "./overTime";
import type { FleetRead } from "./readFleet";
import { runnerTable } from "./runnerTable";
import { SCRIPT } from "./script";
import { type ShareRow, shareTable } from "./shareTable";
import { statusBadge } from "./statusBadge";
import { STYLE } from "./style";

/** What a page says beside what was read. */
export interface PageContext {
  /** Whose runners they are, see `titleOf`. */
  readonly title: string;
  /** Which of them, see `scopeOf`. */
  readonly scope: string;
  /** The most jobs that were read of each runner. */
  readonly limit: number | undefined;
  readonly pages: GitLabPages;
}

/**
 * A fleet as one page of HTML, which needs nothing else to be shown.
 *
 * @param read - its texts without tokens, and without characters that nobody would see.
 */
export async function fleetPage(read: FleetRead, context: PageContext): Promise<string> {
  const { runners, figures } = read;
  const attention = attentionOf(read);
  const notes = notesOf(read, context.limit);
  return htmlDocument({
    title: context.title,
    style: STYLE,
    script: SCRIPT,
    body: html`
      <p class="quiet">
        ${context.scope} Read on ${readableTime(figures.until)}. Jobs created since
        ${readableTime(figures.since)}.
      </p>
      ${runners.length === 0 ? html`<p>No runner matches.</p>` : attentionSection(read, attention, notes.length === 0)}
      ${
        notes.length === 0
          ? ""
          : html`<div class="notes">${notes.map((note) => html`<p>${note}</p>`)}</div>`
      }
      ${headline(runners, figures)}
      ${runners.length === 0 ? "" : sections(await loadD3(), read, runnerTable(read, attention, context.pages))}
    `,
  });
}

function sections(d3: D3, read: FleetRead, list: Html): Html {
  const { figures, days } = read;
  return html`
    <h2>Runners</h2>
    ${breakdownTables(d3, read)}
    <h2>Jobs</h2>
    ${
      figures.jobs === 0
        ? html`<p>No job was created in this time.</p>`
        : html`<p class="quiet">By the day on which they were created, in UTC.</p>
            ${HATCHING} ${overTime(d3, days)} ${jobTables(d3, read)}`
    }
    <h2>Who may use which</h2>
    <p class="quiet">
      As the runners are set: a project can turn instance and group runners off for itself.
    </p>
    ${list}
  `;
}

function breakdownTables(d3: D3, { runners }: FleetRead): Html {
  const { types, statuses, versions, tags, paused } = breakdownOf(runners);
  const rows = (shares: typeof versions): ShareRow[] =>
    shares.map(({ name, runners: count, managers: more }) => ({ name, count, more }));
  const pausedOnes = paused === 0 ? "" : `, ${paused.toLocaleString("en")} of them paused`;
  return html`<div class="figures small">
    ${shareTable(d3, {
      caption: "Runners by type",
      headings: ["Type", "Runners"],
      rows: rows(types),
    })}
    ${shareTable(d3, {
      caption: `Runners by status${pausedOnes}`,
      headings: ["Status", "Runners"],
      rows: rows(statuses).map((row) => ({ ...row, label: statusBadge(row.name) })),
    })}
    ${shareTable(d3, {
      caption: "Runners by the versions of gitlab-runner that their managers have",
      headings: ["Version", "Runners", "Managers"],
      rows: rows(versions),
    })}
    ${shareTable(d3, {
      caption: "Runners by tag",
      headings: ["Tag", "Runners"],
      rows: rows(tags),
    })}
  </div>`;
}

function jobTables(d3: D3, { figures }: FleetRead): Html {
  const reasons = Object.entries(figures.failureReasons)
    .map(([name, count]) => ({ name, count }))
    .sort((one, other) => other.count - one.count);
  return html`
    <div class="figures wide">
      ${
        reasons.length === 0
          ? html`<p>No job failed.</p>`
          : shareTable(d3, {
              caption: "Why jobs failed, as GitLab reports it",
              headings: ["Reason", "Jobs"],
              rows: reasons,
            })
      }
      ${projectTable(figures.topProjects)}
    </div>
    ${tagTable(figures.tags)}
  `;
}
