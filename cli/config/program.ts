import { sameRunner } from "../../functions";
import { PROCESS_KEYS, RUNNER_KEYS } from "../../functions/delivery/keys/keys";
import { type Key, keysIn } from "../../functions/delivery/keys/kinds";
import { GITLAB_RUNNER_VERSION } from "../../functions/delivery/keys/table";
import { alikeName } from "../../gitlab/text/noSuchName";
import { plainText } from "../../gitlab/text/shown";
import type { FileTable, FileValue } from "./configFile";
import { type Literal, type LiteralTable, Secret, Variable } from "./literals";
import { refusals } from "./refusals";
import { isSecret } from "./secrets";

/** What a program has to say so that RunnerProcess writes a file again. */
export interface FileProgram {
  /** The argument of RunnerProcess. */
  readonly options: LiteralTable;
  readonly runners: readonly DeclaredRunner[];
  readonly secrets: readonly Secret[];
  /** What of the file is not in the options, a line each, and the way out. */
  readonly missing: readonly string[];
}

/** A runner of the file as a resource. */
export interface DeclaredRunner {
  readonly variable: string;
  /** The arguments of the resource; undefined where the file has neither token nor id. */
  readonly args: LiteralTable | undefined;
}

/** By which gitlab-runner rotates the token itself. */
const EXPIRY = "token_expires_at";

/** What a `[[runners]]` says of the runner itself. */
const IDENTITY = ["id", "token", "token_obtained_at", EXPIRY];

/** Why the program has no expiry of a token, and the way out. */
function withoutExpiry(variable: string): string {
  return (
    "is left out, so that gitlab-runner does not rotate the token, which the stack then would not have. Let the stack " +
    `rotate it: adopt ${variable} by runnerId with resetTokenOnAdopt, and give it a rotation of the strategy "reset"`
  );
}

/** Names that the program has besides. */
const OTHER_VARIABLES = ["gitlabRunner"];

export function programOf(file: FileTable): FileProgram {
  const secrets: Secret[] = [];
  const missing: string[] = [];
  const variables = new Names(OTHER_VARIABLES);
  const secretNames = new Names();
  const runners: DeclaredRunner[] = [];
  const options = tableOf(file, PROCESS_KEYS, "", "", ["runners"]);
  options.set("runners", runnersOf(fieldOf(file, "runners") ?? []));
  return { options, runners, secrets, missing: [...missing, ...refusals(options)] };

  /** @param others - keys that are written apart. */
  function tableOf(
    table: FileTable,
    keys: readonly Key[],
    at: string,
    prefix: string,
    others: readonly string[] = [],
  ): LiteralTable {
    const entries: LiteralTable = new Map();
    const seen = new Map<string, string>();
    for (const [name, value] of Object.entries(table)) {
      const path = at === "" ? shownKey(name) : `${at}.${shownKey(name)}`;
      const lower = name.toLowerCase();
      const first = seen.get(lower);
      if (first !== undefined) {
        missing.push(
          `${path}: is the same key as ${first} for gitlab-runner, which takes either of them. Remove one`,
        );
        continue;
      }
      seen.set(lower, shownKey(name));
      if (others.includes(lower)) continue;
      const key = keyOf(name, keys);
      if (key === undefined) {
        missing.push(`${path}: ${noSuchKey(name, keys)}`);
        continue;
      }
      const literal = literalOf(value, key, path, prefix);
      if (literal !== undefined) entries.set(key.option, literal);
    }
    return entries;
  }

  function runnersOf(value: FileValue): Literal[] {
    if (!isTables(value)) {
      missing.push("runners: must be a list of tables, [[runners]]");
      return [];
    }
    const repeated = sameRunner(value.map((table) => tokenOf(table) ?? table));
    if (repeated !== undefined) missing.push(`RunnerProcess: ${repeated}`);
    return value.map((table, index) => {
      const at = `runners[${index}]`;
      const variable = variableOf(fieldOf(table, "name"), index);
      runners.push({ variable, args: argsOf(table, at, variable) });
      const expiresAt = fieldOf(table, EXPIRY);
      // gitlab-runner writes the year 1 for a token that does not expire.
      if (expiresAt instanceof Date && expiresAt.getTime() > 0)
        missing.push(`${at}.${EXPIRY}: ${withoutExpiry(variable)}`);
      const entries = tableOf(table, RUNNER_KEYS, at, variable, IDENTITY);
      return new Map<string, Literal>([["runner", new Variable(variable)], ...entries]);
    });
  }

  function argsOf(table: FileTable, at: string, variable: string): LiteralTable | undefined {
    const id = fieldOf(table, "id");
    if (tokenOf(table) !== undefined)
      return new Map([["authenticationToken", secret(variable, `${at}.token`)]]);
    missing.push(
      `${at}.token: the file has none, and without it nothing is written. ` +
        `Give ${variable} its authenticationToken, or set resetTokenOnAdopt`,
    );
    // gitlab-runner writes 0 where it does not know the id.
    return typeof id === "number" && id > 0 ? new Map([["runnerId", String(id)]]) : undefined;
  }

  /** @param prefix - what the names of its secrets begin with. */
  function literalOf(
    value: FileValue,
    { kind, isSecret: isCredential, path: ofKey }: Key,
    path: string,
    prefix: string,
  ): Literal | undefined {
    // gitlab-runner reads a level in any capitals.
    if (ofKey === "log_level" && typeof value === "string") value = value.toLowerCase();
    // gitlab-runner uses its default for an empty text here.
    if (kind.is === "constant" && value === "") return undefined;
    const keys = keysIn(kind);
    if (kind.is === "text" && isCredential && value !== "") return secret(prefix, path);
    if (keys.length === 0) return valueOf(value, "", path, prefix);
    if (kind.is === "table" && isTable(value)) return tableOf(value, keys, path, prefix);
    if (kind.is === "list" && isTables(value))
      return value.map((item, index) => tableOf(item, keys, `${path}[${index}]`, prefix));
    missing.push(`${path}: must be ${kind.is === "list" ? "a list of tables" : "a table"}`);
    return undefined;
  }

  /**
   * Any value, with the user's own names in it.
   *
   * @param own - what the user calls it; empty for a key of gitlab-runner's.
   */
  function valueOf(value: FileValue, own: string, path: string, prefix: string): Literal {
    if (typeof value === "string") return isSecret(own, value) ? secret(prefix, path) : value;
    if (Array.isArray(value))
      return value.map((item, index) => valueOf(item, own, `${path}[${index}]`, prefix));
    if (isTable(value))
      return new Map(
        Object.entries(value).map(([key, item]) => [
          key,
          valueOf(item, key, `${path}.${shownKey(key)}`, prefix),
        ]),
      );
    if (!(value instanceof Date)) return value;
    missing.push(`${path}: is a date, which no option can be; the options have it as a text`);
    return value.toISOString();
  }

  /** Named by the last part of its path. */
  function secret(prefix: string, path: string): Secret {
    const label = inPascalCase(path.slice(path.lastIndexOf(".") + 1));
    const name = uncapitalized((prefix + label).slice(0, LONGEST_NAME));
    const made = new Secret(secretNames.add(name), path);
    secrets.push(made);
    return made;
  }

  function variableOf(name: FileValue | undefined, index: number): string {
    const joined = typeof name === "string" ? uncapitalized(inPascalCase(name)) : "";
    const variable =
      joined === ""
        ? `runner${index + 1}`
        : `${/^\d/.test(joined) ? "_" : ""}${joined.slice(0, LONGEST_VARIABLE)}Runner`;
    return variables.add(variable);
  }
}

