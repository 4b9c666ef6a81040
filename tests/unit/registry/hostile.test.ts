import MarkdownIt from "markdown-it";
import { prose } from "../../../scripts/registry/markdown";
import { propertyTables } from "../../../scripts/registry/propertyTables";

const markdown = new MarkdownIt("commonmark", { html: true }).enable("table");
const HOSTILE =
  "One | two `a|b` <script>alert(1)</script> {{% example %}} `{{< x >}}` a*b* _c_ [d](e) & &lt; \\\nnext";
/** As a reader sees it, where a line's end is a space. */
const SHOWN =
  "One | two a|b <script>alert(1)</script> {{% example %}} {{< x >}} a*b* _c_ [d](e) & &lt; \\ next";

/** The texts of the cells of a table in HTML. */
function rows(html: string): string[][] {
  return html
    .split("<tr>")
    .slice(1)
    .map((row) =>
      [...row.matchAll(/<t[hd]>([\s\S]*?)<\/t[hd]>/g)].map(([, content = ""]) => textOf(content)),
    );
}

function textOf(html: string): string {
  return html
    .replaceAll("<br>", " ")
    .replace(/<\/?(code|p|strong)>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replaceAll("&#123;", "{")
    .replaceAll("&#125;", "}")
    .trim();
}

describe("a docstring with characters that mean something in Markdown, HTML or Hugo", () => {
  const [table = ""] = propertyTables({
    properties: { first: { type: "string", description: HOSTILE }, second: { type: "integer" } },
    requiredTitle: "required",
    types: "types.md",
  });

  test("keeps its table whole, and is shown as it is written", () => {
    expect(rows(markdown.render(table))).toEqual([
      ["property", "type", "required", ""],
      ["first", "text", "", SHOWN],
      ["second", "whole number", "", ""],
    ]);
  });

  test("begins no shortcode", () => {
    expect(table).not.toContain("{{");
    expect(prose(HOSTILE)).not.toContain("{{");
  });

  test("is shown as it is written in a paragraph", () => {
    expect(textOf(markdown.render(prose(HOSTILE))).replace("\n", " ")).toBe(SHOWN);
  });
});
