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

/** A text of one line, without characters that a terminal would obey or not show. */
export function printable(text: string): string {
  return text.replace(/[\n\r\t]+/g, " ").replace(/\p{C}/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}
