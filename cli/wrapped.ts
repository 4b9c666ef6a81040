import stringWidth from "string-width";

/** How many columns of a terminal a text takes. */
export function widthOf(text: string): number {
  // Most texts are of these characters alone, which need no look at each.
  return /^[ -~]*$/.test(text) ? text.length : stringWidth(text);
}

const SIGNS = new Intl.Segmenter("en", { granularity: "grapheme" });

/** What a person takes for one sign each, such as an emoji of several characters. */
export function signsOf(text: string): string[] {
  return Array.from(SIGNS.segment(text), ({ segment }) => segment);
}

/** Where a text may go on in the next line: after a word. */
const AFTER_WORDS = /(?<=[ ,])/;
/** Where a word may that is longer than a line: within a path. */
const AFTER_NAMES = /(?<=[ ,/])/;
/** Where a name may that is longer than a line; not within a date. */
const AFTER_PARTS = /(?<=\D-)|(?<=-)(?=\D)/;

/** The width of the longest word of a text. */
export function longestWord(text: string): number {
  return longestOf(text.split(AFTER_WORDS));
}

/** The width of the longest name of a text, of those that are in paths, too. */
export function longestName(text: string): number {
  return longestOf(text.split(AFTER_NAMES));
}

function longestOf(parts: readonly string[]): number {
  return Math.max(...parts.map((part) => widthOf(part.trimEnd())));
}

/**
 * A text in lines of a width. Only a word that is longer than a line is broken.
 *
 * @param indent - of all lines but the first.
 */
export function wrapped(text: string, width: number, indent = ""): string[] {
  if (widthOf(text.trimEnd()) <= width) return [text.trimEnd()];
  const fits = (part: string): boolean => widthOf(part.trimEnd()) + indent.length <= width;
  const parts = text
    .split(AFTER_WORDS)
    .flatMap((word) => (fits(word) ? [word] : word.split(AFTER_NAMES)))
    .flatMap((name) => (fits(name) ? [name] : name.split(AFTER_PARTS)))
    .flatMap((part) => (fits(part) ? [part] : signsOf(part)));
  return filled(parts, width, indent);
}

/** How much further what continues a line of prose is indented, so that it is not taken for a line. */
const CONTINUED = "    ";

/**
 * Lines of prose that fit a terminal. They are broken at spaces only: an address stays whole, so that it can be
 * copied.
 *
 * @param width - undefined where there is no terminal to fit.
 */
export function wrappedLines(text: string, width: number | undefined): string {
  if (width === undefined) return text;
  return text
    .split("\n")
    .flatMap((line) => {
      const own = line.slice(0, line.length - line.trimStart().length);
      return filled(line.split(/(?<= )/), width, own + CONTINUED);
    })
    .join("\n");
}

/** The parts in lines of a width, whole. A part that has no room beside the whole indent has less of it. */
function filled(parts: readonly string[], width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const part of parts) {
    const own = widthOf(part.trimEnd());
    if (line.trim() !== "" && used + own > width) {
      lines.push(line.trimEnd());
      line = indent.slice(0, Math.max(0, width - own));
      used = line.length;
    }
    line += part;
    used += widthOf(part);
  }
  return [...lines, line.trimEnd()];
}
