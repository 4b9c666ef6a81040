import type { DocumentOptions, ParseOptions, SchemaOptions, ToJSOptions } from "yaml";
import { loadModule } from "../transport/loadModule";

/** More than GitLab lets a configuration have, so that no reply takes long. */
const LONGEST = 4 * 1024 * 1024;
/** GitLab allows 100, which Ruby indents by two columns each. */
const MOST_LEVELS = 100;
const MOST_COLUMNS = 2 * MOST_LEVELS;
/** More than a person writes, and too few to make a text grow much. */
const MOST_ALIASES = 100;

/** So many items or keys in one line, each in the one before, over which the lexer recurses, too. */
const INDICATORS = new RegExp(`(?:[-?:][ \\t]+){${MOST_LEVELS}}`);

/**
 * Parses YAML of outside: mappings as maps, and every scalar as the text that it is. What is longer or nested deeper than a configuration of GitLab's is refused
 * before it costs the parser, which recurses, its stack.
 *
 * @param options - `isHandwritten` refuses what a person wrote by mistake: a key twice. It takes time in the
 * square of the number of keys. It also limits aliases.
 * @throws {Error} that may quote the text.
 */
export async function parseYaml(
  text: string,
  { isHandwritten = false }: { readonly isHandwritten?: boolean } = {},
): Promise<unknown> {
  const { Lexer, parse } = await loadModule("yaml", () => import("yaml"));
  if (text.length > LONGEST) throw new Error("is too long");
  if (INDICATORS.test(text) || isTooDeep(new Lexer().lex(text)))
    throw new Error("has too many levels");
  // To look for a key twice, and to say where an error is, takes time in the square of the length.
  const speed = { uniqueKeys: isHandwritten, prettyErrors: false };
  return parse(text, {
    ...AS_WRITTEN,
    ...speed,
    // GitLab's writer names each text that it repeats; an alias is no copy here.
    maxAliasCount: isHandwritten ? MOST_ALIASES : -1,
    logLevel: "error",
  });
}

const AS_WRITTEN: ParseOptions & DocumentOptions & SchemaOptions & ToJSOptions = {
  // Numbers and flags stay as they are written, which is how GitLab puts them into variables.
  schema: "failsafe",
  mapAsMap: true,
};

/** @param lexemes - of the parser's own lexer, so that a sign inside a text is none. */
function isTooDeep(lexemes: Iterable<string>): boolean {
  let levels = 0;
  let columns = 0;
  let isAtStart = true;
  for (const lexeme of lexemes) {
    if (lexeme === "[" || lexeme === "{") levels += 1;
    else if (lexeme === "]" || lexeme === "}") levels -= 1;
    if (lexeme.endsWith("\n")) {
      isAtStart = true;
      columns = 0;
    } else if (isAtStart && /^(?:[-?]| +)$/.test(lexeme)) columns += lexeme.length;
    else isAtStart = false;
    if (levels > MOST_LEVELS || columns > MOST_COLUMNS) return true;
  }
  return false;
}
