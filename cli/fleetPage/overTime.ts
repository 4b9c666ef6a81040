import { html } from "hono/html";

import { duration, percent } from "../figureText";
import type { Html } from "../html/document";
import { type SortKey, tableCells, tableHead } from "../html/table";
import { dayName } from "./charts/axes";
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
  const waits = wholeDays(days).map(({ queuedDuration }) => queuedDuration?.p95 ?? -1);
  const longest = Math.max(...waits);
  const worst = wholeDays(days)[waits.indexOf(longest)];
  const summary =
    worst === undefined || longest < 0
      ? "No job has started."
      : `The longest of 95% of a day's jobs is ${duration(longest)}, on ${worst.day}.`;
  return figure({
    title: "Time in the queue",
    unit,
    legend: lineLegend(
      d3,
      lines.map(({ name }) => name),
    ),
    chart: dayLines(d3, `Time in the queue by day, ${unit}. ${summary}`, days, lines),
    columns: ["Median", "95%"],
    rows: days.map((day) => ({
      day,
      cells: [duration(day.queuedDuration?.p50), duration(day.queuedDuration?.p95)],
      keys: [day.queuedDuration?.p50, day.queuedDuration?.p95],
    })),
  });
}

const RANKS = { p50: "median", p95: "95% wait no longer" } as const;

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
      days,
      parts,
    ),
    columns: ["Jobs", "Failed", "Succeeded"],
    rows: days.map((day) => {
      const keys = [day.jobs, day.failed, day.finished - day.failed];
      return { day, cells: keys.map((count) => count.toLocaleString("en")), keys };
    }),
  });
}

function failureFigure(d3: D3, days: readonly DayFigures[]): Html {
  const rates = wholeDays(days).map(({ failureRate }) => failureRate ?? -1);
  const most = Math.max(...rates);
  const worst = wholeDays(days)[rates.indexOf(most)];
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
    chart: dayLines(d3, `Failed jobs by day, % of finished jobs. ${summary}`, days, [line]),
    columns: ["Failed", "Finished", "Share"],
    rows: days.map((day) => {
      const counts = [day.failed, day.finished];
      return {
        day,
        cells: [...counts.map((count) => count.toLocaleString("en")), percent(day.failureRate)],
        keys: [...counts, day.failureRate],
      };
    }),
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
  readonly rows: readonly DayRow[];
}

/** What the table has of a day, and by what it is sorted. */
interface DayRow {
  readonly day: DayFigures;
  readonly cells: readonly string[];
  readonly keys: readonly SortKey[];
}

/** A chart, what its parts mean, and its numbers for who cannot see it or wants them. */
function figure({ title, unit, legend, chart, columns, rows }: FigureParts): Html {
  const row = ({ day, cells, keys }: DayRow): Html => html`
    <tr role="row">
      <th role="rowheader" scope="row">${dayName(day)}</th>
      ${tableCells(columns, cells, keys)}
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
        <table class="sortable" role="table">
          <caption>
            ${title} by day
          </caption>
          ${tableHead(["Day", ...columns])}
          <tbody role="rowgroup">
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

/** The days that can be compared with one another; all, where no day is whole. */
function wholeDays(days: readonly DayFigures[]): readonly DayFigures[] {
  const whole = days.filter(({ isPartial }) => !isPartial);
  return whole.length === 0 ? days : whole;
}
