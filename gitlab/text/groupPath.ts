/**
 * The full path in a group's address, `https://gitlab.example.com/groups/acme/platform`: a runner's
 * details have it nowhere else.
 */
export function groupPathOf(webUrl: string | null | undefined): string | undefined {
  // Not by a search for the end of the line, which a long text of such parts makes slow.
  const [, ...path] = (webUrl ?? "").split("/groups/");
  return path.length === 0 ? undefined : path.join("/groups/");
}
