/** Shows the runners that are looked for. A part of the page's script, after that of the tables. */
export const FILTER_SCRIPT = `
const form = document.getElementById("filter");
const list = document.getElementById("runners");
const rows = [...list.tBodies[0].rows].map((row) => ({
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
const show = () => {
  const { words, path, type, status, attention } = Object.fromEntries(new FormData(form));
  const all = words.toLowerCase().split(/\\s+/);
  const wanted = path.trim().toLowerCase().replace(/^\\/+|\\/+$/g, "");
  let shown = 0;
  for (const each of rows) {
    const { row, text } = each;
    const isShown =
      all.every((word) => text.includes(word)) &&
      (wanted === "" || serves(each, wanted)) &&
      (type === "" || row.dataset.type === type) &&
      (status === "" || row.dataset.status === status) &&
      (attention === "" || row.dataset.attention.split(" ").includes(attention));
    row.hidden = !isShown;
    if (isShown) shown += 1;
  }
  form.querySelector("output").textContent =
    shown.toLocaleString("en") + " of " + rows.length.toLocaleString("en") + " runners";
  folds.get(list).fold();
};
const resetFilter = (values = {}) => {
  for (const field of form.querySelectorAll("input, select")) field.value = values[field.name] ?? "";
  show();
};
const known = new Set();
for (const path of list.querySelectorAll(".path")) known.add(path.textContent);
document.getElementById("paths").append(
  ...[...known].sort().map((path) => Object.assign(document.createElement("option"), { value: path })),
);
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", (event) => {
  event.preventDefault();
  restores.get(list)();
  resetFilter();
});
form.hidden = false;
show();
`;
