import { loadD3 } from "../../cli/fleetPage/charts/d3";
import type { Operation } from "../measuredOperations";
import { MODE_NAMES } from "../modes";
import type { Growth } from "./figures";
import { type Line, linesOf, textOf } from "./lines";
import { type Place, drawPanel } from "./panel";
import { count } from "./texts";

/** The width of a phone's page in pixels, so that texts of 12 can be read there. */
const WIDTH = 360;

interface Panel {
  readonly operation: Operation;
  readonly title: string;
  readonly place: Place;
}

const LARGE = { left: 0, width: WIDTH, height: 216 };
const LEFT = { left: 0, width: 178, height: 164 };
const RIGHT = { ...LEFT, left: WIDTH - LEFT.width };
/** Below the heading; two beside each other, after the first one. */
const PANELS: readonly Panel[] = [
  { operation: "up", title: "up: all created", place: { ...LARGE, top: 40 } },
  { operation: "update", title: "up: all updated", place: { ...LEFT, top: 264 } },
  { operation: "destroy", title: "destroy", place: { ...RIGHT, top: 264 } },
  { operation: "preview", title: "preview, no change", place: { ...LEFT, top: 436 } },
  { operation: "refresh", title: "refresh", place: { ...RIGHT, top: 436 } },
];
/** The lines of it are named, and those of the others look the same. */
const NAMING: Operation = "up";
const HEIGHT = 604;

/** The picture has a ground of its own: whichever of the two a page has, its texts can be read. */
const STYLE = `
svg { --ground: #ffffff; --text: #1f2328; --quiet: #59636e; --grid: #d8dee4; --default: #b04a00; --withoutCheckpoints: #0b5cad; }
@media (prefers-color-scheme: dark) {
  svg { --ground: #0d1117; --text: #f0f6fc; --quiet: #9198a1; --grid: #30363d; --default: #f5a15b; --withoutCheckpoints: #6cb2ff; }
}
text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; fill: var(--text); }
.title { font-weight: 600; }
.tick { fill: var(--quiet); }
.ground { fill: var(--ground); }
.grid { stroke: var(--grid); }
.default { --line: var(--default); }
.withoutCheckpoints { --line: var(--withoutCheckpoints); }
.line { fill: none; stroke: var(--line); stroke-width: 2; }
.withoutCheckpoints .line { stroke-dasharray: 5 3; }
.mark, .label { fill: var(--line); }
.label { font-weight: 600; paint-order: stroke; stroke: var(--ground); stroke-width: 3px; stroke-linejoin: round; }
`;

/** How long each operation takes for how many runners, as SVG; of dynamic resources. */
export async function drawGrowth(growth: Growth): Promise<string> {
  const d3 = await loadD3();
  const panels = PANELS.map((panel) => ({ ...panel, lines: linesOf(growth, panel.operation) }));
  const points = panels.flatMap(({ lines }) => lines.flatMap(([, each]) => each));
  const range = {
    runners: extent(points.map(({ runners }) => runners)),
    seconds: extent(points.map(({ seconds }) => seconds)),
  };
  const sizes = `${count(range.runners[0])} to ${count(range.runners[1])} runners`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">`,
    `<title>How long Pulumi's operations take for ${sizes}</title>`,
    `<desc>${described(panels)}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="ground" width="${WIDTH}" height="${HEIGHT}" rx="6" />`,
    `<text class="title" x="8" y="16">Time of an operation, ${sizes}</text>`,
    `<text class="tick" x="8" y="32">Both scales are logarithmic.</text>`,
    ...panels.flatMap(({ operation, title, place, lines }) =>
      drawPanel(d3, lines, { title, place, range, isNamed: operation === NAMING }),
    ),
    "</svg>",
    "",
  ].join("\n");
}

/** The ends of the lines in words, for who cannot see them. */
function described(panels: readonly (Panel & { lines: readonly Line[] })[]): string {
  return panels
    .map(({ title, lines }) => {
      const ends = lines.flatMap(([mode, points]) => {
        const last = points.at(-1);
        return last === undefined
          ? []
          : `${MODE_NAMES[mode]} ${textOf(last)} for ${count(last.runners)} runners`;
      });
      return `${title}: ${ends.join(", ")}.`;
    })
    .join(" ");
}

function extent(values: readonly number[]): [least: number, most: number] {
  return [Math.min(...values), Math.max(...values)];
}
