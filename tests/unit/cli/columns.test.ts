import { type Column, chosenColumns, sortedRows } from "../../../cli/columns";

interface Row {
  id: number;
  name: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { heading: "ID", text: ({ id }) => id },
  { heading: "SYSTEM ID", text: ({ name }) => name },
];
const ROWS: readonly Row[] = [
  { id: 10, name: "runner-9" },
  { id: 9, name: "runner-10" },
  { id: 100, name: "runner-1" },
];
const ids = (rows: readonly Row[]): number[] => rows.map(({ id }) => id);

test("columns are chosen by their names, in the order that is asked for", () => {
  const chosen = chosenColumns(COLUMNS, { columns: ["system-id", "ID"] });
  expect(chosen.map(({ heading }) => heading)).toEqual(["SYSTEM ID", "ID"]);
  expect(chosenColumns(COLUMNS, {})).toBe(COLUMNS);
});

test("a column that there is not is named, with the one that was meant", () => {
  expect(() => chosenColumns(COLUMNS, { columns: ["sytem-id"] })).toThrow(
    'there is no column "sytem-id"; did you mean system-id?',
  );
  expect(() => sortedRows(ROWS, COLUMNS, { sortBy: "owner" })).toThrow(
    "there is no column owner; it has id, system-id",
  );
  // Two letters make another word of a short one: nobody who writes `tag` means `id`.
  for (const name of ["tag", "up", "idle"])
    expect(() => sortedRows(ROWS, COLUMNS, { sortBy: name })).toThrow("it has id, system-id");
});

test("rows are sorted by numbers and by the numbers in texts", () => {
  expect(ids(sortedRows(ROWS, COLUMNS, { sortBy: "id" }))).toEqual([9, 10, 100]);
  expect(ids(sortedRows(ROWS, COLUMNS, { sortBy: "system-id" }))).toEqual([100, 10, 9]);
  expect(ids(sortedRows(ROWS, COLUMNS, { sortBy: "id", descending: true }))).toEqual([100, 10, 9]);
  expect(ids(sortedRows(ROWS, COLUMNS, {}))).toEqual([10, 9, 100]);
});

test("what is not known comes last in both orders", () => {
  const waits: readonly Column<number | string | undefined>[] = [
    { heading: "TEXT", text: (row) => row },
    { heading: "WAIT", text: () => "not known", value: (row) => Number(row) || undefined },
  ];
  const rows = [undefined, 3, "", 1];
  for (const sortBy of ["text", "wait"]) {
    expect(sortedRows(rows, waits, { sortBy })).toEqual([1, 3, undefined, ""]);
    expect(sortedRows(rows, waits, { sortBy, descending: true })).toEqual([3, 1, undefined, ""]);
  }
});
