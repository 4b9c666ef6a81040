/** Texts that would be markup, or read as another text, where they are not escaped. */
export const HOSTILE = [
  "<script>alert(1)</script>",
  "</code></td></summary><img src=x onerror=alert(1)>",
  "a | b \\| c \\\\| d",
  "`one` ``two`` ```three",
  "line\n/close\n\n# heading\n| x | y |",
  "<!-- --> ]]> &lt; &amp; \"'",
  "@all #1 !2 ~bug %3 $4 :tada: https://example.com www.example.com **x** _y_ [z](javascript:1)",
  "\u202egnp.exe \u0000 \u001b[31m \ud800",
  " ",
  "\\",
];

/** Names of the tags in a page, sorted, in lower case and without digits: `h`. */
export function tagsOf(page: string): string[] {
  const names = [...page.matchAll(/<\/?([a-z!-]+)/gi)].map(([, name]) => name ?? "");
  return [...new Set(names)].sort();
}

/** Names of the attributes in a page: a quote of a text that got through would make others. */
export function attributesOf(page: string): string[] {
  const attributes = [...page.matchAll(/<[a-z][^>]*?>/gi)].flatMap(([tag]) => [
    ...tag.replace(/"[^"]*"/g, '""').matchAll(/\s([^\s=">/]+)(?==|\s|>)/g),
  ]);
  return [...new Set(attributes.map(([, name]) => name ?? ""))].sort();
}

/** What a browser shows of a part of a page: without tags, scripts and styles, spaces as one. */
export function textOf(markup: string): string {
  return markup
    .replace(/<(script|style)>[\s\S]*?<\/\1>/g, "")
    .replaceAll("</li>", " ")
    .replace(/<[^>]*>/g, "")
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ")
    .trim();
}

/** The tables of a page by their captions, each cell's text by row; the headings first. */
export function tablesOf(page: string): Map<string, string[][]> {
  const all = [...page.matchAll(/<table[\s\S]*?<\/table>/g)].map(([table]) => {
    const [, caption = ""] = /<caption>([\s\S]*?)<\/caption>/.exec(table) ?? [];
    const rows = [...table.matchAll(/<tr[\s\S]*?<\/tr>/g)].map(([row]) =>
      [...row.matchAll(/<t[hd][ >][\s\S]*?<\/t[hd]>/g)].map(([cell]) => textOf(cell)),
    );
    return [textOf(caption), rows] as const;
  });
  return new Map(all);
}
