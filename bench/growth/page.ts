import * as markdown from "prettier/plugins/markdown";
import { format } from "prettier/standalone";

import type { Blocks } from "./tables";

/**
 * A page with figures in the places that it has for them: what stands between the comment that names
 * a place and the one that ends it.
 *
 * @throws Error when it has no such place, or one whose name is unknown.
 */
export async function withBlocks(page: string, blocks: Blocks): Promise<string> {
  const places = Array.from(page.matchAll(/<!-- figures: (\w+) -->/g), ([, name = ""]) => name);
  const names = Object.keys(blocks);
  if (places.toSorted().join() !== names.toSorted().join())
    throw new Error(`the page has places for ${places.join(", ")}, not for ${names.join(", ")}`);
  const text = page.replace(
    /(<!-- figures: (\w+) -->)[^]*?(<!-- end of figures -->)/g,
    (_, begin: string, name: string, end: string) => `${begin}\n\n${blocks[name] ?? ""}\n\n${end}`,
  );
  return format(text, { parser: "markdown", plugins: [markdown], printWidth: 100 });
}
