import { createInterface } from "node:readline";
import { styleText } from "node:util";

import { ConfigurationError } from "../gitlab";
import { printable, printableLines } from "../gitlab/text/shown";
import { wrappedLines } from "./wrapped";

/*
 * All that a command writes goes through here, and nothing gets out that a terminal would obey: the
 * linter refuses the streams of the process elsewhere in this folder.
 */

/** Writes lines to standard output, with nothing hidden in them. */
export function print(lines: string): void {
  process.stdout.write(`${printableLines(lines)}\n`);
}

/** Writes one line to standard error, with nothing hidden in it; on a narrow terminal it goes on in further ones. */
export function note(line: string): void {
  process.stderr.write(`${noteText(line)}\n`);
}

function noteText(line: string): string {
  return wrappedLines(printable(line), terminalWidth("stderr"));
}

/** Writes lines to standard error, none of which has a text from outside in it. */
export function noteLines(lines: string): void {
  process.stderr.write(`${printableLines(lines)}\n`);
}

/**
 * Lets a command end as it would, with its own exit code, where nobody reads what it writes any more:
 * `gitlab-runners list | head -1`. Any other output that cannot be written ends the command: on a full
 * disk, half a list must not pass for a whole one.
 */
export function outliveClosedOutput(): void {
  for (const [name, stream] of [
    ["standard output", process.stdout],
    ["standard error", process.stderr],
  ] as const)
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw cannotWrite(name, error);
    });
}

/** @param where - a file, or a stream by its name. */
export function cannotWrite(where: string, cause: unknown): ConfigurationError {
  return new ConfigurationError(`cannot write ${where}: ${(cause as Error).message}`, { cause });
}

/** When words are emphasised: where the stream that they go to is a terminal, always, or never. */
export const COLOURS = ["auto", "always", "never"] as const;
let colour: (typeof COLOURS)[number] = "auto";

/** Has words emphasised as the user wants it; `auto` heeds NO_COLOR. */
export function setColour(when: (typeof COLOURS)[number]): void {
  colour = when;
}

/** A text in bold, for `printStyled` and `noteStyled`. */
export function emphasised(text: string): string {
  return styleText("bold", text, { validateStream: false });
}

/** What begins and ends bold. */
const STYLES = /(\u001b\[(?:1|22)m)/;

/** Writes lines in which words are emphasised; a text from outside in them is printable before. */
export function printStyled(lines: string): void {
  process.stdout.write(`${styled(lines, process.stdout)}\n`);
}

/** The same to standard error. */
export function noteStyled(lines: string): void {
  process.stderr.write(`${styled(lines, process.stderr)}\n`);
}

/** The lines for a stream: bold only where the stream has words emphasised. */
function styled(lines: string, { isTTY }: NodeJS.WriteStream): string {
  const isAuto = isTTY && (process.env["NO_COLOR"] ?? "") === "";
  const isBold = colour === "always" || (colour === "auto" && isAuto);
  return lines
    .split(STYLES)
    .map((part) => (STYLES.test(part) ? (isBold ? part : "") : printableLines(part)))
    .join("");
}

/** How many columns a stream has. Undefined if it is no terminal, or if the terminal reports none. */
export function terminalWidth(of: "stdout" | "stderr" = "stdout"): number | undefined {
  const { isTTY, columns } = process[of];
  return isTTY && columns > 0 ? columns : undefined;
}

/** Standard error for what comes and goes there, undefined where it is no terminal. */
export function progressStream(): NodeJS.WriteStream | undefined {
  return process.stderr.isTTY ? process.stderr : undefined;
}

/**
 * Asks for one line on standard error and reads it from standard input.
 *
 * @returns what was typed, nothing for Ctrl-C and Ctrl-D; undefined where there is no terminal to ask at.
 */
export async function askLine(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await new Promise<string>((resolve) => {
      // A line that is never ended would leave the process to end as if all were done.
      terminal.once("close", () => {
        resolve("");
      });
      terminal.question(`${noteText(question)} `, resolve);
    });
  } finally {
    terminal.close();
  }
}

/** Whether all that was written to standard output has got there. */
export async function isPrinted(): Promise<boolean> {
  return new Promise((resolve) => {
    process.stdout.write("", (error) => {
      resolve(error == null);
    });
  });
}
