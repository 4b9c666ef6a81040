import { html } from "hono/html";

import type { FleetFigures, TagFigures } from "../../gitlab/figures/fleetFigures";
import type { Percentiles, ProjectShare } from "../../gitlab/figures/jobFigures";
import { contactStatus } from "../../gitlab/coverage/tagCoverage";
import { duration, percent } from "../figureText";
import { breakable } from "../html/breakable";
import type { Html } from "../html/document";
import { type SortKey, tableCells, tableHead } from "../html/table";
import { tagAnchor } from "./anchors";
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
    ["Median wait", shown(queuedDuration?.p50), `95% waited at most ${shown(queuedDuration?.p95)}`],
    ["Median run time", shown(ran?.p50), `95% ran at most ${shown(ran?.p95)}`],
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

const HEADINGS = ["Runners", "Jobs", "Waited", "Ran", "Failed", "Busy"] as const;

/** What is under `HEADINGS`. */
function contentsOf(figures: TagFigures): string[] {
  return [
    figures.runners.toLocaleString("en"),
    figures.jobs.toLocaleString("en"),
    ranks(figures.queuedDuration),
    ranks(figures.duration),
    percent(figures.failureRate) || "–",
    percent(figures.busyShare),
  ];
}

function keysOf(figures: TagFigures): SortKey[] {
  const { runners, jobs, queuedDuration, duration: ran, failureRate, busyShare } = figures;
  return [runners, jobs, queuedDuration?.p95, ran?.p95, failureRate, busyShare];
}

const SHOWN = 15;
const SHOWN_ON_PHONE = 5;

/** What jobs did on runners with a tag, the busiest tags first. */
export function tagTable(tags: readonly TagFigures[]): Html {
  const row = (figures: TagFigures): Html => html`
    <tr role="row" id="${tagAnchor(tags.indexOf(figures))}">
      <th role="rowheader" scope="row">${breakable(figures.tag)}</th>
      ${tableCells(HEADINGS, contentsOf(figures), keysOf(figures))}
    </tr>
  `;
  return html`
    <table
      class="stack sortable tags"
      role="table"
      data-shown="${SHOWN}"
      data-shown-on-phone="${SHOWN_ON_PHONE}"
      data-things="tags"
    >
      <caption>
        All jobs of the runners with a tag, whichever tags the jobs required. Waited and ran:
        median, 95%.
      </caption>
      ${tableHead(["Tag", ...HEADINGS])}
      <tbody role="rowgroup">
        ${[...tags].sort((one, other) => other.jobs - one.jobs).map(row)}
      </tbody>
    </table>
  `;
}

/** Whose jobs took most of the time. */
export function projectTable(projects: readonly ProjectShare[]): Html {
  const row = ({ project, jobs, runSeconds }: ProjectShare): Html => html`
    <tr role="row">
      <th role="rowheader" scope="row">${breakable(project)}</th>
      ${tableCells(["Jobs", "Ran"], [jobs.toLocaleString("en"), duration(runSeconds)], [jobs, runSeconds])}
    </tr>
  `;
  return html`
    <table class="shares sortable projects" role="table">
      <caption>
        Projects whose jobs ran longest
      </caption>
      ${tableHead(["Project", "Jobs", "Ran"])}
      <tbody role="rowgroup">
        ${projects.map(row)}
      </tbody>
    </table>
  `;
}

function shown(seconds: number | undefined): string {
  return duration(seconds) || "–";
}

/** `12s, 3m20s`. */
export function ranks(values: Percentiles | undefined): string {
  return values === undefined ? "–" : `${duration(values.p50)}, ${duration(values.p95)}`;
}
