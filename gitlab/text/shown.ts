const LONGEST = 60;

/**
 * A value in a message: quoted, cut short, and without characters that a terminal would obey or not
 * show, such as escapes and those that turn the direction of a text round.
 */
export function shown(value: unknown): string {
  // JSON has no NaN and no Infinity, and nothing at all for undefined.
  const text =
    ((typeof value === "number" ? String(value) : JSON.stringify(value)) as string | undefined) ??
    "nothing";
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return printable(cut);
}

/**
 * What a terminal obeys or a person does not see: control characters of 7 and 8 bits, those that turn
 * the direction of writing round, those without a width, further ends of lines, halves of pairs, and
 * what Unicode has not assigned or leaves to private use. Marks that combine with a letter, and all
 * kinds of spaces, are none of them.
 */
const HIDDEN = String.raw`[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]`;

/** Ends of what makes one sign of several: within an emoji, and of a digit on a keycap. */
const JOINED =
  String.raw`\p{Extended_Pictographic}[\ufe0e\ufe0f]|[\d#*]\ufe0f(?=\u20e3)|` +
  String.raw`\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]?\u200d(?=\p{Extended_Pictographic})`;

const WRITTEN_OUT = new RegExp(`${HIDDEN}(?<!${JOINED})`, "gu");

/** A text of one line, without characters that a terminal would obey or not show. */
export function printable(text: string): string {
  return text
    .replace(/[\n\r\t]+/g, " ")
    .replace(WRITTEN_OUT, (character) => `\\u{${codeOf(character).toString(16)}}`);
}

/** In most lines there is nothing to look for, however many they are. */
const PLAIN_LINES = /^[\n\x20-\x7e]*$/;

/** Lines of text, each of them printable. */
export function printableLines(text: string): string {
  if (PLAIN_LINES.test(text)) return text;
  return text.split("\n").map(printable).join("\n");
}

/** The same in JSON's notation, also of ends of lines: a JSON text stays one, and means the same. */
export function plainText(text: string): string {
  return text.replace(WRITTEN_OUT, escapesOf);
}

const HIDDEN_IN_JSON = new RegExp(String.raw`(?!\n)${HIDDEN}`, "gu");

/** JSON of lines, in which nothing is hidden; it holds the same values. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(HIDDEN_IN_JSON, escapesOf);
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

/** An escape for each of the units that a character takes. */
function escapesOf(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
