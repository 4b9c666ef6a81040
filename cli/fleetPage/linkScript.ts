/**
 * Lets links of the page lead to rows that are filtered or folded away: to one row, or to all that need
 * attention for a reason. A part of the page's script, after the filter's.
 */
export const LINK_SCRIPT = `
const reveal = (row) => {
  if (row.hidden) resetFilter();
  if (row.classList.contains("rest")) folds.get(row.closest("table")).unfold();
};
const rowOf = (hash) => document.getElementById(hash.slice(1))?.closest("tbody tr");
for (const link of document.querySelectorAll('main a[href^="#"]')) {
  const row = rowOf(link.hash);
  link.addEventListener("click", (event) => {
    const { attention } = link.dataset;
    if (attention === undefined) {
      if (row) reveal(row);
      return;
    }
    event.preventDefault();
    resetFilter({ attention });
    const chosen = document.querySelector("#filter [name=attention]");
    chosen.focus({ preventScroll: true });
    chosen.scrollIntoView();
  });
}
const target = rowOf(location.hash);
if (target) {
  reveal(target);
  target.scrollIntoView();
}
`;
