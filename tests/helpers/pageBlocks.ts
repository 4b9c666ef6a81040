import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import MarkdownIt, { type Token } from "markdown-it";

const ROOT = join(__dirname, "../..");

/** The pages that people write, by their paths in the clone: the README, and docs without what is generated. */
export const PAGES: readonly string[] = [
  "README.md",
  "CONTRIBUTING.md",
  "examples/README.md",
  ...["docs", "docs/decisions"].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith(".md"))
      .map((name) => `${folder}/${name}`),
  ),
];

/** A block of code on a page. */
export interface PageBlock {
  /** Where it starts, as `docs/runners.md:12`. */
  readonly place: string;
  /** What the page says that it is, such as `sh`; empty for outputs. */
  readonly language: string;
  readonly code: string;
  /** The file that the sentence before it ends with, as in "Write `index.ts`:". */
  readonly file?: string;
  /** The file of the tests that a comment before it names, as in `<!-- held by tests/e2e/demo.test.ts -->`. */
  readonly heldBy?: string;
}

/** What stands as code in the sentences and tables of a page. */
export function codeInSentences(page: string): string[] {
  return tokensOf(page).flatMap(({ children }) =>
    (children ?? []).flatMap(({ type, content }) => (type === "code_inline" ? [content] : [])),
  );
}

function tokensOf(page: string): Token[] {
  return new MarkdownIt({ html: true }).parse(readFileSync(join(ROOT, page), "utf8"), {});
}

/** The blocks of code of a page, in their order. */
export function blocksOf(page: string): PageBlock[] {
  const tokens = tokensOf(page);
  let before = "";
  let comment = "";
  const blocks: PageBlock[] = [];
  for (const { type, info, content, map } of tokens) {
    if (type === "inline") before = content;
    if (type === "html_block") comment = content;
    if (type !== "fence") continue;
    const [, file] = /`([\w./-]+\.\w+)`(?:\]\([^)]*\))?:$/.exec(before) ?? [];
    const place = `${page}:${(map?.[0] ?? 0) + 1}`;
    const [, heldBy] = /held by (tests\/\S+)/.exec(comment) ?? [];
    blocks.push({
      place,
      language: info,
      code: content,
      ...(file !== undefined && { file }),
      ...(heldBy !== undefined && { heldBy }),
    });
    before = comment = "";
  }
  return blocks;
}
