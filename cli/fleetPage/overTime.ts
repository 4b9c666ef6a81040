import { html } from "hono/html";

import { duration, percent } from "../figureText";
import type { Html } from "../html/document";
import { tableHead } from "../html/table";
import { type BarPart, barLegend, dayBars } from "./charts/dayBars";
import { dayLines, lineLegend } from "./charts/dayLines";
import type { D3 } from "./charts/d3";
import type { DayFigures } from "./dayJobs";

/** How jobs waited and failed, day by day. */
export function overTime(d3: D3, days: readonly DayFigures[]): Html {
  return html`<div class="figures">
    ${queueFigure(d3, days)} ${jobsFigure(d3, days)} ${failureFigure(d3, days)}
  </div>`;
}

function queueFigure(d3: D3, days: readonly DayFigures[]): Html {
  const most = Math.max(0, ...days.map(({ queuedDuration }) => queuedDuration?.p95 ?? 0));
  const [unit, seconds] = unitOf(most);
  const lines = (["p95", "p50"] as const).map((rank) => ({
    name: RANKS[rank],
    values: days.map(({ queuedDuration }) =>
      queuedDuration === undefined ? undefined : queuedDuration[rank] / seconds,
    ),
    text: (index: number) => duration(days[index]?.queuedDuration?.[rank]),
  }));
  const worst = days.find(({ queuedDuration }) => queuedDuration?.p95 === most);
  const summary =
    worst === undefined
      ? "No job has started."
      : `The longest of 95% of a day's jobs is ${duration(most)}, on ${worst.day}.`;
  return figure({
    title: "Time in the queue",
    unit,
    legend: lineLegend(
      d3,
      lines.map(({ name }) => name),
    ),
    chart: dayLines(d3, `Time in the queue by day, ${unit}. ${summary}`, names(days), lines),
    columns: ["Half", "95%"],
    rows: days.map(({ day, queuedDuration }) => [
      day,
      duration(queuedDuration?.p50),
      duration(queuedDuration?.p95),
    ]),
  });
}

const RANKS = { p50: "half of the jobs wait no longer", p95: "95% wait no longer" } as const;

function jobsFigure(d3: D3, days: readonly DayFigures[]): Html {
  const parts: readonly BarPart[] = [
    { name: "failed", kind: "failed", values: days.map(({ failed }) => failed) },
    {
      name: "succeeded",
      kind: "succeeded",
      values: days.map(({ finished, failed }) => finished - failed),
    },
    {
      name: "canceled, or not over yet",
      kind: "other",
      values: days.map(({ jobs, finished }) => jobs - finished),
    },
  ];
  const total = (key: "jobs" | "failed"): string =>
    days.reduce((sum, day) => sum + day[key], 0).toLocaleString("en");
  return figure({
    title: "Jobs",
    unit: "number",
    legend: barLegend(parts),
    chart: dayBars(
      d3,
      `Jobs by day: ${total("jobs")} in all, ${total("failed")} of them failed.`,
      names(days),
      parts,
    ),
    columns: ["Jobs", "Failed", "Succeeded"],
    rows: days.map(({ day, jobs, failed, finished }) =>
      [day, jobs, failed, finished - failed].map(String),
    ),
  });
}

function failureFigure(d3: D3, days: readonly DayFigures[]): Html {
  const rates = days.map(({ failureRate }) => failureRate ?? -1);
  const most = Math.max(...rates);
  const worst = days[rates.indexOf(most)];
  const summary =
    worst === undefined || most < 0
      ? "No job has finished."
      : `The highest is ${percent(most)}, on ${worst.day}.`;
  const line = {
    name: "failed",
    values: days.map(({ failureRate }) =>
      failureRate === undefined ? undefined : failureRate * 100,
    ),
    text: (index: number) => percent(days[index]?.failureRate),
  };
  return figure({
    title: "Failed jobs",
    unit: "% of finished jobs",
    legend: lineLegend(d3, ["failed of those that finished"]),
    chart: dayLines(d3, `Failed jobs by day, % of finished jobs. ${summary}`, names(days), [line]),
    columns: ["Failed", "Finished", "Share"],
    rows: days.map(({ day, failed, finished, failureRate }) => [
      day,
      String(failed),
      String(finished),
      percent(failureRate),
    ]),
  });
}

interface FigureParts {
  readonly title: string;
  /** Of the values. */
  readonly unit: string;
  readonly legend: Html;
  readonly chart: Html;
  /** Headings of the table, after that of the day. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A chart, what its parts mean, and its numbers for who cannot see it or wants them. */
function figure({ title, unit, legend, chart, columns, rows }: FigureParts): Html {
  const row = ([day, ...cells]: readonly string[]): Html => html`
    <tr>
      <th scope="row">${day}</th>
      ${cells.map((cell) => html`<td>${cell}</td>`)}
    </tr>
  `;
  return html`
    <figure>
      <figcaption>
        <h3>${title}</h3>
        <span class="quiet">${unit}, by day</span>
      </figcaption>
      ${legend} ${chart}
      <details>
        <summary>${title}: the numbers</summary>
        <table>
          <caption>
            ${title} by day
          </caption>
          ${tableHead(["Day", ...columns])}
          <tbody>
            ${rows.map(row)}
          </tbody>
        </table>
      </details>
    </figure>
  `;
}

/** The unit in which a number of seconds is easy to read, and how many seconds it has. */
function unitOf(seconds: number): [name: string, seconds: number] {
  if (seconds < 120) return ["seconds", 1];
  return seconds < 7200 ? ["minutes", 60] : ["hours", 3600];
}

function names(days: readonly DayFigures[]): string[] {
  return days.map(({ day }) => day);
}
