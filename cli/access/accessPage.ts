import { html } from "hono/html";

import { counted, plainText } from "../audit/text";
import { cleaned } from "../fleetPage/cleaned";
import { badge } from "../html/badge";
import { breakable } from "../html/breakable";
import { type Html, htmlDocument } from "../html/document";
import { STYLE } from "../html/style";
import { tableCells, tableHead } from "../html/table";
import { jobsOf, rowsOf } from "./rows";
import type { AccessChange, ReviewFile } from "./reviewFile";

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
  const title = `Access to runners of ${scopeName(file)}`;
  return htmlDocument({
    title,
    style: STYLE,
    body: html`
      <p class="quiet">Read at ${file.readAt} from ${file.apiUrl}. ${jobName(file)}</p>
      ${verdict(file)}
      ${file.notes.map((note) => html`<p>${badge("major", "Not shown")} ${note}</p>`)}
      ${file.changes === undefined ? "" : changesSection(file.changes, since ?? "")}
      ${projectsSection(file)} ${runnersSection(file)}
    `,
  });
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

function changesSection(changes: readonly AccessChange[], since: string): Html {
  return html`
    <h2>Changes since ${since}</h2>
    ${
      changes.length === 0
        ? html`<p>${badge("good", "No change")}</p>`
        : html`<table class="stack" role="table">
            ${tableHead(CHANGE_HEADINGS)}
            <tbody role="rowgroup">
              ${changes.map(
                ({ project, runnerId, change, before, now }) =>
                  html`<tr role="row">
                    ${tableCells(CHANGE_HEADINGS, [
                      breakable(project),
                      String(runnerId),
                      badge(KINDS[change], change),
                      before?.explanation ?? "",
                      now?.explanation ?? "",
                    ])}
                  </tr>`,
              )}
            </tbody>
          </table>`
    }
  `;
}

const PROJECT_HEADINGS = ["Project", "May use", "May not use, and why"];

/** So many names are shown at once; the others are folded. */
const SHOWN = 5;

function projectsSection(file: ReviewFile): Html {
  const rows = rowsOf(file);
  return html`
    <h2>Projects</h2>
    <table class="stack" role="table">
      ${tableHead(PROJECT_HEADINGS)}
      <tbody role="rowgroup">
        ${file.projects.map((project) => {
          const own = rows.filter((row) => row.project.id === project.id);
          const name = html`${breakable(project.path)}
          ${project.archived ? badge("quiet", "archived") : ""}`;
          return html`<tr role="row">
            ${tableCells(PROJECT_HEADINGS, [
              name,
              folded(own.filter(isYes).map(({ runner }) => runnerName(runner))),
              folded(
                own
                  .filter((row) => !isYes(row))
                  .map(({ runner, explanation }) => html`${runnerName(runner)}: ${explanation}`),
              ),
            ])}
          </tr>`;
        })}
      </tbody>
    </table>
  `;
}

const RUNNER_HEADINGS = ["Runner", "Status", "Jobs", "Projects"];

function runnersSection(file: ReviewFile): Html {
  const rows = rowsOf(file).filter(isYes);
  return html`
    <h2>Runners</h2>
    <table class="stack" role="table">
      ${tableHead(RUNNER_HEADINGS)}
      <tbody role="rowgroup">
        ${file.runners.map((runner) => {
          const paths = rows.filter(({ runnerId }) => runnerId === runner.id);
          return html`<tr role="row">
            ${tableCells(RUNNER_HEADINGS, [
              runnerName(runner),
              runner.paused ? `${runner.status}, paused` : runner.status,
              jobsOf(runner),
              folded(paths.map(({ project }) => breakable(project.path))),
            ])}
          </tr>`;
        })}
      </tbody>
    </table>
  `;
}

function runnerName({ id, description }: ReviewFile["runners"][number]): Html {
  return html`${id}${description === "" ? "" : html` <bdi>${description}</bdi>`}`;
}

function folded(names: readonly Html[]): Html {
  if (names.length === 0) return html`none`;
  const list = (some: readonly Html[]): Html =>
    html`<ul>
      ${some.map((name) => html`<li>${name}</li>`)}
    </ul>`;
  if (names.length <= SHOWN) return list(names);
  return html`<details>
    <summary>${names.length}</summary>
    ${list(names)}
  </details>`;
}
