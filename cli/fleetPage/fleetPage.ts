import { html } from "hono/html";

import { type Html, htmlDocument } from "../html/document";
import { breakdownOf } from "./breakdown";
import { HATCHING } from "./charts/dayBars";
import { type D3, loadD3 } from "./charts/d3";
import { headline, projectTable, tagTable } from "./figureTables";
import { FILTER_SCRIPT } from "./filterScript";
import { notesOf } from "./notes";
import { overTime } from "./overTime";
import type { FleetRead } from "./readFleet";
import { runnerTable } from "./runnerTable";
import { type ShareRow, shareTable } from "./shareTable";
import { STYLE } from "./style";

/** What a page says beside what was read. */
export interface PageContext {
  /** `gitlab.example.com`. */
  readonly gitlab: string;
  /** Whose runners they are, see `scopeOf`. */
  readonly scope: string;
  /** The most jobs that were read of each runner. */
  readonly limit: number | undefined;
}

/**
 * A fleet as one page of HTML, which needs nothing else to be shown.
 *
 * @param read - its texts without tokens, and without characters that nobody would see.
 */
export async function fleetPage(read: FleetRead, context: PageContext): Promise<string> {
  const { runners, figures } = read;
  const notes = notesOf(read, context.limit);
  return htmlDocument({
    title: `Runner fleet of ${context.gitlab}`,
    style: STYLE,
    script: FILTER_SCRIPT,
    body: html`
      <p>
        ${context.scope}. Read at ${time(figures.until)}; jobs are those created since
        ${time(figures.since)}.
      </p>
      ${
        notes.length === 0
          ? ""
          : html`<div class="notes">${notes.map((note) => html`<p>${note}</p>`)}</div>`
      }
      ${headline(runners, figures)}
      ${
        runners.length === 0
          ? html`<p>There is no such runner.</p>`
          : sections(await loadD3(), read)
      }
    `,
  });
}

function sections(d3: D3, read: FleetRead): Html {
  const { runners, figures, days } = read;
  return html`
    <h2>Runners</h2>
    ${breakdownTables(d3, read)}
    <h2>Jobs</h2>
    ${
      figures.jobs === 0
        ? html`<p>No job was created in this time.</p>`
        : html`<p class="quiet">
              By the day on which they were created, in UTC; the first and the last day are not
              whole.
            </p>
            ${HATCHING} ${overTime(d3, days)} ${jobTables(d3, read)}`
    }
    <h2>Who may use which</h2>
    <p class="quiet">
      As the runners are set: a project can turn instance and group runners off for itself.
    </p>
    ${runnerTable(runners, figures.runners)}
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
      rows: rows(statuses),
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
              caption: "Why jobs failed, as GitLab says",
              headings: ["Reason", "Jobs"],
              rows: reasons,
            })
      }
      ${projectTable(figures.topProjects)}
    </div>
    ${tagTable(figures.tags)}
  `;
}

/** `2026-11-25 03:10 UTC`. */
function time(iso: string): string {
  return `${iso.slice(0, 16).replace("T", " ")} UTC`;
}
