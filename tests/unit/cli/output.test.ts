import { fitWidths, widthOf } from "../../../cli/output";

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
