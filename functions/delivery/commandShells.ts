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

/** For cmd, to which behind a caret no character means anything, a quote neither. */
function cmdText(text: string): string {
  return text.replace(/[()%!^"<>&|]/g, "^$&");
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

/** Whether a shell has a line for a text: one of cmd ends at a line break, whatever stands before it. */
export function canHold(shell: CommandShell, { words, environment }: Command): boolean {
  const texts = [...words, ...environment.map(([, value]) => value)];
  return shell !== "cmd" || !texts.some((text) => /[\r\n]/.test(text));
}
