/** The names that stand for a period, such as `@daily`. */
const NAMED_PERIOD = /^@(?:annually|yearly|monthly|weekly|daily|hourly)$/;

/** Whether a text has the form of a period, in cron's notation; gitlab-runner checks the fields. */
export function isPeriod(text: string): boolean {
  const fields = text.trim().split(/\s+/).length;
  return (fields >= 5 && fields <= 7) || NAMED_PERIOD.test(text.trim());
}

/** Whether a text names a time zone; "" and `Local` mean that of the machine. */
export function isTimeZone(name: string): boolean {
  if (name === "" || name === "Local") return true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return false;
  }
}
