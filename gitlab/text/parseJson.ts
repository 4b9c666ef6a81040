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
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index];
    if (sign === '"') isInString = !isInString;
    else if (isInString) index += sign === "\\" ? 1 : 0;
    else if (sign === "[" || sign === "{") levels += 1;
    else if (sign === "]" || sign === "}") levels -= 1;
    if (levels > MOST_LEVELS) return true;
  }
  return false;
}
