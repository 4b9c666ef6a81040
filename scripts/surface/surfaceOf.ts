import { packageSchema } from "../schema/packageSchema";
import { commandLines } from "./commandLines";
import { entryPoints } from "./entryPoints";
import { jsonSchemas } from "./jsonSchemas";
import { policyRules } from "./policyRules";
import { requirements } from "./requirements";
import { schemaParts } from "./schemaParts";
import type { Surface } from "./surface";

/** The surface that a clone's sources have. */
export function surfaceOf(root: string): Surface {
  const schema = packageSchema(root);
  const parts = {
    ...requirements(root),
    ...entryPoints(root),
    ...schemaParts(schema),
    ...commandLines(),
    ...policyRules(),
    ...jsonSchemas(root),
  };
  const sorted = Object.entries(parts).map(([name, part]) => [
    name,
    Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))),
  ]);
  return { version: schema.version, parts: Object.fromEntries(sorted) as Surface["parts"] };
}
