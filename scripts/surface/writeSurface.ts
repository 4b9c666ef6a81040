import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { SURFACE } from "./surface";
import { surfaceOf } from "./surfaceOf";

const ROOT = join(__dirname, "../..");
const FILE = join(ROOT, SURFACE);

mkdirSync(dirname(FILE), { recursive: true });
writeFileSync(FILE, `${JSON.stringify(surfaceOf(ROOT), null, 2)}\n`);
