import type { PropertySpec } from "./spec";

/**
 * Properties of types that are or may hold a credential: a password, or keys and variables that are the
 * user's own, such as those of a cache or a registry of images. Those of resources are in the SDK's list.
 */
export const SECRETS_OF_TYPES: ReadonlySet<string> = new Set([
  "AutoscalerOptions.connectorConfig",
  "AutoscalerOptions.pluginConfig",
  "OtherSettings.settings",
  "RunnerProcessOptions.environment",
  "SshOptions.password",
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
