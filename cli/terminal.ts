import { styleText } from "node:util";

import { printable, printableLines } from "../gitlab/text/shown";

/*
 * All that a command writes goes through here, and nothing gets out that a terminal would obey: the
 * linter refuses the streams of the process elsewhere in this folder.
 */

/** Writes lines to standard output, with nothing hidden in them. */
export function print(lines: string): void {
  process.stdout.write(`${printableLines(lines)}\n`);
}

/** Writes one line to standard error, with nothing hidden in it. */
export function note(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}

/** Writes lines to standard error, none of which has a text from outside in it. */
export function noteLines(lines: string): void {
  process.stderr.write(`${printableLines(lines)}\n`);
}

/**
 * Lets a command end as it would, with its own exit code, where nobody reads what it writes any more:
 * `gitlab-runners list | head -1`.
 */
export function outliveClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
}

/** A text in bold, for `printStyled`; as it is without a terminal, or where NO_COLOR is set. */
export function emphasised(text: string): string {
  return process.stdout.isTTY && process.env["NO_COLOR"] === undefined
    ? styleText("bold", text)
    : text;
}

/** What begins and ends bold. */
const STYLES = /(\u001b\[(?:1|22)m)/;

/** Writes lines in which words are emphasised; a text from outside in them is printable before. */
export function printStyled(lines: string): void {
  const written = lines
    .split(STYLES)
    .map((part) => (STYLES.test(part) ? part : printableLines(part)));
  process.stdout.write(`${written.join("")}\n`);
}

/** How many columns standard output has; undefined where it is no terminal. */
export function terminalWidth(): number | undefined {
  return process.stdout.isTTY ? process.stdout.columns : undefined;
}

/** Standard error for what comes and goes there, undefined where it is no terminal. */
export function progressStream(): NodeJS.WriteStream | undefined {
  return process.stderr.isTTY ? process.stderr : undefined;
}
