/** Milliseconds as seconds, with as many digits as such a time repeats. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(milliseconds < 9950 ? 1 : 0)} s`;
}

export function count(value: number): string {
  return value.toLocaleString("en");
}
