import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageSchema } from "../schema/packageSchema";
import { registryPages } from "./registryPages";

const ROOT = join(__dirname, "../..");
const FOLDER = join(ROOT, "docs", "registry");

const pages = registryPages(packageSchema(ROOT));
// No page is left of what is gone.
rmSync(FOLDER, { recursive: true, force: true });
for (const [name, text] of pages) {
  const file = join(FOLDER, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
