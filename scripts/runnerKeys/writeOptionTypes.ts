import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { optionTypesModule } from "./optionTypes";

const ROOT = join(__dirname, "..", "..");
/** The module of the types of options. */
export const FILE = join(ROOT, "sdk", "delivery", "keys.ts");

/** What the module is, as it is committed. */
export function formattedModule(): string {
  const prettier = join(ROOT, "node_modules", "prettier", "bin", "prettier.cjs");
  return execFileSync(process.execPath, [prettier, "--stdin-filepath", FILE], {
    input: optionTypesModule(),
    encoding: "utf8",
  });
}

if (require.main === module) writeFileSync(FILE, formattedModule());
