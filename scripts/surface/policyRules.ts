import { runnerPolicies } from "../../policies";
import type { Part } from "./surface";

/** The rules for fleets, with what a policy pack can set of each. */
export function policyRules(): Record<string, Part> {
  const part = runnerPolicies().flatMap(({ name, enforcementLevel, configSchema }) => [
    [name, enforcementLevel ?? "advisory"],
    ...Object.entries(configSchema?.properties ?? {}).map(([key, { type, default: value }]) => [
      `${name}.${key}`,
      `${String(type)}, ${JSON.stringify(value)} by default`,
    ]),
  ]);
  return { policies: Object.fromEntries(part) as Part };
}
