const QUOTED = [/(^|,)\s*"([^\n]*?)"\s*(?=,|$)/g, /(^|,)\s*'([^\n]*?)'\s*(?=,|$)/g];

/**
 * The tags of a list as GitLab reads them: what stands between commas, or in quotes, which are
 * dropped; GitLab's lib/gitlab/ci/tags/parser.rb.
 */
export function parseTags(list: readonly string[]): string[] {
  const tags: string[] = [];
  const rest = QUOTED.reduce(
    (text, pattern) =>
      text.replace(pattern, (_, _start, tag: string) => {
        tags.push(tag);
        return "";
      }),
    list.join(", "),
  );
  return [...new Set([...tags, ...rest.split(",")].map((tag) => tag.trim()))].filter(
    (tag) => tag !== "",
  );
}
