import { html } from "hono/html";

import type { RunnerFigures } from "../../gitlab/figures/fleetFigures";
import type { RunnerDetailsPayload } from "../../gitlab/payloads/schemas";
import { contactStatus } from "../../gitlab/coverage/tagCoverage";
import { percent } from "../figureText";
import { breakable } from "../html/breakable";
import type { Html } from "../html/document";
import { tableCells, tableHead } from "../html/table";
import { typeName } from "../runners";
import { versionsOfRunner } from "./breakdown";
import { ranks } from "./figureTables";
import { type Reach, reachOf } from "./reach";
import type { FleetRunner } from "./readFleet";

type Figures = RunnerFigures<RunnerDetailsPayload>;

/** After that of the runner itself. */
const HEADINGS = [
  "Type",
  "Status",
  "Version",
  "Tags",
  "May be used by",
  "Jobs",
  "Queued",
  "Failed",
  "Busy",
] as const;

/** Longer lists of projects are folded. */
const FEW = 4;

/** Each runner and who may use it, with what the script needs to look for some of them. */
export function runnerTable(runners: readonly FleetRunner[], figures: readonly Figures[]): Html {
  const byId = new Map(figures.map((each) => [each.runner.id, each]));
  return html`
    ${filterForm(runners)}
    <table class="stack runners" id="runners">
      <caption>
        Queued: half, 95% of jobs at most. Failed: of finished jobs.
      </caption>
      ${tableHead(["Runner", ...HEADINGS])}
      <tbody role="rowgroup">
        ${runners.map((runner) => runnerRow(runner, byId.get(runner.listed.id)))}
      </tbody>
    </table>
  `;
}

function runnerRow(runner: FleetRunner, figures: Figures | undefined): Html {
  const { listed, details } = runner;
  const type = typeName(listed.runner_type);
  const status = contactStatus(listed);
  const known = figures?.reason === undefined ? figures : undefined;
  return html`
    <tr
      role="row"
      data-type="${type}"
      data-status="${status}"
      data-jobs="${known?.jobs ?? ""}"
      data-queued="${known?.queuedDuration?.p95 ?? ""}"
      data-failed="${known?.failureRate ?? ""}"
      data-busy="${known?.busyShare ?? ""}"
    >
      <th role="rowheader" scope="row">${listed.id} ${breakable(listed.description ?? "")}</th>
      ${tableCells(HEADINGS, [
        type,
        html`${breakable(status)}${listed.paused ? ", paused" : ""}`,
        listOf(versionsOfRunner(runner)),
        tagsOf(details),
        reachCell(reachOf(runner), details),
        ...(known === undefined ? NOT_SHOWN : contentsOf(known)),
      ])}
    </tr>
  `;
}

/** In place of the figures. */
const NOT_SHOWN = ["not shown", "", "", ""] as const;

function contentsOf({ jobs, queuedDuration, failureRate, busyShare }: Figures): string[] {
  return [
    jobs.toLocaleString("en"),
    ranks(queuedDuration),
    percent(failureRate) || "–",
    percent(busyShare),
  ];
}

function tagsOf(details: RunnerDetailsPayload | undefined): Html | string {
  if (details === undefined) return "not shown";
  const { tag_list: tags, run_untagged: runsUntagged } = details;
  const untagged = runsUntagged ? html` <span class="quiet">and jobs without tags</span>` : "";
  if (tags.length === 0) return runsUntagged ? "jobs without tags" : "no tag";
  return html`${listOf(tags)}${untagged}`;
}

/** Names with commas between; each keeps its own direction of writing. */
function listOf(names: readonly string[]): Html {
  return html`${names.map((name, index) => html`${index > 0 ? ", " : ""}${breakable(name)}`)}`;
}

function reachCell(reach: Reach, details: RunnerDetailsPayload | undefined): Html {
  const limits = [
    ...(details?.access_level === "ref_protected" ? ["protected branches and tags only"] : []),
    ...(details?.locked === true && reach.of === "projects" ? ["locked to them"] : []),
  ];
  const note = limits.length === 0 ? "" : html` <span class="quiet">${limits.join(", ")}</span>`;
  return html`${reachText(reach)}${note}`;
}

/** The script finds paths by their class. */
function reachText(reach: Reach): Html | string {
  const path = (text: string): Html => html`<span class="path">${breakable(text)}</span>`;
  switch (reach.of) {
    case "everyone":
      return "every project";
    case "group":
      return html`group ${path(reach.path)} and what is below it`;
    case "unknown":
      return "not shown";
    case "projects": {
      const { paths } = reach;
      if (paths.length === 0) return "no project that the token may see";
      const list = html`<ul>
        ${paths.map((each) => html`<li>${path(each)}</li>`)}
      </ul>`;
      if (paths.length <= FEW) return list;
      return html`<details>
        <summary>${paths.length.toLocaleString("en")} projects</summary>
        ${list}
      </details>`;
    }
  }
}

/** Without a script there is nothing to look with, and all are shown. */
function filterForm(runners: readonly FleetRunner[]): Html {
  const select = (name: string, label: string, values: readonly string[]): Html => html`
    <label>
      ${label}
      <select name="${name}">
        <option value="">all</option>
        ${[...new Set(values)].sort().map((value) => html`<option>${value}</option>`)}
      </select>
    </label>
  `;
  return html`
    <form role="search" aria-label="Runners" id="filter" hidden>
      <label>
        Search
        <input type="search" name="words" placeholder="name, tag, version" autocomplete="off" />
      </label>
      <label>
        Usable by
        <input
          type="search"
          name="path"
          list="paths"
          placeholder="group/project"
          autocomplete="off"
        />
      </label>
      <datalist id="paths"></datalist>
      ${select(
        "type",
        "Type",
        runners.map(({ listed }) => typeName(listed.runner_type)),
      )}
      ${select(
        "status",
        "Status",
        runners.map(({ listed }) => contactStatus(listed)),
      )}
      <label>
        Order
        <select name="order">
          <option value="">by id</option>
          <option value="jobs">most jobs</option>
          <option value="queued">longest queued (95%)</option>
          <option value="failed">most failed (share)</option>
          <option value="busy">busiest</option>
        </select>
      </label>
      <button type="reset">Show all</button>
      <output aria-live="polite"></output>
    </form>
  `;
}
