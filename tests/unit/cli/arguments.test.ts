import { countFromZero, wholeNumber } from "../../../cli/arguments";

test.each(["0", "7", "999999999999999"])("%s is a count", (text) => {
  expect(countFromZero(text)).toBe(Number(text));
});

test.each(["-1", "01", "1.5", "", "x", "1e3", "9999999999999999"])(
  "%j is refused with what is allowed",
  (text) => {
    expect(() => countFromZero(text)).toThrow("Give a whole number from 0.");
    expect(() => wholeNumber(text)).toThrow("Give a whole number from 1.");
  },
);
