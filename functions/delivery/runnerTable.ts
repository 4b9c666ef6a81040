import type { KnownProcessOptions } from "./options";

/** A value of config.toml, known. */
export type KnownTomlValue = string | number | boolean | KnownTomlValue[] | TomlTable;

/** A table of config.toml. */
export interface TomlTable {
  [key: string]: KnownTomlValue;
}

/** gitlab-runner spells these keys with hyphens. */
const HYPHENATED: ReadonlySet<string> = new Set(["tlsCaFile", "tlsCertFile", "tlsKeyFile"]);

/** Values whose keys are the user's own and stay as they are. */
const VERBATIM: ReadonlySet<string> = new Set([
  "sysctls",
  "nodeSelector",
  "nodeTolerations",
  "podLabels",
  "podAnnotations",
  "pluginConfig",
  "connectorConfig",
]);

const PROCESS_KEYS = ["url", "name", "concurrent", "checkInterval"] as const;

/** The entries of `[[runners]]` that say how jobs are run; whose runner it is, the caller adds. */
export function runnerTable(options: KnownProcessOptions): TomlTable {
  const { settings, ...rest } = options;
  const own = Object.entries(rest).filter(
    ([key]) => !(PROCESS_KEYS as readonly string[]).includes(key),
  );
  const scalars = own.filter(([, value]) => !isTable(value));
  const tables = own.filter(([, value]) => isTable(value));
  return {
    ...entries(Object.fromEntries(scalars)),
    ...settings,
    ...Object.fromEntries(tables.map(([name, value]) => [name, tomlTable(value as Options)])),
  };
}

/** `[runners.kubernetes]`, `[runners.docker]` and so on, of options in camelCase. */
export function tomlTable({ settings, ...options }: Options): TomlTable {
  return { ...entries(options), ...settings };
}

type Options = { settings?: TomlTable } & { [key: string]: unknown };

function entries(options: Options): TomlTable {
  return Object.fromEntries(
    Object.entries(options)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [tomlKey(key), tomlValue(key, value as KnownTomlValue)]),
  );
}

/** The key in config.toml of an option. */
export function tomlKey(key: string): string {
  const separator = HYPHENATED.has(key) ? "-" : "_";
  return key.replace(/[A-Z]/g, (letter) => separator + letter.toLowerCase());
}

function tomlValue(key: string, value: KnownTomlValue): KnownTomlValue {
  if (VERBATIM.has(key)) return value;
  if (Array.isArray(value)) return value.map((item) => tomlValue("", item));
  return isTable(value) ? entries(value) : value;
}

function isTable(value: unknown): value is Record<string, KnownTomlValue> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
