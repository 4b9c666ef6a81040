import { blocksOf } from "./pageBlocks";

/** A step of the tutorial: a file to write, commands for the shell, or what they show. */
export type TutorialStep =
  | { readonly kind: "write"; readonly file: string; readonly text: string }
  | { readonly kind: "run"; readonly commands: string }
  | { readonly kind: "shows"; readonly lines: readonly string[] };

/** The file that the page's changes are of. */
const PROGRAM = "index.ts";

/**
 * What a reader of `docs/tutorial.md` does and sees, in the page's order.
 *
 * @throws Error when a block is none of these, or a change does not fit the program as it is by then.
 */
export function tutorialSteps(): TutorialStep[] {
  let program = "";
  return blocksOf("docs/tutorial.md").map(({ place, language, code, file }): TutorialStep => {
    if (language === "sh") return { kind: "run", commands: code };
    if (language === "") return { kind: "shows", lines: code.split("\n") };
    if (language === "diff") {
      program = changed(program, code, place);
      return { kind: "write", file: PROGRAM, text: program };
    }
    if (file === undefined) throw new Error(`${place}: no sentence before it names its file`);
    if (file === PROGRAM) program = code;
    return { kind: "write", file, text: code };
  });
}

/** The program as each step leaves it. */
export function tutorialPrograms(): string[] {
  return tutorialSteps().flatMap((step) =>
    step.kind === "write" && step.file === PROGRAM ? [step.text] : [],
  );
}

function changed(program: string, diff: string, place: string): string {
  const lines = diff.split("\n").filter((line) => line !== "");
  const side = (sign: string): string =>
    lines
      .filter((line) => line.startsWith(" ") || line.startsWith(sign))
      .map((line) => `${line.slice(1)}\n`)
      .join("");
  const [from, to] = [side("-"), side("+")];
  const parts = program.split(from);
  if (from === "" || parts.length !== 2)
    throw new Error(`${place}: the program has the changed lines ${parts.length - 1} times`);
  return parts.join(to);
}

/** Whether a command shows what the page says: `…` there stands for any text, a line of `…` for any lines. */
export function shown(lines: readonly string[]): RegExp {
  const pattern = lines
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .map((line) =>
      line.trim() === "…" ? "(?:.*\n)*?" : `${line.split("…").map(escaped).join(".*")}\n`,
    );
  return new RegExp(`^${pattern.join("")}$`);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
