import { createHash } from "node:crypto";

/**
 * What tells a runner that an interrupted apply left behind from all others. It goes with the
 * request that creates the runner, as the last line of its maintenance note.
 */
export interface CreationMark {
  /** Of the resource that declares the runner: the same in each apply of the same declaration. */
  readonly resource: string;
  /** Of the one operation that creates it, with all repetitions of its request. */
  readonly attempt: string;
}

const RESOURCE_DIGITS = 16;
const ATTEMPT_DIGITS = 8;
const LINE = new RegExp(
  `^Created by pulumi-gitlab-runners \\(([0-9a-f]{${RESOURCE_DIGITS}})-([0-9a-f]{${ATTEMPT_DIGITS}})\\)$`,
);

/** A short digest, to put what is long or not for everybody into a mark. */
export function fingerprint(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, RESOURCE_DIGITS);
}

/** The line of a mark. */
export function markLine({ resource, attempt }: CreationMark): string {
  return `Created by pulumi-gitlab-runners (${resource}-${attempt})`;
}

/** What a mark takes of the length of a note, its line break included. */
export const MARK_LENGTH =
  "\n".length +
  markLine({ resource: "0".repeat(RESOURCE_DIGITS), attempt: "0".repeat(ATTEMPT_DIGITS) }).length;

/** A note with a mark under it. */
export function withMark(note: string | null | undefined, mark: CreationMark): string {
  return (note ?? "") === "" ? markLine(mark) : `${note ?? ""}\n${markLine(mark)}`;
}

/** A note taken apart. Somebody may have written below the mark, so that it is not the last line. */
export function splitNote(text: string): { note: string; mark?: CreationMark } {
  const lines = text.split(/\r?\n/);
  const found = lines.map((line) => LINE.exec(line)).find((match) => match !== null);
  if (!found) return { note: text };
  const [line, resource = "", attempt = ""] = found;
  return {
    note: lines.filter((other) => other !== line).join("\n"),
    mark: { resource, attempt },
  };
}
