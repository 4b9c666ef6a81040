/*
 * How Windows reads command lines, by the documented rules: what cmd and PowerShell make of a line, and what
 * a program makes of what it is handed.
 * See https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments,
 * https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/cmd and
 * https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.core/about/about_parsing
 */

/** What a program gets of a command line: backslashes before a quote are halved, an odd one keeps it. */
export function argumentsIn(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let isQuoted = false;
  let backslashes = 0;
  const add = (text: string): void => {
    word = (word ?? "") + text;
  };
  for (const character of line) {
    if (character === "\\") {
      backslashes++;
      continue;
    }
    if (character === '"') {
      add("\\".repeat(Math.floor(backslashes / 2)));
      if (backslashes % 2 === 1) add('"');
      else isQuoted = !isQuoted;
    } else {
      if (backslashes > 0) add("\\".repeat(backslashes));
      if (/[ \t]/.test(character) && !isQuoted) {
        if (word !== undefined) words.push(word);
        word = undefined;
      } else add(character);
    }
    backslashes = 0;
  }
  if (backslashes > 0) add("\\".repeat(backslashes));
  if (isQuoted) throw new Error(`a quote is left open: ${line}`);
  return word === undefined ? words : [...words, word];
}

/**
 * What cmd makes of variables at its prompt. A name is in any capitals, and ends at a `%`, or at a colon before a
 * part (`:~0,5`) or a replacement (`:a=b`). What looks like a variable that is not there stays as it is; cmd
 * goes on behind its first `%`.
 */
function expandedByCmd(line: string, variables: ReadonlyMap<string, string>): string {
  let expanded = "";
  let index = 0;
  while (index < line.length) {
    const [all = "", name = ""] = /^%([^%:]+)(?::[^%]*)?%/.exec(line.slice(index)) ?? [];
    const value = variables.get(name.toUpperCase());
    expanded += value ?? line.charAt(index);
    index += value === undefined ? 1 : all.length;
  }
  return expanded;
}

/** What cmd makes of a line at its prompt: variables first, then carets, which have no meaning between quotes. */
export function readByCmd(line: string, variables: Readonly<Record<string, string>>): string {
  const expanded = expandedByCmd(line, new Map(Object.entries(variables)));
  let read = "";
  let isQuoted = false;
  for (let index = 0; index < expanded.length; index++) {
    const character = expanded.charAt(index);
    if (!isQuoted && character === "^") {
      read += expanded.charAt(++index);
      continue;
    }
    if (!isQuoted && /[&|<>()]/.test(character)) throw new Error(`cmd obeys ${character}: ${line}`);
    if (character === '"') isQuoted = !isQuoted;
    read += character;
  }
  return read;
}

const SINGLE_QUOTE = /['\u2018-\u201b]/;

/** The words of a line of PowerShell that has bare words and words between single quotes alone. */
export function wordsOfPowershell(line: string): string[] {
  const words: string[] = [];
  let index = 0;
  while (index < line.length) {
    if (line.charAt(index) === " ") {
      index++;
      continue;
    }
    let word = "";
    if (SINGLE_QUOTE.test(line.charAt(index))) {
      for (index++; ; index++) {
        if (index >= line.length) throw new Error(`a quote is left open: ${line}`);
        if (SINGLE_QUOTE.test(line.charAt(index))) {
          index++;
          if (!SINGLE_QUOTE.test(line.charAt(index))) break;
        }
        word += line.charAt(index);
      }
    } else {
      while (index < line.length && line.charAt(index) !== " ") word += line.charAt(index++);
      if (!/^[\w-]+$/.test(word)) throw new Error(`PowerShell may obey ${word}`);
    }
    words.push(word);
  }
  return words;
}

/**
 * The command line that Windows PowerShell 5.1 makes of words: it puts quotes around one in which a space is
 * outside of quotes, and escapes nothing.
 */
export function lineOfOldPowershell(words: readonly string[]): string {
  return words.map((word) => (hasBareSpace(word) ? `"${word}"` : word)).join(" ");
}

function hasBareSpace(word: string): boolean {
  let isQuoted = false;
  let isEscaped = false;
  for (const character of word) {
    if (character === '"' && !isEscaped) isQuoted = !isQuoted;
    else if (/\s/.test(character) && !isQuoted) return true;
    isEscaped = character === "\\";
  }
  return false;
}
