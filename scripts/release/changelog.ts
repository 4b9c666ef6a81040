/** The headings of versions that are released, `## 0.2.0 (2026-11-26)`. */
const RELEASED = /^## (\S+) \(\d{4}-\d{2}-\d{2}\)$/gm;

/** The versions that a changelog calls released, by a date, the newest first. */
export function datedVersions(changelog: string): string[] {
  return Array.from(changelog.matchAll(RELEASED), ([, version = ""]) => version);
}
