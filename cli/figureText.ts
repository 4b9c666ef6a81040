/** `45s`, `3m20s`, `1h05m`; nothing for what is not known. */
export function duration(seconds: number | undefined): string {
  if (seconds === undefined) return "";
  const whole = Math.round(seconds);
  const pad = (value: number): string => String(value).padStart(2, "0");
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m${pad(whole % 60)}s`;
  return `${Math.floor(whole / 3600)}h${pad(Math.floor((whole % 3600) / 60))}m`;
}

/** A share of 0 to 1 as `12.5%`. */
export function percent(share: number | undefined): string {
  return share === undefined ? "" : `${(share * 100).toFixed(1)}%`;
}
