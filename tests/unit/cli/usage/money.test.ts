import { DECIMAL, costOf, decimalOf, microsOf } from "../../../../cli/usage/money";

describe("money", () => {
  test.each([
    ["0", 0n, "0.000000"],
    ["0.05", 50_000n, "0.050000"],
    ["12.345678", 12_345_678n, "12.345678"],
    ["999999.999999", 999_999_999_999n, "999999.999999"],
  ])("%s is read and written exactly", (text, micros, written) => {
    expect(text).toMatch(DECIMAL);
    expect(microsOf(text)).toBe(micros);
    expect(decimalOf(micros)).toBe(written);
  });

  test.each(["", ".5", "1.", "-1", "+1", "1e3", "1,5", " 1", "1\n", "0.0000001", "1000000", "٣"])(
    "%j is no decimal number",
    (text) => {
      expect(text).not.toMatch(DECIMAL);
    },
  );

  test.each([
    // 0.000001 a minute: 29 seconds are less than half a millionth, 30 are half of one.
    [29, 1n, 0n],
    [30, 1n, 1n],
    [89, 1n, 1n],
    [90, 1n, 2n],
    [60, 50_000n, 50_000n],
    [1, 50_000n, 833n],
    [0, 50_000n, 0n],
    // Above what a number holds exactly.
    [Number.MAX_SAFE_INTEGER, 999_999_999_999n, 150_119_987_578_866_396_679_087_650n],
  ])("%d s at %d millionths a minute are rounded once, half up", (seconds, price, cost) => {
    expect(costOf(seconds, price)).toBe(cost);
  });
});
