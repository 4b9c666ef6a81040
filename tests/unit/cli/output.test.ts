import { fitWidths } from "../../../cli/output";

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
