import * as ts from "typescript";

/** A piece of code in a docstring, and the line that leads to it. */
export interface Example {
  title: string | undefined;
  code: string;
}

/** What a docstring says. */
export interface Docs {
  prose: string[];
  examples: Example[];
  see: string[];
  deprecated: string | undefined;
  isInternal: boolean;
}

/** The docstring of a declaration. */
export function docsOf(node: ts.Node): Docs {
  const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).slice(-1);
  const tags = ts.getJSDocTags(node);
  const named = (name: string): string[] =>
    tags.filter(({ tagName }) => tagName.text === name).map((tag) => tagText(tag));
  return {
    ...partsOf(plainText(comment?.comment)),
    see: named("see"),
    deprecated: named("deprecated")[0],
    isInternal: named("internal").length > 0,
  };
}

/** A description in Markdown, without examples. */
export function described({ prose, see }: Pick<Docs, "prose" | "see">): string | undefined {
  const paragraphs = [...prose, ...see.map((address) => `See ${address}`)];
  return paragraphs.length === 0 ? undefined : paragraphs.join("\n\n");
}

/** A description with examples, in the form of which Pulumi's generators take a language's own. */
export function describedWithExamples(docs: Pick<Docs, "prose" | "see" | "examples">): string {
  const examples = docs.examples.map(({ title, code }) =>
    [
      "{{% example %}}",
      ...(title === undefined ? [] : [`### ${title}`]),
      code,
      "{{% /example %}}",
    ].join("\n\n"),
  );
  const section = ["{{% examples %}}", "## Example Usage", ...examples, "{{% /examples %}}"];
  return [described(docs) ?? "", ...(examples.length === 0 ? [] : section)].join("\n\n");
}

function tagText(tag: ts.JSDocTag): string {
  // TypeScript takes the scheme of an address after @see for a name.
  return tag
    .getText()
    .replace(/^@\w+/, "")
    .replace(/\n\s*\*\s?/g, " ")
    .trim();
}

function plainText(comment: ts.JSDoc["comment"]): string {
  if (comment === undefined || typeof comment === "string") return comment ?? "";
  return comment.map((part) => (ts.isJSDocLink(part) ? linkText(part) : part.text)).join("");
}

function linkText({ name, text }: ts.JSDocLink): string {
  return `\`${name?.getText() ?? ""}${text}\``;
}

/** Splits a docstring into prose and examples; a line that ends in a colon is an example's title. */
function partsOf(text: string): Pick<Docs, "prose" | "examples"> {
  const prose: string[] = [];
  const examples: Example[] = [];
  for (const part of text.split(/^(```ts\n[\s\S]*?\n```)$/m)) {
    if (part.startsWith("```ts")) {
      const title = prose.at(-1)?.endsWith(":") === true ? prose.pop() : undefined;
      examples.push({
        title: title?.slice(0, -1),
        code: part.replace("```ts", "```typescript"),
      });
    } else {
      prose.push(
        ...part
          .split(/\n{2,}/)
          .map(oneLine)
          .filter(isNotEmpty),
      );
    }
  }
  return { prose, examples };
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, " ").trim();
}

function isNotEmpty(text: string): boolean {
  return text !== "";
}
