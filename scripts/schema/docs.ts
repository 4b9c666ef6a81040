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
  const comment = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(-1);
  const { text, tags } = withoutTags(comment === undefined ? [] : linesOf(comment.getText()));
  const named = (name: string): string[] =>
    tags.filter((tag) => tag.name === name).map((tag) => linked(tag.text));
  return {
    ...partsOf(text),
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

function linesOf(comment: string): string[] {
  return comment
    .replace(/^\/\*\*/, "")
    .replace(/\*\/$/, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trimEnd());
}

interface Tag {
  readonly name: string;
  text: string;
}

/**
 * Parts a docstring from its tags. TypeScript would do so, but takes what looks like a tag in an
 * example for one, and the scheme of an address for a name.
 */
function withoutTags(lines: readonly string[]): { text: string; tags: Tag[] } {
  const tags: Tag[] = [];
  const text: string[] = [];
  let isCode = false;
  for (const line of lines) {
    if (line.startsWith("```")) isCode = !isCode;
    const [, name, rest = ""] = (!isCode && /^\s*@(\w+)\s*(.*)$/.exec(line)) || [];
    const last = tags.at(-1);
    if (name !== undefined) tags.push({ name, text: rest });
    else if (last === undefined) text.push(line);
    else last.text = `${last.text} ${line.trim()}`.trim();
  }
  return { text: text.join("\n"), tags };
}

function linked(text: string): string {
  return text.replace(/\{@link ([^}]+)\}/g, "`$1`");
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
        ...linked(part)
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
