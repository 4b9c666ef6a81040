/** The headings of rows that are blocks become a row of buttons. */
export function headingButtons(table: string, width: string): string {
  return `@media (max-width: ${width}) {
  ${table}.sorts thead { position: static; display: block; width: auto; clip-path: none; }
  ${table}.sorts thead tr { display: flex; flex-wrap: wrap; gap: 0 1rem; }
  ${table}.sorts thead th { display: block; width: auto; }
}`;
}

/** The style of tables that the script sorts and folds, see `TABLE_SCRIPT`. */
export const TABLE_STYLE = `
[hidden] { display: none !important; }
input, select, button {
  font: inherit; font-size: 1rem; color: var(--text); background: var(--page); border: 1px solid var(--third);
  border-radius: .25rem; padding: .35rem .5rem; min-height: 2.4rem; max-width: 100%;
}
@media screen { tr.rest { display: none !important; } }
.sorts thead button {
  font: inherit; color: inherit; background: none; border: 0; padding: .2rem 0; min-height: 1.5rem;
  cursor: pointer; text-align: left;
}
.sorts thead button::after { content: " ↕" / ""; color: var(--quiet); }
.sorts [aria-sort="ascending"] button::after { content: " ▲" / ""; color: inherit; }
.sorts [aria-sort="descending"] button::after { content: " ▼" / ""; color: inherit; }
${headingButtons(".stack", "40rem")}
@media (max-width: 40rem) { .sorts thead button { min-height: 2rem; } }
@media print { .more, .sorts thead button::after { display: none; } }
`;
