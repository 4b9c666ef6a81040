import { stripVTControlCharacters } from "node:util";

import type { Column } from "../../../cli/columns";
import { fitWidths, tableText, widthOf } from "../../../cli/table";

describe("the widths of a table's columns", () => {
  test("stay as they are where there is room", () => {
    expect(fitWidths([5, 30, 40], [1, 2], 80)).toEqual([5, 30, 40]);
  });

  test("of those that give way the widest goes first", () => {
    expect(fitWidths([5, 30, 40], [1, 2], 70)).toEqual([5, 30, 35]);
    expect(fitWidths([5, 30, 40], [1, 2], 45)).toEqual([5, 20, 20]);
    expect(fitWidths([5, 30, 40], [2], 60)).toEqual([5, 30, 25]);
  });

  test("no column gets so narrow that it says nothing", () => {
    expect(fitWidths([5, 30, 8], [1, 2], 10)).toEqual([5, 10, 8]);
    expect(fitWidths([50], [], 10)).toEqual([50]);
  });
});

test("a sign that takes two columns counts twice, a mark that takes none does not", () => {
  expect([
    widthOf("abc"),
    widthOf("東京"),
    widthOf("한글"),
    widthOf("🦊x"),
    widthOf("e\u0301"),
  ]).toEqual([3, 4, 4, 3, 1]);
});

describe("a table on a narrow terminal", () => {
  const rows = [
    { id: 1, status: "never_contacted", text: "Shared linux runner of the platform team" },
    { id: 22, status: "online", text: "" },
  ];
  const columns: readonly Column<(typeof rows)[number]>[] = [
    { heading: "ID", text: ({ id }) => id },
    { heading: "STATUS", text: ({ status }) => status },
    { heading: "DESCRIPTION", text: ({ text }) => text, fills: true },
  ];
  const WORDS = rows.flatMap(({ status, text }) => [status, ...text.split(" ")]);

  test.each([40, 50, 60, 80, 120])("of %i columns breaks no word and no line", (width) => {
    const text = stripVTControlCharacters(tableText(rows, columns, width));
    for (const word of WORDS) expect(text).toContain(word);
    for (const line of text.split("\n")) expect(line.trimEnd().length).toBeLessThanOrEqual(width);
  });

  test("that has no room for the columns has a block for each row", () => {
    expect(tableText(rows, columns, 30)).toBe(
      [
        "ID           1",
        "STATUS       never_contacted",
        "DESCRIPTION  Shared linux runner of the platform team",
        "",
        "ID           22",
        "STATUS       online",
      ].join("\n"),
    );
  });
});
