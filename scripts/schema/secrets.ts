import type { PropertySpec } from "./spec";

/** Marks properties that hold credentials. */
export function withSecrets(
  properties: Readonly<Record<string, PropertySpec>>,
  secrets: readonly string[],
): Record<string, PropertySpec> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [
      name,
      secrets.includes(name) ? { ...property, secret: true } : property,
    ]),
  );
}
