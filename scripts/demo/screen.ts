import { stripVTControlCharacters, styleText } from "node:util";

import wrapAnsi from "wrap-ansi";

const WIDTH = 80;
const GUTTER = "   | ";

/** Where the demo writes. */
export interface Screen {
  /** Whether it shows colours. */
  readonly colours: boolean;
  line(text: string): void;
  title(text: string): void;
  /** Lines in a gutter, such as a file's. */
  quote(text: string): void;
  /** What a program says, as it comes: whole lines in a gutter. */
  gutter(): Gutter;
}

export interface Gutter {
  write(chunk: string): void;
  end(): void;
}

/** The standard output: coloured on a terminal unless NO_COLOR is set, in 80 columns. */
export function standardScreen(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): Screen {
  const colours = stream.isTTY && (environment["NO_COLOR"] ?? "") === "";
  const wrap = (text: string, prefix: string): string =>
    wrapAnsi(text, WIDTH - prefix.length, { hard: true, trim: false })
      .split("\n")
      .map((line) => `${prefix}${line}`.trimEnd())
      .join("\n");
  const line = (text: string): void => {
    stream.write(`${wrap(text, "")}\n`);
  };
  const quote = (text: string): void => {
    stream.write(`${wrap(text, GUTTER)}\n`);
  };
  return {
    colours,
    line,
    quote,
    title(text) {
      line(`\n${colours ? styleText("bold", text) : text}`);
    },
    gutter: () => lines(quote),
  };
}

/** Hands whole lines on; the engine prints its lines in pieces. */
function lines(show: (line: string) => void): Gutter {
  let rest = "";
  return {
    write(chunk) {
      const parts = (rest + chunk).split(/\r?\n/);
      rest = parts.pop() ?? "";
      for (const part of parts) if (isWorthShowing(part)) show(part);
    },
    end() {
      if (isWorthShowing(rest)) show(rest);
      rest = "";
    },
  };
}

/** The engine says up to four times in each operation where it has the host of a language from. */
const HOST = /\bwarning: using pulumi-language-/;

function isWorthShowing(line: string): boolean {
  const text = stripVTControlCharacters(line).trim();
  return text !== "" && !HOST.test(text);
}
