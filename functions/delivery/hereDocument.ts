/**
 * A redirection by which a command of a POSIX shell reads a text, in which the shell expands nothing.
 * It ends its line, and a text that has no last line feed gets one.
 */
export function hereDocument(text: string): string {
  const lines = text.split("\n");
  let end = "END_OF_FILE";
  while (lines.includes(end)) end += "_";
  return `<<'${end}'\n${text.endsWith("\n") ? text : `${text}\n`}${end}\n`;
}
