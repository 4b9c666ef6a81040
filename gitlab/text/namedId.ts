import { printable } from "./shown";

const LONGEST = 100;

/**
 * An id with the full path of its group or project, if that is known: `acme/site (8)`. A long path loses
 * its beginning, because its end tells projects apart.
 */
export function namedId(id: number | string, path: string | undefined): string {
  if (path === undefined) return String(id);
  const cut = path.length > LONGEST ? `…${path.slice(-LONGEST)}` : path;
  return `${printable(cut)} (${id})`;
}
