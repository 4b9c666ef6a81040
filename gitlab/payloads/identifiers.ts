/** GitLab's limit is 255, which a path can exceed when a group above is renamed. */
const LONGEST_PATH = 1024;

const MOST_DIGITS = 15;

/** Whether it is an id of GitLab's, as a number or its digits: `@pulumi/gitlab` gives ids as text. */
export function isId(value: number | string): boolean {
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 1;
  return value.length <= MOST_DIGITS && /^[1-9]\d*$/.test(value);
}

/** Whether a text can be the full path of a group or project. */
export function isFullPath(text: string): boolean {
  return (
    text.length <= LONGEST_PATH &&
    /^[\p{L}\p{N}_.][\p{L}\p{N}_.-]*(\/[\p{L}\p{N}_.][\p{L}\p{N}_.-]*)*$/u.test(text) &&
    /[^\d]/.test(text) &&
    // No part of a path that a URL would read as a step up.
    !/(?:^|\/)\.{1,2}(?:\/|$)/.test(text)
  );
}

const LONGEST_SHOWN = 100;

/** An id or path in a message. */
export function short(idOrPath: number | string): string {
  const text = String(idOrPath);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
