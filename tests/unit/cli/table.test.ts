import { stripVTControlCharacters } from "node:util";

import fc from "fast-check";

import type { Column } from "../../../cli/columns";
import { fitWidths, tableText as styledTable } from "../../../cli/table";
import { widthOf, wrappedLines } from "../../../cli/wrapped";

/** A table as a stream has it that has no words emphasised. */
function tableText<Row>(...args: Parameters<typeof styledTable<Row>>): string {
  return stripVTControlCharacters(styledTable(...args));
}

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

  test.each([24, 30, 40, 50, 60, 80, 120])("of %i columns breaks no word and no line", (width) => {
    const text = tableText(rows, columns, width);
    for (const word of WORDS) expect(text).toContain(word);
    for (const line of text.split("\n")) expect(line.trimEnd().length).toBeLessThanOrEqual(width);
  });

  test("that has no room for the columns has a block for each row", () => {
    expect(tableText(rows, columns, 30)).toBe(
      [
        "ID           1",
        "STATUS       never_contacted",
        "DESCRIPTION  Shared linux",
        "             runner of the",
        "             platform team",
        "",
        "ID           22",
        "STATUS       online",
      ].join("\n"),
    );
  });

  test("that has no room for a word beside its heading has it below", () => {
    expect(tableText(rows.slice(0, 1), columns, 24)).toBe(
      [
        "ID           1",
        "STATUS",
        "  never_contacted",
        "DESCRIPTION  Shared",
        "             linux",
        "             runner of",
        "             the",
        "             platform",
        "             team",
      ].join("\n"),
    );
  });

  test("has a block for each row rather than that it breaks a date or a name", () => {
    const jobs: readonly Column<string>[] = [
      { heading: "STATE", text: () => "not online" },
      { heading: "NAME", text: () => "linux-amd64-06", fills: true },
      { heading: "CHANGE", text: (row) => row, fills: true },
    ];
    expect(tableText(["was at 2026-10-19T01:58:35Z"], jobs, 40)).toBe(
      ["STATE   not online", "NAME    linux-amd64-06", "CHANGE  was at 2026-10-19T01:58:35Z"].join(
        "\n",
      ),
    );
    for (let width = 20; width < 80; width += 1) {
      const text = tableText(["was at 2026-10-19T01:58:35Z"], jobs, width);
      expect(text).toContain("linux-amd64-06");
      if (width >= 22) expect(text).toContain("2026-10-19T01:58:35Z");
    }
  });

  test("breaks a word of more than its line between its parts, not within a date", () => {
    const names: readonly Column<string>[] = [{ heading: "N", text: (row) => row, fills: true }];
    expect(tableText(["runner-of-the-shop-2026-10-19"], names, 28)).toBe(
      ["N", "runner-of-the-shop-", " 2026-10-19"].join("\n"),
    );
  });

  test("breaks headings before it makes a block of each row", () => {
    const figures: readonly Column<{ p50: string; name: string }>[] = [
      { heading: "QUEUED P50", text: ({ p50 }) => p50 },
      { heading: "QUEUED P95", text: ({ p50 }) => p50 },
      { heading: "NAME", text: ({ name }) => name, fills: true },
    ];
    expect(tableText([{ p50: "3s", name: "all runners" }], figures, 30)).toBe(
      ["QUEUED  QUEUED  NAME", "P50     P95", "3s      3s      all runners"].join("\n"),
    );
  });
});

test("a table that goes to no terminal has a line for each row, however long it is", () => {
  const long = "word ".repeat(80).trim();
  const columns: readonly Column<string>[] = [
    { heading: "NAME", text: (row) => row, fills: true },
    { heading: "TEXT", text: () => long, fills: true },
  ];
  expect(tableText(["a", "b"], columns, undefined).split("\n")).toEqual([
    "NAME  TEXT",
    `a     ${long}`,
    `b     ${long}`,
  ]);
});

describe("a text of signs that are several characters", () => {
  const FAMILY = "👨‍👩‍👧";
  const columns: readonly Column<string>[] = [
    { heading: "NAME", text: (row) => row, fills: true },
    { heading: "TEXT", text: () => "online" },
  ];

  test("is broken between them", () => {
    const lines = tableText([FAMILY.repeat(40)], columns, 60).split("\n");
    expect(lines.length).toBeGreaterThan(2);
    const signs = lines.slice(1).join("").replaceAll("online", "").replaceAll(" ", "");
    expect(signs).toBe(FAMILY.repeat(40));
    for (const line of lines) expect(line.replaceAll(FAMILY, "")).not.toMatch(/\p{Emoji}|\u200d/u);
  });

  test("is cut between them where there is a terminal, and whole where there is none", () => {
    const long = `${"a".repeat(499)}🦊${FAMILY}b`;
    const cut = tableText([long], columns, 600);
    expect(cut).toContain("a🦊…  online");
    expect(tableText([long], columns, undefined)).toContain(`${long}  online`);
  });
});

test("a table that goes to no terminal cuts no text, in whatever script it is", () => {
  const text = fc
    .oneof(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: fc.constantFrom("サ", "ー", "・", "￥", "㈱", "京", "👨‍👩‍👧", "a", " ") }),
    )
    .filter((some) => !some.includes("…"));
  const columns: readonly Column<string>[] = [
    { heading: "NAME", text: (row) => row, fills: true },
    { heading: "ID", text: () => 1 },
  ];
  fc.assert(
    fc.property(fc.array(text, { minLength: 1 }), (texts) => {
      const lines = tableText(texts, columns, undefined).split("\n");
      expect(lines.join("")).not.toContain("…");
      expect(lines).toHaveLength(1 + texts.length);
    }),
    { examples: [[["サーバーランナー・東京データセンター", "￥", "㈱"]]] },
  );
});

describe("lines of prose", () => {
  const address = "https://gitlab.example.com/acme/products/shop/-/jobs/1234";
  const text = `crossed  max-wait: 20m00s (at most 10m00s)\n  acme/app, docker: 2 jobs; ${address}`;

  test("are broken at spaces, and a longer word stays whole", () => {
    expect(wrappedLines(text, 30)).toBe(
      [
        "crossed  max-wait: 20m00s (at",
        "    most 10m00s)",
        "  acme/app, docker: 2 jobs;",
        // It is longer than a line, so that it stands at the beginning of its own.
        address,
      ].join("\n"),
    );
  });

  test("stay as they are where there is no terminal", () => {
    expect(wrappedLines(text, undefined)).toBe(text);
  });
});
