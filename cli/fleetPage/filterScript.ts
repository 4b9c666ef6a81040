/**
 * Shows the runners that are looked for. Runs in the page, so it is text here; the page's policy
 * takes no other script.
 */
export const FILTER_SCRIPT = `
(() => {
  const form = document.getElementById("filter");
  if (form === null) return;
  const body = document.querySelector("#runners tbody");
  const rows = [...body.rows].map((row) => ({
    row,
    text: [...row.cells].map((cell) => cell.textContent).join("\\n").toLowerCase(),
    paths: [...row.querySelectorAll(".path")].map((path) => path.textContent.toLowerCase()),
  }));
  const isIn = (path, group) => path === group || path.startsWith(group + "/");
  const serves = ({ row, paths }, wanted) => {
    if (row.dataset.type === "instance") return true;
    return paths.some(
      (path) => isIn(path, wanted) || (row.dataset.type === "group" && isIn(wanted, path)),
    );
  };
  // What is not known, or the same, stays in the order of the ids.
  const measure = ({ row }, order) => Number(row.dataset[order] || -1);
  const sort = (order) => {
    const sorted = [...rows].sort((one, other) =>
      order === "" ? 0 : measure(other, order) - measure(one, order),
    );
    body.append(...sorted.map(({ row }) => row));
  };
  const show = () => {
    const { words, path, type, status } = Object.fromEntries(new FormData(form));
    const all = words.toLowerCase().split(/\\s+/);
    const wanted = path.trim().toLowerCase().replace(/^\\/+|\\/+$/g, "");
    let shown = 0;
    for (const each of rows) {
      const { row, text } = each;
      const isShown =
        all.every((word) => text.includes(word)) &&
        (wanted === "" || serves(each, wanted)) &&
        (type === "" || row.dataset.type === type) &&
        (status === "" || row.dataset.status === status);
      row.hidden = !isShown;
      if (isShown) shown += 1;
    }
    form.querySelector("output").textContent =
      shown.toLocaleString("en") + " of " + rows.length.toLocaleString("en") + " runners";
  };
  const known = new Set();
  for (const path of document.querySelectorAll("#runners .path")) known.add(path.textContent);
  document.getElementById("paths").append(
    ...[...known].sort().map((path) => Object.assign(document.createElement("option"), { value: path })),
  );
  form.addEventListener("input", (event) => {
    if (event.target.name === "order") sort(event.target.value);
    show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  // A form is empty only after its reset.
  form.addEventListener("reset", () => setTimeout(() => { sort(""); show(); }));
  form.hidden = false;
  show();
})();
`;
