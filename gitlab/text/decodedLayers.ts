/** A text, and where in the original each of its characters stands; one position more for its end. */
export interface Layer {
  readonly text: string;
  readonly at: readonly number[];
}

/** JSON in JSON in a URL in a page: deeper than this nobody reads a secret out of a message. */
const MOST_ROUNDS = 5;

/** One escape of JSON and of programming languages, of URLs or of HTML. */
const ESCAPE =
  /[\\%]u([\da-f]{4})|\\u\{0*([\da-f]{1,6})\}|\\x([\da-f]{2})|\\([0-7]{3})|\\([^])|%([\da-f]{2})|&#x0*([\da-f]{1,6});?|&#0*(\d{1,7});?|&([a-z]{2,31});/gi;

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  apos: "'",
  gt: ">",
  lt: "<",
  quot: '"',
};

/**
 * A text as it is and as it reads when its escapes are decoded, once and again, however they are
 * mixed. Takes time in proportion to its length.
 */
export function decodedLayers(text: string): readonly Layer[] {
  const layers: Layer[] = [
    { text, at: Array.from({ length: text.length + 1 }, (_, index) => index) },
  ];
  for (let layer = layers[0]; layer && layers.length <= MOST_ROUNDS;) {
    layer = decodedOnce(layer);
    if (layer) layers.push(layer);
  }
  return layers;
}

/** Undefined where there is nothing to decode. */
function decodedOnce({ text, at }: Layer): Layer | undefined {
  const parts: string[] = [];
  const positions: number[] = [];
  let from = 0;
  const keepUntil = (end: number): void => {
    parts.push(text.slice(from, end));
    for (let index = from; index < end; index += 1) positions.push(at[index] ?? 0);
  };
  for (const match of text.matchAll(ESCAPE)) {
    keepUntil(match.index);
    const meaning = meaningOf(match);
    parts.push(meaning);
    for (let unit = 0; unit < meaning.length; unit += 1) positions.push(at[match.index] ?? 0);
    from = match.index + match[0].length;
  }
  if (from === 0) return undefined;
  keepUntil(text.length);
  positions.push(at[text.length] ?? 0);
  return { text: parts.join(""), at: positions };
}

function meaningOf(match: RegExpExecArray): string {
  const [, unit, braced, byte, octal, escaped, percent, hex, decimal, name] = match;
  const digits = unit ?? braced ?? byte ?? percent ?? hex;
  if (digits !== undefined) return character(Number.parseInt(digits, 16));
  if (octal !== undefined) return character(Number.parseInt(octal, 8));
  if (decimal !== undefined) return character(Number(decimal));
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? " ";
  // A break or a tab, not the letter that stands for it.
  return escaped === undefined || /[bfnrtv]/.test(escaped) ? " " : escaped;
}

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : " ";
}
