/** What Pulumi's registry wants to know of a page that it takes over. */
export function frontMatter(title: string, description: string): string {
  return [
    "---",
    `title: ${JSON.stringify(title)}`,
    `meta_desc: ${JSON.stringify(description)}`,
    "layout: package",
    "---",
  ].join("\n");
}
