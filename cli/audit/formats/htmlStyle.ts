/**
 * The style of the page. Each text keeps a contrast of at least 4.5:1 to what is behind it, in both
 * colour schemes; words, not colours, tell a severity.
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --text: #1f1e24; --quiet: #535158; --line: #bfbfc3; --panel: #f4f4f6;
  --link: #0b5cad; --critical: #8d1300; --major: #8f4700; --minor: #5c4a00; --info: #0b5cad;
  --removed: #8d1300; --added: #14532d;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #18171d; --text: #ececef; --quiet: #b4b2ba; --line: #4c4b51; --panel: #25242b;
    --link: #8bc1ff; --critical: #ff9a8a; --major: #f5b574; --minor: #e6cf73; --info: #8bc1ff;
    --removed: #ff9a8a; --added: #91d4a8;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 72rem; padding: 1rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
}
h1 { font-size: 1.6rem; line-height: 1.25; margin: .5rem 0 1rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; display: inline; margin: 0; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
code, pre { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .875rem; }
pre {
  margin: .5rem 0; padding: .75rem; background: var(--panel); border: 1px solid var(--line);
  border-radius: .25rem; white-space: pre-wrap;
}
.failed { border-left: .3rem solid var(--critical); padding-left: .75rem; font-weight: 600; }
.quiet { color: var(--quiet); }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; }
caption { text-align: left; color: var(--quiet); padding-bottom: .25rem; }
th, td {
  border-bottom: 1px solid var(--line); padding: .4rem .8rem .4rem 0; text-align: left;
  vertical-align: top;
}
th { font-weight: 600; }
thead th { white-space: nowrap; }
table { table-layout: fixed; }
.risks th:nth-child(1) { width: 6rem; }
.risks th:nth-child(2) { width: 14rem; }
.changes th:first-child { width: 24%; }
.severity { font-weight: 700; white-space: nowrap; }
.critical { color: var(--critical); } .major { color: var(--major); }
.minor { color: var(--minor); } .info { color: var(--info); }
.before code { color: var(--removed); } .after code { color: var(--added); }
details { border: 1px solid var(--line); border-radius: .25rem; margin: .5rem 0; padding: 0 .75rem; }
summary { cursor: pointer; padding: .6rem 0; }
details ul { padding-left: 1.25rem; margin: 0 0 .5rem; }
/* Rows become blocks; what says that they are rows is in the roles. */
@media (max-width: 40rem) {
  thead { position: absolute; clip-path: inset(50%); }
  table, caption, tbody, tr, td, tbody th { display: block; }
  tr { border-bottom: 1px solid var(--line); padding: .4rem 0; }
  td, th { border: 0; padding: .1rem 0; }
  .changes th:first-child { width: auto; }
  .changes td::before { content: attr(data-heading) ": "; color: var(--quiet); }
}
`;
