import { STYLE as SHARED, stackedRows } from "../html/style";
import { TABLE_STYLE, headingButtons } from "../html/tableStyle";

/** Rows of a long table that are blocks share lines. */
function listRows(table: string, width: string): string {
  return `@media (max-width: ${width}) {
  ${table} tbody th { font-weight: 600; }
  ${table} td { display: inline-block; max-width: 100%; padding-right: 1rem; }
  ${table} td:empty { display: none; }
  ${table} td[data-heading="May be used by"] { display: block; }
}`;
}

/**
 * The style of the page. The colours of parts and lines can be distinguished by readers who see no red or no
 * green, and have 3:1 or more to the page; hatching, marks and dashes tell the same.
 */
export const STYLE = `${SHARED}${TABLE_STYLE}
:root { --first: #b04a00; --second: #0b5cad; --rest: #e3e3e6; }
@media screen and (prefers-color-scheme: dark) {
  :root { --first: #f5a15b; --second: #6cb2ff; --rest: #36353c; }
}
body { max-width: 120rem; padding: 1rem clamp(1rem, 3vw, 3rem); }
h3 { display: block; }
.hidden { position: absolute; width: 0; height: 0; }
.attention {
  display: grid; gap: .75rem; margin: .5rem 0 1.5rem; padding: 0; list-style: none; align-items: start;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr));
}
.attention li {
  height: 100%; padding: .6rem .75rem; border: 1px solid var(--line); border-left: .3rem solid currentColor;
  border-radius: .25rem;
}
.attention p { margin: 0 0 .25rem; color: var(--text); }
.attention [data-attention] { font-size: 1.125rem; font-weight: 600; }
.names { font-size: .875rem; }
.well { padding: .6rem .75rem; border-left: .3rem solid var(--good); background: var(--panel); }
.notes { border-left: .3rem solid var(--major); padding-left: .75rem; }
.notes p { margin: .25rem 0; }
.tiles {
  display: grid; gap: .75rem; margin: 1rem 0;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 9.5rem), 1fr));
}
.tiles div { background: var(--panel); border: 1px solid var(--line); border-radius: .25rem; padding: .5rem .75rem; }
.tiles dt { color: var(--quiet); }
.tiles dd { margin: 0; }
.tiles strong { display: block; font-size: 1.25rem; line-height: 1.3; }
.tiles .quiet { font-size: .875rem; }
.figures {
  display: grid; gap: 1rem 2rem; align-items: start;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr));
}
.small { grid-template-columns: repeat(auto-fit, minmax(min(100%, 17.5rem), 1fr)); }
.figures + .figures { margin-top: 1.5rem; }
.wide { grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); }
figure { margin: 0; }
figure > svg { display: block; width: 100%; max-width: 40rem; height: auto; overflow: visible; }
svg text { fill: currentColor; font-size: 12px; }
.tick { color: var(--quiet); }
.grid, line.tick { stroke: var(--line); stroke-width: 1; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0 1rem; margin: .25rem 0 .5rem; padding: 0; font-size: .875rem; }
.legend li { display: flex; align-items: center; gap: .4rem; }
.key { width: 28px; height: 12px; flex: none; }
.first { color: var(--first); } .second { color: var(--second); }
.line { fill: none; stroke: currentColor; stroke-width: 2; }
.first .line { stroke-dasharray: 5 3; }
.mark { fill: currentColor; }
.hollow { fill: none; stroke: currentColor; stroke-width: 1.5; }
.failed rect { fill: url(#hatching); stroke: var(--first); }
.succeeded rect { fill: var(--second); }
.other rect { fill: none; stroke: var(--third); }
.ground { fill: var(--page); } .stripe { fill: var(--first); }
.shares { margin: 0 0 .5rem; }
.shares th:first-child { width: 45%; }
.shares th:first-child:nth-last-child(3) { width: 36%; }
.projects th:first-child:nth-last-child(3) { width: 58%; }
.shares th, .shares td { padding-right: .5rem; }
.shares tbody th { font-weight: 400; }
.share { display: grid; grid-template-columns: 3.5rem 1fr; align-items: center; font-variant-numeric: tabular-nums; }
.bar { width: 100%; height: .7rem; background: var(--rest); }
.bar rect { fill: var(--second); }
figure table { font-size: .875rem; }
.tags thead th:first-child { width: 24%; }
tr:target { background: var(--panel); }
form { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; margin: .5rem 0; }
form label { display: flex; flex-direction: column; color: var(--quiet); font-size: .875rem; }
input { width: 16rem; }
::placeholder { color: var(--quiet); opacity: 1; }
output { padding: .4rem 0; }
.runners { font-size: .875rem; }
.runners thead th { white-space: normal; }
.runners tbody th { font-weight: 400; }
.runners .badge { font-size: .8125rem; padding: 0 .35rem; }
.runners ul { margin: 0; padding: 0; list-style: none; }
.runners details { margin: 0; padding: 0 .5rem; }
.runners summary { padding: .2rem 0; }
.runners details ul { padding: 0 0 .25rem; }
.runners thead th:nth-child(1) { width: 18%; }
.runners thead th:nth-child(2) { width: 6%; }
.runners thead th:nth-child(3) { width: 10%; }
.runners thead th:nth-child(4) { width: 8%; }
.runners thead th:nth-child(5) { width: 14%; }
.runners thead th:nth-child(6) { width: 18%; }
.runners thead th:nth-child(7) { width: 6%; }
.runners thead th:nth-child(8) { width: 8%; }
@media (min-width: 40rem) { .legend { min-height: 2.7rem; align-content: start; } }
${listRows(".tags", "40rem")}
${stackedRows(".runners", "64rem")}
${listRows(".runners", "64rem")}
${headingButtons(".runners", "64rem")}
@media (max-width: 40rem) {
  input, select, form label { width: 100%; }
}
@media print { form { display: none; } }
`;
