import { RUNNER_KEYS, named } from "./keys/keys";
import type { Key } from "./keys/kinds";
import { type TomlTable, type TomlValue, isTomlTable } from "./keys/readKeys";
import type { KnownRunner } from "./knownProcess";

/*
 * The Helm chart gitlab/gitlab-runner puts the text of the `[[runners]]` into a ConfigMap, which more people can
 * read than a Secret. Its pod registers the runner, and `gitlab-runner register` reads credentials from variables.
 */

/** The keys of a runner, those that are one credential apart from the others. */
export interface PartedKeys {
  /** By the variables that `gitlab-runner register` reads them from; the keys of the Secret, too. */
  readonly credentials: ReadonlyMap<string, string>;
  readonly others: TomlTable;
}

/** Parts what a Secret has from what the ConfigMap has. */
export function partedKeys({ keys }: KnownRunner): PartedKeys {
  const credentials = new Map<string, string>();
  const others = (all: readonly Key[], table: TomlTable): TomlTable =>
    Object.fromEntries(
      Object.entries(table).flatMap(([name, value]): [string, TomlValue][] => {
        const { variable, kind } = named(all, name);
        if (variable !== undefined && typeof value === "string" && value !== "") {
          credentials.set(variable, value);
          return [];
        }
        return [
          [name, kind.is === "table" && isTomlTable(value) ? others(kind.keys, value) : value],
        ];
      }),
    );
  return { others: others(RUNNER_KEYS, keys), credentials };
}

/** Options that may hold a credential, by their names, of those that the ConfigMap has. */
export function exposedOptions(keys: readonly Key[], table: TomlTable, parent = ""): string[] {
  return Object.entries(table).flatMap(([name, value]) => {
    const { kind, option, isSecret } = named(keys, name);
    const path = parent + option;
    if (kind.is === "table" && isTomlTable(value)) {
      return exposedOptions(kind.keys, value, `${path}.`);
    }
    if (kind.is === "list" && kind.item.is === "table" && Array.isArray(value)) {
      const { keys: below } = kind.item;
      return value.flatMap((item, index) =>
        isTomlTable(item) ? exposedOptions(below, item, `${path}.${index}.`) : [],
      );
    }
    const isEmpty = value === "" || (Array.isArray(value) && value.length === 0);
    return isSecret && !isEmpty ? [path] : [];
  });
}
