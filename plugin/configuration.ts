import { KEYS, PROVIDER_NAME } from "../gitlab/settings/keys";
import type { SettingsSource } from "../gitlab/settings/settings";
import { fromWire } from "../provider/engine/wire";
import type { CheckFailure, Properties } from "../provider/values/operation";
import { isUnknown } from "../provider/values/unknown";

/** The name of the package, which is the namespace of its configuration. */
export const PACKAGE = "gitlab-runners";

/** The engine and the class for TypeScript add these to what the user gives. */
const ADDED: ReadonlySet<string> = new Set(["version", "pluginDownloadURL", PROVIDER_NAME]);

/**
 * Each key by its name alone. The class for TypeScript gives it as a dynamic provider has it,
 * `gitlab:token`, so that a stack that changes between the two shows no change.
 */
export function namedAlike(given: Properties): Properties {
  const entries = Object.entries(given).filter(([name]) => !ADDED.has(name));
  return Object.fromEntries<unknown>(entries.map(([name, value]) => [nameOf(name), value]));
}

function nameOf(key: string): string {
  return key.slice(key.indexOf(":") + 1);
}

/** Names of keys that the provider does not have. */
export function configurationFailures(given: Properties): CheckFailure[] {
  const names = Object.keys(KEYS);
  return Object.keys(namedAlike(given))
    .filter((name) => !names.includes(name))
    .map((name) => ({
      property: "",
      reason: `${PACKAGE} has no configuration ${PACKAGE}:${name}; it has ${names.join(", ")}`,
    }));
}

/**
 * A configuration as {@link readSettings} takes it, by a key whose namespace may be that of
 * `@pulumi/gitlab`.
 *
 * @param given - what the engine has of the provider: of a stack that is refreshed or destroyed, as the
 *   last apply left it.
 * @param urn - of the provider. One that the engine made itself follows the stack's configuration as
 *   it is now, which counts for a credential that was rotated since.
 */
export function configurationOf(
  given: Properties,
  urn: string,
  environment: NodeJS.ProcessEnv,
): SettingsSource {
  const present = isDefault(urn) ? ofStack(environment["PULUMI_CONFIG"]) : undefined;
  // One or the other: a token of one must never go to an address of the other.
  const all: Properties = present ?? namedAlike(fromWire(given));
  return {
    config: (key) => {
      const value = all[nameOf(key)];
      if (value === undefined || value === null || isUnknown(value)) return undefined;
      return typeof value === "string" ? value : JSON.stringify(value);
    },
    environment,
    provider: isDefault(urn) ? undefined : nameOfResource(urn),
  };
}

/**
 * Whether the engine made the provider for resources that name none. It calls it `default`, with the
 * version after it where one is asked for.
 */
function isDefault(urn: string): boolean {
  return urn === "" || /^default(_\d+_\d+_\d+(_.*)?)?$/.test(nameOfResource(urn));
}

function nameOfResource(urn: string): string {
  const [, , , ...name] = urn.split("::");
  return name.join("::");
}

/** The package's part of the stack's configuration, as the engine gives it to a plugin's process. */
function ofStack(text: string | undefined): Properties | undefined {
  return text === undefined || text === "" ? undefined : (JSON.parse(text) as Properties);
}

/** A message with the keys of the configuration as this provider has them, all in its own namespace. */
export function withOwnKeys(message: string): string {
  return message.replace(/\bgitlab:(?=[a-z][A-Za-z]*\b)/g, `${PACKAGE}:`);
}
