import { html } from "hono/html";

import type { RunnerFigures } from "../../gitlab/figures/fleetFigures";
import type { RunnerDetailsPayload } from "../../gitlab/payloads/schemas";
import { contactStatus } from "../../gitlab/coverage/tagCoverage";
import { percent } from "../figureText";
import { breakable } from "../html/breakable";
import type { Html } from "../html/document";
import { type SortKey, tableCells, tableHead } from "../html/table";
import { typeName } from "../runners";
import { runnerAnchor } from "./anchors";
import { type Attention, type AttentionKind } from "./attention";
import { WORDING } from "./attentionSection";
import { versionsOfRunner } from "./breakdown";
import { ranks } from "./figureTables";
import { type GitLabPages, gitlabLink } from "./gitlabLink";
import { type Reach, reachOf } from "./reach";
import type { FleetRead, FleetRunner } from "./readFleet";
import { statusBadge } from "./statusBadge";

type Figures = RunnerFigures<RunnerDetailsPayload>;

/** After that of the runner itself. */
const HEADINGS = [
  "Type",
  "Status",
  "Version",
  "Tags",
  "May be used by",
  "Jobs",
  "Waited",
  "Failed",
  "Busy",
] as const;

const SHOWN_ON_PHONE = 5;

/** Longer lists of projects are folded. */
const FEW = 4;

/** Each runner and who may use it, with what the script needs to look for some of them. */
export function runnerTable(
  { runners, figures }: FleetRead,
  attention: readonly Attention[],
  pages: GitLabPages,
): Html {
  const byId = new Map(figures.runners.map((each) => [each.runner.id, each]));
  const needy = attention.map(({ kind, runners: those }) => [kind, new Set(those)] as const);
  const row = (runner: FleetRunner): Html =>
    runnerRow(runner, {
      figures: byId.get(runner.listed.id),
      link: gitlabLink(runner, pages),
      attention: needy.flatMap(([kind, those]) => (those.has(runner) ? kind : [])),
    });
  return html`
    ${filterForm(runners, attention)}
    <table
      class="sortable runners"
      role="table"
      id="runners"
      data-shown-on-phone="${SHOWN_ON_PHONE}"
      data-things="runners"
    >
      <caption>
        Waited: median, 95% of jobs. Failed: of finished jobs.
      </caption>
      ${tableHead(["Runner", ...HEADINGS])}
      <tbody role="rowgroup">
        ${runners.map(row)}
      </tbody>
    </table>
  `;
}

interface RowParts {
  /** Undefined where GitLab refused the details. */
  readonly figures: Figures | undefined;
  /** The page of the runner in GitLab. */
  readonly link: string | undefined;
  readonly attention: readonly AttentionKind[];
}

function runnerRow(runner: FleetRunner, { figures, link, attention }: RowParts): Html {
  const { listed, details } = runner;
  const type = typeName(listed.runner_type);
  const status = contactStatus(listed);
  const name = html`${listed.id} ${breakable(listed.description ?? "")}`;
  const known = figures?.reason === undefined ? figures : undefined;
  return html`
    <tr
      role="row"
      id="${runnerAnchor(runner)}"
      data-type="${type}"
      data-status="${status}"
      data-attention="${attention.join(" ")}"
    >
      <th role="rowheader" scope="row">
        ${link === undefined ? name : html`<a href="${link}" rel="noreferrer">${name}</a>`}
      </th>
      ${tableCells(
        HEADINGS,
        [
          type,
          html`${statusBadge(status)}${listed.paused ? ", paused" : ""}`,
          listOf(versionsOfRunner(runner)),
          tagsOf(details),
          reachCell(reachOf(runner), details),
          ...(known === undefined ? NOT_SHOWN : contentsOf(known)),
        ],
        [...Array<undefined>(5), ...(known === undefined ? [] : keysOf(known))],
      )}
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

function keysOf({ jobs, queuedDuration, failureRate, busyShare }: Figures): SortKey[] {
  return [jobs, queuedDuration?.p95, failureRate, busyShare];
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
    ...(details?.locked === true && reach.of === "projects" ? ["locked to these projects"] : []),
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
      return html`group ${path(reach.path)}, its subgroups and projects`;
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
function filterForm(runners: readonly FleetRunner[], attention: readonly Attention[]): Html {
  const select = (name: string, label: string, options: readonly Html[]): Html => html`
    <label>
      ${label}
      <select name="${name}">
        <option value="">all</option>
        ${options}
      </select>
    </label>
  `;
  const distinct = (values: readonly string[]): Html[] =>
    [...new Set(values)].sort().map((value) => html`<option>${value}</option>`);
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
      ${select("type", "Type", distinct(runners.map(({ listed }) => typeName(listed.runner_type))))}
      ${select("status", "Status", distinct(runners.map(({ listed }) => contactStatus(listed))))}
      ${select(
        "attention",
        "Needs attention",
        attention.map(({ kind }) => html`<option value="${kind}">${WORDING[kind].name}</option>`),
      )}
      <button type="reset">Reset</button>
      <output aria-live="polite"></output>
    </form>
  `;
}
