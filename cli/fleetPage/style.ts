import { STYLE as SHARED } from "../html/style";

/**
 * The style of the page. The colours of parts and lines can be distinguished by readers who see no red or no
 * green, and have 3:1 or more to the page; hatching, marks and dashes tell the same.
 */
export const STYLE = `${SHARED}
:root { --first: #b04a00; --second: #0b5cad; --third: #737278; --rest: #e3e3e6; }
@media (prefers-color-scheme: dark) {
  :root { --first: #f5a15b; --second: #6cb2ff; --third: #9b99a3; --rest: #36353c; }
}
body { max-width: 84rem; }
h3 { display: block; }
.hidden { position: absolute; width: 0; height: 0; }
[hidden] { display: none !important; }
.notes { border-left: .3rem solid var(--major); padding-left: .75rem; }
.notes p { margin: .25rem 0; }
.tiles {
  display: grid; gap: .75rem; margin: 1rem 0;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 9.5rem), 1fr));
}
.tiles div { background: var(--panel); border: 1px solid var(--line); border-radius: .25rem; padding: .5rem .75rem; }
.tiles dt { color: var(--quiet); }
.tiles dd { margin: 0; }
.tiles strong { display: block; font-size: 1.25rem; line-height: 1.3; }
.tiles .quiet { font-size: .875rem; }
.figures {
  display: grid; gap: 1rem 2rem; align-items: start;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr));
}
.small { grid-template-columns: repeat(auto-fill, minmax(min(100%, 17.5rem), 1fr)); }
.figures + .figures { margin-top: 1.5rem; }
.wide { grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)); }
figure { margin: 0; }
figure > svg { display: block; width: 100%; max-width: 30rem; height: auto; overflow: visible; }
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
.failed rect { fill: url(#hatching); stroke: var(--first); }
.succeeded rect { fill: var(--second); }
.other rect { fill: none; stroke: var(--third); }
.ground { fill: var(--page); } .stripe { fill: var(--first); }
.number { font-variant-numeric: tabular-nums; }
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
form { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; margin: .5rem 0; }
form label { display: flex; flex-direction: column; color: var(--quiet); font-size: .875rem; }
input, select, button {
  font: inherit; font-size: 1rem; color: var(--text); background: var(--page); border: 1px solid var(--third);
  border-radius: .25rem; padding: .35rem .5rem; min-height: 2.4rem; max-width: 100%;
}
input { width: 16rem; }
::placeholder { color: var(--quiet); opacity: 1; }
output { padding: .4rem 0; }
.runners { font-size: .875rem; }
.runners tbody th { font-weight: 400; }
.runners ul { margin: 0; padding: 0; list-style: none; }
.runners details { margin: 0; padding: 0 .5rem; }
.runners summary { padding: .2rem 0; }
.runners details ul { padding: 0 0 .25rem; }
.runners thead th:nth-child(1) { width: 18%; }
.runners thead th:nth-child(2) { width: 6%; }
.runners thead th:nth-child(3) { width: 8%; }
.runners thead th:nth-child(4) { width: 9%; }
.runners thead th:nth-child(5) { width: 14%; }
.runners thead th:nth-child(6) { width: 19%; }
.runners thead th:nth-child(7) { width: 6%; }
.runners thead th:nth-child(8) { width: 8%; }
@media (min-width: 40rem) { .legend { min-height: 2.7rem; align-content: start; } }
@media (max-width: 40rem) {
  .runners tbody th, .tags tbody th { font-weight: 600; }
  .runners td, .tags td { display: inline-block; max-width: 100%; padding-right: 1rem; }
  .stack td[data-heading]::before { content: attr(data-heading) ": "; color: var(--quiet); }
  .runners td[data-heading="May be used by"] { display: block; }
  .stack td:empty { display: none; }
  input, select, form label { width: 100%; }
}
`;
