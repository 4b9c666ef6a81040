import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageSchema } from "./packageSchema";

const ROOT = join(__dirname, "../..");
const FILE = join(ROOT, "dist", "plugin", "schema.json");

mkdirSync(dirname(FILE), { recursive: true });
writeFileSync(FILE, `${JSON.stringify(packageSchema(ROOT), null, 2)}\n`);
