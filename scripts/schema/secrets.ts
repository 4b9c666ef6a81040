import { optionsWhere } from "../runnerKeys/optionTypes";
import type { PropertySpec } from "./spec";

/**
 * Properties of types that are or may hold a credential: a password, or keys and variables that are the
 * user's own. Those of resources are in the SDK's list.
 */
export const SECRETS_OF_TYPES: ReadonlySet<string> = new Set([
  ...optionsWhere(({ isSecret }) => isSecret),
  "InstallScriptOptions.environment",
  "ComposeFileOptions.environment",
]);

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
