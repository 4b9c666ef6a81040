/** A command of a shell as its words, without quotes, redirections and the variables set before it. */
export type ShellCommand = readonly string[];

const ENDS = new Set(["|", "||", "&&", ";", "\n", "(", ")"]);
/** Words of the shell's that come before a command. */
const BEFORE = new Set(["do", "then", "sudo"]);

/**
 * The commands of a page's block for a POSIX shell: as much of its grammar as the pages use. What is in
 * quotes is one word, and the lines of a here-document are no commands.
 */
export function shellCommands(script: string): ShellCommand[] {
  const tokens = script
    .replace(/<<(\w+)\n[\s\S]*?^\1$/gm, "")
    .replace(/\\\n/g, " ")
    .match(/'[^']*'|#.*|[<>]+ *[^\s|;()]*|\|\||&&|[|;()\n]|(?:[^\s'"|;()<>]|"[^"]*"|'[^']*')+/g);
  const commands: string[][] = [[]];
  let isStart = true;
  for (const token of tokens ?? []) {
    if (ENDS.has(token)) commands.push([]);
    const isWord = !ENDS.has(token) && !/^[#<>]/.test(token);
    if (isWord && !(isStart && (BEFORE.has(token) || /^\w+=/.test(token))))
      commands.at(-1)?.push(token.replace(/['"]/g, ""));
    isStart = ENDS.has(token) || (isStart && (!isWord || BEFORE.has(token) || /^\w+=/.test(token)));
  }
  return commands.filter((command) => command.length > 0);
}
