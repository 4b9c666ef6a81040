import type { Policies } from "@pulumi/policy";
import { shown } from "../gitlab/text/shown";
import { requireLevel, requireValue } from "./keyValues";
import type { Level, RuleConfiguration } from "./runnerPolicyConfiguration";

type Policy = Policies[number];

/**
 * A policy whose defaults are those that the program gives. Not by the engine's own initial
 * configuration, which makes a rule advisory that is given keys and no level.
 */
export function configuredPolicy<Configured extends Policy>(
  policy: Configured,
  given: Level | RuleConfiguration = {},
  all?: Level,
): Configured {
  if (typeof given !== "string" && !isObject(given))
    throw new Error(`${policy.name} must be a level or an object of its keys, not ${shown(given)}`);
  const { enforcementLevel = all, ...keys } =
    typeof given === "string" ? { enforcementLevel: given } : given;
  requireLevel("all", all);
  requireLevel(`the level of ${policy.name}`, enforcementLevel);
  const properties = { ...policy.configSchema?.properties };
  for (const [key, value] of Object.entries<unknown>(keys)) {
    // Every object has a `constructor`.
    const schema = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (schema === undefined)
      throw new Error(
        `${policy.name} has no key ${key}; it has ${Object.keys(properties).join(", ")} and enforcementLevel`,
      );
    // It is left out.
    if (value === undefined) continue;
    requireValue(`${policy.name}.${key}`, schema, value);
    properties[key] = { ...schema, default: value };
  }
  return {
    ...policy,
    ...(enforcementLevel && { enforcementLevel }),
    configSchema: { ...policy.configSchema, properties },
  };
}

/** A program in JavaScript may pass anything. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
