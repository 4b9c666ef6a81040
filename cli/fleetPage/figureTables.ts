import { html } from "hono/html";

import type { FleetFigures, TagFigures } from "../../gitlab/figures/fleetFigures";
import type { Percentiles, ProjectShare } from "../../gitlab/figures/jobFigures";
import { contactStatus } from "../../gitlab/coverage/tagCoverage";
import { duration, percent } from "../figureText";
import { breakable } from "../html/breakable";
import type { Html } from "../html/document";
import { tableCells, tableHead } from "../html/table";
import { foldedTable } from "./foldedTable";
import type { FleetRunner } from "./readFleet";

/** The fleet in a few numbers. */
export function headline(runners: readonly FleetRunner[], figures: FleetFigures<unknown>): Html {
  const counted = (matches: (listed: FleetRunner["listed"]) => boolean): string =>
    runners.filter(({ listed }) => matches(listed)).length.toLocaleString("en");
  const online = counted((listed) => contactStatus(listed) === "online");
  const paused = counted((listed) => listed.paused);
  const { jobs, queuedDuration, duration: ran, failureRate, busyShare } = figures;
  const tiles: readonly (readonly [name: string, value: string, note: string])[] = [
    ["Runners", runners.length.toLocaleString("en"), `${online} online, ${paused} paused`],
    ["Jobs", jobs.toLocaleString("en"), "created in this time"],
    ["Half of jobs queued", atMost(queuedDuration?.p50), `95%: ${atMost(queuedDuration?.p95)}`],
    ["Half of jobs ran", atMost(ran?.p50), `95%: ${atMost(ran?.p95)}`],
    ["Failed", percent(failureRate) || "–", "of finished jobs"],
    ["Busy", percent(busyShare), "of the time, mean of runners"],
  ];
  return html`<dl class="tiles">
    ${tiles.map(
      ([name, value, note]) =>
        html`<div>
          <dt>${name}</dt>
          <dd><strong>${value}</strong> <span class="quiet">${note}</span></dd>
        </div>`,
    )}
  </dl>`;
}

const HEADINGS = ["Runners", "Jobs", "Queued", "Ran", "Failed", "Busy"] as const;

/** What is under `HEADINGS`. */
function contentsOf(figures: TagFigures): string[] {
  return [
    figures.runners.toLocaleString("en"),
    figures.jobs.toLocaleString("en"),
    ranks(figures.queuedDuration),
    ranks(figures.duration),
    percent(figures.failureRate),
    percent(figures.busyShare),
  ];
}

const SHOWN = 15;

/** What jobs did on runners with a tag, the busiest tags first. */
export function tagTable(tags: readonly TagFigures[]): Html {
  const row = (figures: TagFigures): Html => html`
    <tr role="row">
      <th role="rowheader" scope="row">${breakable(figures.tag)}</th>
      ${tableCells(HEADINGS, contentsOf(figures))}
    </tr>
  `;
  const table = (caption: string, part: readonly TagFigures[]): Html => html`
    <table class="stack tags">
      <caption>
        ${caption}
      </caption>
      ${tableHead(["Tag", ...HEADINGS])}
      <tbody role="rowgroup">
        ${part.map(row)}
      </tbody>
    </table>
  `;
  return foldedTable({
    table,
    rows: [...tags].sort((one, other) => other.jobs - one.jobs),
    shown: SHOWN,
    caption:
      "All jobs of the runners that have a tag, whichever tags the jobs asked for. Queued and ran: half, 95% of jobs at most.",
    captionOfOthers: "The other tags",
    things: "tags",
  });
}

/** Whose jobs took most of the time. */
export function projectTable(projects: readonly ProjectShare[]): Html {
  const row = ({ project, jobs, runSeconds }: ProjectShare): Html => html`
    <tr>
      <th scope="row">${breakable(project)}</th>
      <td class="number">${jobs.toLocaleString("en")}</td>
      <td class="number">${duration(runSeconds)}</td>
    </tr>
  `;
  return html`
    <table class="shares projects">
      <caption>
        Projects whose jobs ran longest
      </caption>
      ${tableHead(["Project", "Jobs", "Ran"])}
      <tbody>
        ${projects.map(row)}
      </tbody>
    </table>
  `;
}

function atMost(seconds: number | undefined): string {
  return seconds === undefined ? "–" : `≤ ${duration(seconds)}`;
}

/** `12s, 3m20s`. */
export function ranks(values: Percentiles | undefined): string {
  return values === undefined ? "–" : `${duration(values.p50)}, ${duration(values.p95)}`;
}
