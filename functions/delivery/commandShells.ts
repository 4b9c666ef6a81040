/** A command, and variables of its environment that are not to be seen among its arguments. */
export interface Command {
  readonly words: readonly string[];
  readonly environment: readonly (readonly [name: string, value: string])[];
}

/** What keeps nothing from being taken as it is by any of the shells. */
const PLAIN = /^[\w-]+$/;

/** A word of a POSIX shell: between single quotes nothing has a meaning but their end. */
export function posixWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A text in PowerShell: it takes typographic quotes for single ones, too; doubled, each is itself. */
function powershellText(text: string): string {
  return `'${text.replace(/['\u2018-\u201b]/g, "$&$&")}'`;
}

function powershellWord(word: string): string {
  return PLAIN.test(word) ? word : powershellText(word);
}

/** A word of a command line of Windows, as a program takes it apart. */
function windowsArgument(word: string): string {
  return `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, "$&$&")}"`;
}

/**
 * For Windows PowerShell 5.1. It does not escape the quotes in an argument, and puts quotes around an argument
 * with a space. It leaves an argument alone that is in quotes already.
 */
function oldPowershellWord(word: string): string {
  return PLAIN.test(word) ? word : powershellText(windowsArgument(word));
}

/**
 * For cmd, to which behind a caret no character means anything, a quote neither. It looks for variables before
 * that, and nothing escapes a `%` at its prompt: so a caret begins each name that it looks for, also the one in
 * `%NAME:~0,5%`, and no variable has such a name.
 */
function cmdText(text: string): string {
  return text.replace(/[()!^"<>&|]|(?<=%)[^%]/gu, "^$&");
}

function cmdWord(word: string): string {
  return PLAIN.test(word) ? word : cmdText(windowsArgument(word));
}

function powershell({ words, environment }: Command, wordOf: (word: string) => string): string {
  return [
    ...environment.map(([name, value]) => `$env:${name} = ${powershellText(value)}`),
    words.map(wordOf).join(" "),
    ...environment.map(([name]) => `Remove-Item Env:${name}`),
  ].join("\n");
}

/** The command for each shell; in the environment it is only while the command runs. */
export const COMMAND_SHELLS = {
  bash: ({ words, environment }: Command): string =>
    [
      ...environment.map(([name, value]) => `${name}=${posixWord(value)}`),
      ...words.map(posixWord),
    ].join(" "),
  powershell: (command: Command): string => powershell(command, oldPowershellWord),
  pwsh: (command: Command): string => powershell(command, powershellWord),
  cmd: ({ words, environment }: Command): string =>
    [
      ...environment.map(([name, value]) => `set ${name}=${cmdText(value)}`),
      words.map(cmdWord).join(" "),
      ...environment.map(([name]) => `set ${name}=`),
    ].join("\r\n"),
} as const;

/** A shell that a command line is written for. */
export type CommandShell = keyof typeof COMMAND_SHELLS;

const LONGEST_OF_CMD = 8191;

/**
 * Why a shell has no line for a command; undefined if it has one. A line of cmd ends at a line break, whatever
 * stands before it.
 * @see https://learn.microsoft.com/en-us/troubleshoot/windows-client/shell-experience/command-line-string-limitation
 */
export function lackOf(shell: CommandShell, command: Command): string | undefined {
  if (shell !== "cmd") return undefined;
  const texts = [...command.words, ...command.environment.map(([, value]) => value)];
  if (texts.some((text) => /[\r\n]/.test(text))) return "a line of cmd cannot hold a line break";
  const lengths = COMMAND_SHELLS.cmd(command)
    .split("\r\n")
    .map(({ length }) => length);
  const longest = Math.max(...lengths);
  return longest > LONGEST_OF_CMD
    ? `a line of cmd has at most ${LONGEST_OF_CMD} characters, and this one ${longest}`
    : undefined;
}
