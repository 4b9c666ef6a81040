/** GitLab's replies have some 5 levels. */
const MOST_LEVELS = 100;

/**
 * Parses JSON of outside. What is nested deeper than any reply of GitLab's is refused before it costs
 * the parser, or whatever recurses into the value, time and memory without bounds.
 *
 * @throws {SyntaxError} whose message continues "the text …", without quoting it.
 */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) throw new SyntaxError(`has more than ${MOST_LEVELS} levels`);
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError("is not JSON");
  }
}

function isTooDeep(text: string): boolean {
  let levels = 0;
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index];
    if (sign === '"') index = endOfString(text, index + 1);
    else if (sign === "[" || sign === "{") levels += 1;
    else if (sign === "]" || sign === "}") levels -= 1;
    if (levels > MOST_LEVELS) return true;
  }
  return false;
}

/**
 * Where the quote is that ends a string; the end of the text if none does. Strings are most of a reply, and
 * `indexOf` is several times as fast as a look at each character.
 */
function endOfString(text: string, begin: number): number {
  let quote = text.indexOf('"', begin);
  while (quote !== -1 && isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote === -1 ? text.length : quote;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === "\\") backslashes += 1;
  return backslashes % 2 === 1;
}
