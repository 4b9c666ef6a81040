import { type Key, keysIn, kindOf } from "./kinds";
import { optionName } from "./optionName";
import { ROWS } from "./table";

interface Row {
  readonly path: string;
  readonly type: string;
  readonly flag: string | undefined;
  readonly variable: string | undefined;
}

/** What a resource says of a runner, which is no option. */
const OF_THE_RUNNER: ReadonlySet<string> = new Set([
  "id",
  "token",
  "token_obtained_at",
  "token_expires_at",
]);

const ALL = keysOf(ROWS.trim().split("\n").map(row));

/** The keys of the global section. */
export const PROCESS_KEYS: readonly Key[] = ALL.filter(({ name }) => name !== "runners");

/** The keys of `[[runners]]`, apart from what its resource says. */
export const RUNNER_KEYS: readonly Key[] = keysIn(named(ALL, "runners").kind).filter(
  ({ name }) => !OF_THE_RUNNER.has(name),
);

/** The key of a name. */
export function named(keys: readonly Key[], name: string): Key {
  const found = keys.find((key) => key.name === name);
  if (found === undefined) throw new Error(`gitlab-runner has no key ${name}`);
  return found;
}

function row(line: string): Row {
  const [path = "", type = "", ...rest] = line.split(" ");
  return {
    path,
    type,
    flag: rest.find((word) => word.startsWith("--")),
    variable: rest.find((word) => word.startsWith("$"))?.slice(1),
  };
}

/** The keys at the top; a row of a table stands before those of its keys. */
function keysOf(rows: readonly Row[]): readonly Key[] {
  const top: Key[] = [];
  const tables = new Map([["", top]]);
  for (const { path, type, flag, variable } of rows) {
    const end = path.lastIndexOf(".");
    const name = path.slice(end + 1);
    const keys: Key[] = [];
    if (type === "table") tables.set(path, keys);
    if (type === "tables") tables.set(`${path}[]`, keys);
    const siblings = tables.get(path.slice(0, Math.max(0, end)));
    if (siblings === undefined) throw new Error(`the table of ${path} does not stand before it`);
    siblings.push({
      name,
      option: optionName(name),
      path: path.replaceAll("[]", ""),
      kind: kindOf(type.replace("!", ""), keys),
      isSecret: type.endsWith("!"),
      flag,
      variable,
    });
  }
  return top;
}
