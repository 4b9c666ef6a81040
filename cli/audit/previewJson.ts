/** Tries that cost a pass over the text each. */
const MOST_STARTS = 100;

/**
 * The JSON objects in what a command printed: the whole of it, or those that begin and end on lines of
 * their own among other text, such as the words of a policy pack that is installed first.
 */
export function jsonObjectsIn(text: string): readonly object[] {
  const whole = parsed(text);
  if (whole) return [whole];
  const lines = text.split(/\r?\n/);
  const found: object[] = [];
  let starts = 0;
  for (let start = 0; start < lines.length && starts < MOST_STARTS; start += 1) {
    if (lines[start]?.startsWith("{") !== true) continue;
    starts += 1;
    // The engine indents, so that a brace in the first column ends what began in it.
    const end = lines[start]?.trimEnd() === "{" ? lines.indexOf("}", start) : start;
    const object = end < 0 ? undefined : parsed(lines.slice(start, end + 1).join("\n"));
    if (!object) continue;
    found.push(object);
    start = end;
  }
  return found;
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    // Text that is no JSON is what the caller looks through.
    return undefined;
  }
}
