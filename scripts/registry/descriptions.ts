import { prose } from "./markdown";

/** An example of a docstring. */
export interface DocExample {
  readonly title: string | undefined;
  /** TypeScript. */
  readonly code: string;
}

/** A description in the schema, with its prose apart from its examples. */
export function parted(description = ""): { text: string; examples: DocExample[] } {
  const [text = "", section = ""] = description.split("{{% examples %}}");
  const examples = [...section.matchAll(/{{% example %}}([\s\S]*?){{% \/example %}}/g)].map(
    ([, example = ""]) => {
      const [, title] = /^### (.*)$/m.exec(example) ?? [];
      const [, code = ""] = /```typescript\n([\s\S]*?)\n```/.exec(example) ?? [];
      return { title, code };
    },
  );
  return { text: paragraphs(text.trim()), examples };
}

/** What the docstrings of the SDK say, for a page: addresses are links there. */
function paragraphs(text: string): string {
  return text
    .split("\n\n")
    .map((paragraph) => {
      const [, address] = /^See (https:\S+)$/.exec(paragraph) ?? [];
      return address === undefined ? prose(paragraph) : `See <${address}>.`;
    })
    .join("\n\n");
}
