import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The file that `sha256sum --check` reads. */
export const CHECKSUMS = "SHA256SUMS";

/** Writes the checksums of all files of a folder beside them. */
export function writeChecksums(folder: string): void {
  const lines = readdirSync(folder)
    .filter((name) => name !== CHECKSUMS)
    .sort()
    .map((name) => {
      const hash = createHash("sha256").update(readFileSync(join(folder, name)));
      return `${hash.digest("hex")}  ${name}\n`;
    });
  writeFileSync(join(folder, CHECKSUMS), lines.join(""));
}
