import { html } from "hono/html";

import { counted } from "../audit/text";
import { duration } from "../figureText";
import { type BadgeKind, badge } from "../html/badge";
import { breakable } from "../html/breakable";
import type { Html } from "../html/document";
import { runnerAnchor, tagAnchor } from "./anchors";
import { LONG_WAIT } from "../health/longWait";
import { type Attention, type AttentionKind, slowestTag } from "./attention";
import type { FleetRead, FleetRunner } from "./readFleet";

/** How a kind of attention reads on the page. */
interface Wording {
  readonly badge: BadgeKind;
  /** Of the badge, and of the filter of the list. */
  readonly name: string;
  /** @param runners - `4 runners`, for which the verb is plural where `isMany`. */
  readonly verdict: (runners: string, isMany: boolean) => string;
}

export const WORDING: Readonly<Record<AttentionKind, Wording>> = {
  offline: {
    badge: "critical",
    name: "offline",
    verdict: (runners, isMany) => `${runners} ${isMany ? "are" : "is"} offline`,
  },
  stale: {
    badge: "major",
    name: "stale",
    verdict: (runners, isMany) => `${runners} ${isMany ? "are" : "is"} stale`,
  },
  "never-contacted": {
    badge: "minor",
    name: "never contacted",
    verdict: (runners, isMany) => `${runners} ${isMany ? "have" : "has"} never contacted GitLab`,
  },
  old: {
    badge: "major",
    name: "old version",
    verdict: (runners, isMany) => `${runners} ${isMany ? "have" : "has"} an old gitlab-runner`,
  },
  queue: {
    badge: "critical",
    name: "long wait",
    verdict: (runners) => `Jobs wait long for ${runners}`,
  },
};

const LONG_WAIT_TEXT = `${LONG_WAIT / 60} minutes`;

/** More are only counted: all of them are a click away. */
const NAMED = 5;

/**
 * The verdict on a fleet: what needs attention and where its rows are, or that all is well.
 *
 * @param isWhole - whether GitLab showed everything that was asked for.
 */
export function attentionSection(
  read: FleetRead,
  found: readonly Attention[],
  isWhole: boolean,
): Html {
  const body =
    found.length === 0
      ? html`<p class="well">${badge("good", "all is well")} ${allIsWell(read, isWhole)}</p>`
      : html`<ul class="attention">
          ${found.map((attention) => attentionItem(attention, read))}
        </ul>`;
  return html`
    <h2>Needs attention</h2>
    ${body}
  `;
}

function attentionItem(attention: Attention, read: FleetRead): Html {
  const { kind, runners } = attention;
  const wording = WORDING[kind];
  const [first] = runners;
  const verdict = wording.verdict(counted(runners.length, "runner"), runners.length !== 1);
  return html`<li class="${wording.badge}">
    <p>
      ${badge(wording.badge, wording.name)}
      <a href="#${first ? runnerAnchor(first) : ""}" data-attention="${kind}">${verdict}</a>
    </p>
    <p>${explanation(kind, read)}</p>
    <p class="names">${namesOf(runners)}</p>
  </li>`;
}

function explanation(kind: AttentionKind, { figures, gitlabVersion }: FleetRead): Html | string {
  switch (kind) {
    case "offline":
      return "It is some time since they contacted GitLab, so no job runs there.";
    case "stale":
      return "It is long since they contacted GitLab. Repair them, or delete them.";
    case "never-contacted":
      return "No gitlab-runner has used the token yet.";
    case "old":
      return `Three or more minor releases behind GitLab ${gitlabVersion ?? ""}.`;
    case "queue": {
      const slowest = slowestTag(figures.tags);
      const text = `At least 5% of the jobs waited for more than ${LONG_WAIT_TEXT}.`;
      if (slowest === undefined) return text;
      return html`${text} Slowest tag:
        <a href="#${tagAnchor(figures.tags.indexOf(slowest))}">${breakable(slowest.tag)}</a>, 95%
        waited at most ${duration(slowest.queuedDuration?.p95)}.`;
    }
  }
}

function namesOf(runners: readonly FleetRunner[]): Html {
  const named = runners
    .slice(0, NAMED)
    .map(
      (runner, index) =>
        html`${index > 0 ? ", " : ""}<a href="#${runnerAnchor(runner)}"
            >${runner.listed.id} ${breakable(runner.listed.description ?? "")}</a
          >`,
    );
  const others = runners.length - NAMED;
  return html`${named}${others > 0 ? ` and ${others.toLocaleString("en")} more` : ""}`;
}

/** Says no more than what was looked at. */
function allIsWell({ gitlabVersion }: FleetRead, isWhole: boolean): string {
  const versions = gitlabVersion === undefined ? "" : ", none has an old gitlab-runner";
  const verdict =
    `No runner is offline or stale, all have contacted GitLab${versions}, and 95% of each ` +
    `runner's jobs started within ${LONG_WAIT_TEXT}.`;
  return isWhole ? verdict : `${verdict} This counts only what GitLab shows, see below.`;
}
