/**
 * Rows of a table become blocks in windows that are not wider; what says that they are rows is in the
 * roles.
 *
 * @param table - a selector of one class.
 */
export function stackedRows(table: string, width: string): string {
  return `@media (max-width: ${width}) {
  ${table} thead { position: absolute; clip-path: inset(50%); width: 1px; overflow: hidden; }
  ${table}, ${table} :is(caption, tbody, tfoot, tr, td), ${table} :is(tbody, tfoot) th { display: block; }
  ${table} tr { border-bottom: 1px solid var(--line); padding: .4rem 0; }
  ${table} :is(td, th) { border: 0; padding: .1rem 0; }
  ${table} td[data-heading]::before { content: attr(data-heading) ": "; color: var(--quiet); }
}`;
}

/**
 * The style that pages share. Each text keeps a contrast of at least 4.5:1 to what is behind it, in
 * both colour schemes.
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --text: #1f1e24; --quiet: #535158; --line: #bfbfc3; --panel: #f4f4f6;
  --link: #0b5cad; --critical: #8d1300; --major: #8f4700; --minor: #5c4a00; --info: #0b5cad;
  --removed: #8d1300; --added: #14532d; --good: #14532d; --third: #737278;
}
/* Paper is white. */
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #18171d; --text: #ececef; --quiet: #b4b2ba; --line: #4c4b51; --panel: #25242b;
    --link: #8bc1ff; --critical: #ff9a8a; --major: #f5b574; --minor: #e6cf73; --info: #8bc1ff;
    --removed: #ff9a8a; --added: #91d4a8; --good: #91d4a8; --third: #9b99a3;
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
.quiet { color: var(--quiet); }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; table-layout: fixed; }
caption { text-align: left; color: var(--quiet); padding-bottom: .25rem; }
th, td {
  border-bottom: 1px solid var(--line); padding: .4rem .8rem .4rem 0; text-align: left;
  vertical-align: top;
}
th { font-weight: 600; }
thead th { white-space: nowrap; }
.badge {
  display: inline-block; max-width: 100%; padding: 0 .5rem; border: 1px solid currentColor;
  border-radius: .75rem; background: var(--panel); font-size: .875rem; font-weight: 600;
}
.critical { color: var(--critical); } .major { color: var(--major); } .minor { color: var(--minor); }
.info { color: var(--info); } .good { color: var(--good); } .badge.quiet { font-weight: 400; }
/* A shape for who sees no colours; it is not read out. */
.badge::before { content: "○ " / ""; }
.badge.critical::before { content: "▲ " / ""; } .badge.major::before { content: "◆ " / ""; }
.badge.minor::before { content: "■ " / ""; } .badge.info::before { content: "● " / ""; }
.badge.good::before { content: "✓ " / ""; }
details { border: 1px solid var(--line); border-radius: .25rem; margin: .5rem 0; padding: 0 .75rem; }
summary { cursor: pointer; padding: .6rem 0; }
details ul, td ul { padding-left: 1.25rem; margin: 0 0 .5rem; }
${stackedRows(".stack", "40rem")}
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  a { color: inherit; }
  tr, figure, li { break-inside: avoid; }
  h2, h3, caption { break-after: avoid; }
}
`;
