import { redactorOf } from "./redact";

/** So much more is looked at than is shown, that a secret at the cut is known before it is cut. */
const MARGIN = 1000;

/** A beginning of an outside text that is long enough to be shown in short. */
const LONGEST_READ = 32 * 1024;

/** An outside text, of which the end may be missing already. */
export interface Excerpt {
  readonly text: string;
  readonly isCut: boolean;
}

/** The part of an outside text that is looked at, so that the time for it is bounded. */
export function excerptOf(text: string): Excerpt {
  return { text: text.slice(0, LONGEST_READ), isCut: text.length > LONGEST_READ };
}

/** A text of one line, without the white space around it. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/**
 * What comes from outside, as a message may hold it: decoded already, as it is to be shown; without
 * secrets, and cut short. The end of what was cut before is left out, as half a secret can be there.
 *
 * @param most - characters.
 * @param secrets - what was sent and must not be shown.
 */
export function quoted(
  { text, isCut }: Excerpt,
  most: number,
  secrets: readonly string[] = [],
): string {
  const redacted = redactorOf(secrets);
  if (!isCut && text.length <= most) return redacted(text);
  const end = Math.max(0, isCut ? Math.min(most, text.length - MARGIN) : most);
  return `${redacted(text.slice(0, most + MARGIN), end)}…`;
}
