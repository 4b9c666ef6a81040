/** Money in whole millionths of a currency's unit. */
export type Micros = bigint;

const DIGITS = 6;
const MICROS = 10n ** BigInt(DIGITS);
const SECONDS_A_MINUTE = 60n;

/** A decimal number from 0 to below a million, with six digits after the point at most. */
export const DECIMAL = /^\d{1,6}(?:\.\d{1,6})?$/;

/** @param decimal - matches `DECIMAL`. */
export function microsOf(decimal: string): Micros {
  const [whole = "0", fraction = ""] = decimal.split(".");
  return BigInt(whole) * MICROS + BigInt(fraction.padEnd(DIGITS, "0"));
}

/** `12.345678`. */
export function decimalOf(micros: Micros): string {
  return `${micros / MICROS}.${String(micros % MICROS).padStart(DIGITS, "0")}`;
}

/** What so many seconds cost, to the nearest millionth, and up from half of one. */
export function costOf(seconds: number, perMinute: Micros): Micros {
  return (BigInt(seconds) * perMinute + SECONDS_A_MINUTE / 2n) / SECONDS_A_MINUTE;
}
