import { html } from "hono/html";

import { webUrl } from "../../gitlab/settings/baseUrl";
import { counted, plainText } from "../audit/text";
import { cleaned } from "../cleaned";
import { badge } from "../html/badge";
import { grouped } from "../grouped";
import { breakable } from "../html/breakable";
import { type Html, htmlDocument } from "../html/document";
import { namespaceLink } from "../html/namespaceLink";
import { readableTime } from "../html/readableTime";
import { SORTED_SCRIPT, SORTED_STYLE } from "../html/sortedPage";
import { sortedTable } from "../html/sortedTable";
import { tableCells } from "../html/table";
import type { AccessChange, ReviewFile } from "./reviewFile";
import { type Row, jobsOf, rowsOf } from "./rows";
import { SharedLists } from "./sharedLists";

type RunnerLists = SharedLists<Row["runner"]>;
type ProjectLists = SharedLists<Row["project"]>;

/**
 * A review as one page of HTML, which needs nothing else to be shown.
 *
 * @param redacted - takes tokens out of a text.
 * @param since - when the earlier review was made that the changes are since.
 */
export async function accessPage(
  review: ReviewFile,
  redacted: (text: string) => string,
  since: string | undefined,
): Promise<string> {
  const file = cleaned(review, (text) => plainText(redacted(text)));
  const rows = rowsOf(file);
  const runners: RunnerLists = new SharedLists("runner", runnerName);
  const projects: ProjectLists = new SharedLists("project", ({ path }) =>
    namespaceLink(file.apiUrl, path),
  );
  const title = `Access to runners of ${scopeName(file)}`;
  return htmlDocument({
    title,
    style: SORTED_STYLE,
    script: SORTED_SCRIPT,
    body: html`
      <p class="quiet">
        Read on ${readableTime(file.readAt)} from ${webUrl(file.apiUrl)}. ${jobName(file)}
      </p>
      ${verdict(file)}
      ${file.notes.map((note) => html`<p>${badge("major", "Not shown")} ${note}</p>`)}
      ${
        file.changes === undefined || since === undefined
          ? ""
          : changesSection(file, file.changes, since)
      }
      ${projectsSection(file, rows, runners)} ${runnersSection(file, rows, projects)}
      ${listsSection(runners, projects)}
    `,
  });
}

/** What the tables before have links to. */
function listsSection(runners: RunnerLists, projects: ProjectLists): Html {
  const lists = [...runners.sections(), ...projects.sections()];
  return lists.length === 0
    ? html``
    : html`<h2>Lists</h2>
        ${lists}`;
}

function scopeName({ scope, apiUrl }: ReviewFile): string {
  const names = [
    ...(scope.runnerId === undefined ? [] : [`runner ${scope.runnerId}`]),
    ...(scope.projectId === undefined ? [] : [`project ${scope.projectId}`]),
    ...(scope.groupId === undefined ? [] : [`group ${scope.groupId}`]),
  ];
  return names.length === 0 ? new URL(apiUrl).host : names.join(" and ");
}

function jobName({ job: { tags, protectedRef } }: ReviewFile): string {
  const kinds = [
    ...(tags === undefined ? [] : [tags.length === 0 ? "without tags" : `with ${tags.join(", ")}`]),
    ...(protectedRef === undefined ? [] : [protectedRef ? "of protected refs" : "of other refs"]),
  ];
  return kinds.length === 0 ? "" : `Only jobs ${kinds.join(", ")}.`;
}

function verdict({ access, projects, runners }: ReviewFile): Html {
  const served = new Set(access.filter(isYes).map(({ projectId }) => projectId));
  const used = new Set(access.filter(isYes).map(({ runnerId }) => runnerId));
  return html`<p>
    <strong
      >${counted(served.size, "project")} of ${projects.length} may use
      ${counted(used.size, "runner")} of ${runners.length}.</strong
    >
  </p>`;
}

function isYes({ access }: { readonly access: string }): boolean {
  return access === "yes";
}

const KINDS = { gained: "major", lost: "minor", other: "info" } as const;
const CHANGE_HEADINGS = ["Project", "Runner", "Change", "Before", "Now"];

function changesSection(
  { runners, apiUrl }: ReviewFile,
  changes: readonly AccessChange[],
  since: string,
): Html {
  const title = `Changes since ${readableTime(since)}`;
  if (changes.length === 0)
    return html`<h2>${title}</h2>
      <p>${badge("good", "No change")}</p>`;
  const runnersById = new Map(runners.map((runner) => [runner.id, runner]));
  const rows = changes.map(({ project, runnerId, change, before, now }) => {
    // Only the earlier review knows a runner that is gone.
    const runner = runnersById.get(runnerId);
    return tableCells(CHANGE_HEADINGS, [
      namespaceLink(apiUrl, project),
      runner ? runnerName(runner) : String(runnerId),
      badge(KINDS[change], change),
      breakable(before?.explanation ?? ""),
      breakable(now?.explanation ?? ""),
    ]);
  });
  return sortedTable({ id: "changes", title, headings: CHANGE_HEADINGS, things: "changes", rows });
}

const PROJECT_HEADINGS = ["Project", "May use", "May not use, and why"];

function projectsSection(
  { projects, apiUrl }: ReviewFile,
  rows: readonly Row[],
  lists: RunnerLists,
): Html {
  const rowsOfProject = grouped(rows, ({ projectId }) => projectId);
  return sortedTable({
    id: "projects",
    title: "Projects",
    headings: PROJECT_HEADINGS,
    things: "projects",
    rows: projects.map((project) => {
      const own = rowsOfProject.get(project.id) ?? [];
      const used = own.filter(isYes);
      const others = own.filter((row) => !isYes(row));
      const name = html`${namespaceLink(apiUrl, project.path)}
      ${project.archived ? badge("quiet", "archived") : ""}`;
      return tableCells(
        PROJECT_HEADINGS,
        [name, byReason(used, lists), byReason(others, lists)],
        [undefined, used.length, others.length],
      );
    }),
  });
}

/** The runners of a project, those with one reason together. */
function byReason(rows: readonly Row[], lists: RunnerLists): Html {
  if (rows.length === 0) return html`none`;
  const groups = [...grouped(rows, ({ explanation }) => explanation)];
  return html`<ul>
    ${groups.map(
      ([explanation, ofReason]) =>
        html`<li>
          ${lists.shown(ofReason.map(({ runner }) => runner))}: ${breakable(explanation)}
        </li>`,
    )}
  </ul>`;
}

const RUNNER_HEADINGS = ["Runner", "Status", "Jobs", "Projects"];

function runnersSection({ runners }: ReviewFile, rows: readonly Row[], lists: ProjectLists): Html {
  const rowsOfRunner = grouped(rows.filter(isYes), ({ runnerId }) => runnerId);
  return sortedTable({
    id: "runners",
    title: "Runners",
    headings: RUNNER_HEADINGS,
    things: "runners",
    rows: runners.map((runner) => {
      const projects = (rowsOfRunner.get(runner.id) ?? []).map(({ project }) => project);
      return tableCells(
        RUNNER_HEADINGS,
        [
          runnerName(runner),
          runner.paused ? `${runner.status}, paused` : runner.status,
          breakable(jobsOf(runner)),
          projects.length === 0 ? "none" : lists.shown(projects),
        ],
        [undefined, undefined, undefined, projects.length],
      );
    }),
  });
}

function runnerName({ id, description }: ReviewFile["runners"][number]): Html {
  return html`${id}${description === "" ? "" : html` ${breakable(description)}`}`;
}
