/** A version that a user asks for: up to three numbers, `18`, `18.4`, `18.4.1`. */
export const ASKED_VERSION = /^\d{1,9}(\.\d{1,9}){0,2}$/;

/**
 * Whether a version of gitlab-runner is older than the wanted one. It compares as many numbers as the wanted
 * version has. A build before a release (`18.5.0~pre.1.g0`) counts as that release, and a text without a
 * number as the oldest version.
 */
export function isOlderVersion(version: string, asked: string): boolean {
  const found = numbersOf(version);
  const wanted = numbersOf(asked);
  const place = wanted.findIndex((number, index) => (found[index] ?? 0) !== number);
  return place >= 0 && (found[place] ?? 0) < (wanted[place] ?? 0);
}

function numbersOf(version: string): number[] {
  return (/^v?(\d+(?:\.\d+)*)/.exec(version)?.[1] ?? "0").split(".").map(Number);
}
