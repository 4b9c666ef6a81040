import { createHash } from "node:crypto";
import { lengthOf } from "./texts";

/**
 * What distinguishes a runner that an interrupted apply orphaned from all others. It goes with the
 * request that creates the runner, as the last line of its maintenance note.
 */
export interface CreationMarker {
  /** Of the resource that declares the runner: the same in each apply of the same declaration. */
  readonly resource: string;
  /** Of the one operation that creates it, with all repetitions of its request. */
  readonly attempt: string;
}

const RESOURCE_DIGITS = 16;
const ATTEMPT_DIGITS = 8;
/** A line with the line break before it. */
const MARKER = new RegExp(
  "\\r?\\nCreated by pulumi-gitlab-runners " +
    `\\(([0-9a-f]{${RESOURCE_DIGITS}})-([0-9a-f]{${ATTEMPT_DIGITS}})\\)(?=\\r?\\n|$)`,
  "g",
);

/** A short digest, to put what is long or not for everybody into a marker. */
export function shortDigest(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, RESOURCE_DIGITS);
}

/** The line of a marker. */
export function markerLine({ resource, attempt }: CreationMarker): string {
  return `Created by pulumi-gitlab-runners (${resource}-${attempt})`;
}

/**
 * A note with a marker under it, by a line break that is taken off again: after a carriage return, which
 * would be taken off with it, by one that has its own.
 */
export function withMarker(note: string | null | undefined, marker: CreationMarker): string {
  if ((note ?? "") === "") return markerLine(marker);
  return `${note ?? ""}${note?.endsWith("\r") ? "\r\n" : "\n"}${markerLine(marker)}`;
}

/** How many characters a note has with a marker under it. */
export function lengthWithMarker(note: string): number {
  const marker = { resource: "0".repeat(RESOURCE_DIGITS), attempt: "0".repeat(ATTEMPT_DIGITS) };
  return lengthOf(withMarker(note, marker));
}

/**
 * A note taken apart; its own line breaks stay as they are. Somebody may have written below the marker,
 * so that it is not the last line, or have copied another one above it: the last one counts.
 */
export function splitNote(text: string): { note: string; marker?: CreationMarker } {
  // The first line is one as any other.
  const lines = `\n${text}`;
  const last = [...lines.matchAll(MARKER)].at(-1);
  if (!last) return { note: text };
  const [, resource = "", attempt = ""] = last;
  return { note: lines.replace(MARKER, "").replace(/^\r?\n/, ""), marker: { resource, attempt } };
}
