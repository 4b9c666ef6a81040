const READABLE = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "long",
  timeStyle: "short",
  timeZone: "UTC",
});

/** `25 November 2026 at 03:10 UTC`, of an ISO 8601 time. */
export function readableTime(iso: string): string {
  return `${READABLE.format(new Date(iso))} UTC`;
}