/** Of a variable without its ending, and of a key of the configuration. */
const LONGEST_VARIABLE = 30;
const LONGEST_NAME = 60;

/** The key of a name. */
function keyOf(name: string, keys: readonly Key[]): Key | undefined {
  return alikeIn(name, keys, (key) => key.name);
}

/** The value of a key that all runners have. */
function fieldOf(table: FileTable, name: string): FileValue | undefined {
  return alikeIn(name, Object.entries(table), ([key]) => key)?.[1];
}

/** The token of a runner; undefined where it has none. */
function tokenOf(table: FileTable): string | undefined {
  const token = fieldOf(table, "token");
  return typeof token === "string" && token.trim() !== "" ? token : undefined;
}

/** gitlab-runner takes a key that differs in capitals, too, where there is none that does not. */
function alikeIn<Item>(
  name: string,
  items: readonly Item[],
  nameOf: (item: Item) => string,
): Item | undefined {
  const lower = name.toLowerCase();
  return (
    items.find((item) => nameOf(item) === name) ??
    items.find((item) => nameOf(item).toLowerCase() === lower)
  );
}

function noSuchKey(name: string, keys: readonly Key[]): string {
  const names = keys.map((key) => key.name);
  const alike = alikeName(name, names);
  const answer = alike === undefined ? "" : `; did you mean ${alike}?`;
  return `gitlab-runner ${GITLAB_RUNNER_VERSION} has no such key here${answer}`;
}

function inPascalCase(text: string): string {
  return (text.match(/[A-Za-z0-9]+/g) ?? []).map(capitalized).join("");
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function uncapitalized(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1);
}

/** Unique names. */
class Names {
  readonly #counts: Map<string, number>;

  constructor(taken: readonly string[] = []) {
    this.#counts = new Map(taken.map((name) => [name, 1]));
  }

  add(name: string): string {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    return count === 1 ? name : this.add(`${name}_${count}`);
  }
}

/** A key as TOML writes it in a path, on one line. */
function shownKey(key: string): string {
  return /^[\w-]+$/.test(key) ? key : plainText(JSON.stringify(key));
}

function isTable(value: FileValue): value is FileTable {
  return typeof value === "object" && !Array.isArray(value) && !(value instanceof Date);
}

function isTables(value: FileValue): value is FileTable[] {
  return Array.isArray(value) && value.every(isTable);
}
