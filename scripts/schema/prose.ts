import type { Docs } from "./docs";

/** What the docstring of arguments adds to that of what they are the arguments of. */
export function argsProse({ prose }: Docs): string[] {
  return prose
    .map((text) => text.replace(/^(?:The a|A)rguments of (?:an? )?`.*?`\.\s*/, ""))
    .filter((text) => text !== "");
}
