/** What the value of a key is. */
export type Kind =
  | { readonly is: "text" | "flag" | "integer" | "int32" | "number" | "time" }
  | { readonly is: "period" | "timezone" }
  | { readonly is: "any" }
  | { readonly is: "duration"; readonly isLong: boolean }
  | { readonly is: "constant"; readonly of: readonly string[] }
  | { readonly is: "list" | "oneOrList" | "map"; readonly item: Kind }
  | { readonly is: "table"; readonly keys: readonly Key[] };

/** A key of gitlab-runner's config.toml. */
export interface Key {
  /** As config.toml spells it, `pull_policy`. */
  readonly name: string;
  /** As the options spell it, `pullPolicy`. */
  readonly option: string;
  /** All names that lead to it, `runners.docker.pull_policy`. */
  readonly path: string;
  readonly kind: Kind;
  /** Whether its value may hold a credential. */
  readonly isSecret: boolean;
  /** Of `gitlab-runner register`, `--docker-pull-policy`; undefined where it has none. */
  readonly flag: string | undefined;
  /** The environment variable that `register` reads a credential from. */
  readonly variable: string | undefined;
}

const PLAIN: Readonly<Record<string, Kind>> = {
  string: { is: "text" },
  boolean: { is: "flag" },
  integer: { is: "integer" },
  int32: { is: "int32" },
  number: { is: "number" },
  time: { is: "time" },
  period: { is: "period" },
  timezone: { is: "timezone" },
  any: { is: "any" },
  duration: { is: "duration", isLong: false },
  "duration>=1s": { is: "duration", isLong: true },
};

/**
 * The kind of a type in the table.
 *
 * @param keys - of a table.
 */
export function kindOf(type: string, keys: readonly Key[]): Kind {
  const [name = "", argument = ""] = type.split(":");
  const constant: Kind = { is: "constant", of: argument.split(",") };
  switch (name) {
    case "table":
      return { is: "table", keys };
    case "tables":
      return { is: "list", item: { is: "table", keys } };
    case "one-of":
      return constant;
    case "list-of":
      return { is: "list", item: constant };
    case "one-or-more-of":
      return { is: "oneOrList", item: constant };
    case "map":
      return { is: "map", item: kindOf(argument, []) };
    case "strings":
    case "periods":
    case "integers":
    case "numbers":
      return { is: "list", item: kindOf(name.slice(0, -1), []) };
    default: {
      const plain = PLAIN[name];
      if (plain === undefined) throw new Error(`no kind of value is called ${type}`);
      return plain;
    }
  }
}

/** The keys of a table or of an array of tables. */
export function keysIn(kind: Kind): readonly Key[] {
  if (kind.is === "list") return keysIn(kind.item);
  return kind.is === "table" ? kind.keys : [];
}
