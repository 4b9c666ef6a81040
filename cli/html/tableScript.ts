/**
 * Sorts tables by their headings, and folds the rows away that are too many to see at once. Without it they
 * are plain tables with all of their rows. A part of the page's script.
 */
export const TABLE_SCRIPT = `
const collator = new Intl.Collator("en", { numeric: true });
const phone = matchMedia("(max-width: 40rem)");
// By table: what folds its rows again and what shows all, and what puts them in the first order.
const folds = new Map();
const restores = new Map();

const makeSortable = (table) => {
  const body = table.tBodies[0];
  const given = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  const arrange = (rows) => {
    body.append(...rows);
    folds.get(table)?.fold();
  };
  const mark = (sorted, order) => {
    for (const head of heads) head.removeAttribute("aria-sort");
    sorted?.setAttribute("aria-sort", order);
  };
  const textOf = (cell) => cell.textContent.trim();
  heads.forEach((head, column) => {
    const isNumber = given.some((row) => row.cells[column].dataset.sort !== undefined);
    const compare = (one, other) => {
      const [a, b] = [one.cells[column], other.cells[column]];
      return isNumber ? Number(a.dataset.sort) - Number(b.dataset.sort) : collator.compare(textOf(a), textOf(b));
    };
    // What is not known comes last in either order.
    const isKnown = (row) => !isNumber || row.cells[column].dataset.sort !== undefined;
    const button = Object.assign(document.createElement("button"), { type: "button" });
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const [first, second] = isNumber ? ["descending", "ascending"] : ["ascending", "descending"];
      const order = head.getAttribute("aria-sort") === first ? second : first;
      const sign = order === "ascending" ? 1 : -1;
      mark(head, order);
      arrange([
        ...given.filter(isKnown).sort((one, other) => sign * compare(one, other)),
        ...given.filter((row) => !isKnown(row)),
      ]);
    });
  });
  table.classList.add("sorts");
  restores.set(table, () => {
    mark();
    arrange(given);
  });
};

const makeFoldable = (table) => {
  const { shown, shownOnPhone, things = "" } = table.dataset;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "more" });
  table.after(button);
  let isOpen = false;
  const fold = () => {
    const most = Number(phone.matches ? (shownOnPhone ?? shown) : (shown ?? Infinity));
    let count = 0;
    for (const row of table.tBodies[0].rows) {
      if (row.hidden) continue;
      row.classList.toggle("rest", !isOpen && count >= most);
      count += 1;
    }
    button.hidden = count <= most;
    button.setAttribute("aria-expanded", String(isOpen));
    button.textContent = isOpen
      ? "Show fewer " + things
      : ("Show all " + count.toLocaleString("en") + " " + things).trim();
  };
  button.addEventListener("click", () => {
    isOpen = !isOpen;
    fold();
    if (!isOpen) button.scrollIntoView({ block: "nearest" });
  });
  phone.addEventListener("change", fold);
  const unfold = () => {
    isOpen = true;
    fold();
  };
  folds.set(table, { fold, unfold });
  fold();
};

for (const table of document.querySelectorAll("table.sortable")) makeSortable(table);
for (const table of document.querySelectorAll("table[data-shown], table[data-shown-on-phone]"))
  makeFoldable(table);
`;
