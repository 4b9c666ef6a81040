/** What stands where other routes have an id: `/runners/all` is no runner. */
const NO_ID = "all";

/**
 * Returns whether a pattern describes a path.
 *
 * @param pattern - Below `/api/v4`. `:name` stands for one segment.
 * @param path - The whole path, with or without a query.
 */
export function matchesPattern(pattern: string, path: string): boolean {
  const wanted = pattern.split("/");
  const segments = path
    .replace(/^\/api\/v4/, "")
    .replace(/\?.*$/, "")
    .split("/");
  return (
    wanted.length === segments.length &&
    wanted.every((part, index) =>
      part.startsWith(":") ? segments[index] !== NO_ID : part === segments[index],
    )
  );
}
