import { ConfigError, type Mapping, type Value, parseConfiguration } from "./configuration";
import { documentsOf } from "./documents";
import { inputsOf } from "./inputs";

/** Variables that exist before a pipeline does, by their names. */
export type Variables = Readonly<Record<string, string>>;

const BLOCK = /\$\[\[\s*(\S.*?\S)\s*\]\]/g;
const MAX_FUNCTIONS = 3;

/**
 * Reads a file with the values of its inputs in the place of each `$[[ inputs.x ]]`: GitLab's
 * lib/gitlab/ci/config/interpolation/.
 *
 * @throws ConfigError
 */
export function readFile(text: string, given: Mapping, variables: Variables): Mapping {
  const { header, content } = documentsOf(text);
  if (header === undefined) {
    if (Object.keys(given).length > 0)
      throw new ConfigError(
        "Given inputs not defined in the `spec` section of the included configuration file",
      );
    return parseConfiguration(content);
  }
  const inputs = inputsOf(header, given);
  return parseConfiguration(
    content.replace(BLOCK, (block: string, expression: string) =>
      interpolated(block, expression, inputs, variables),
    ),
  );
}

function interpolated(
  block: string,
  expression: string,
  inputs: ReadonlyMap<string, Value>,
  variables: Variables,
): string {
  const [access = "", ...functions] = expression.split("|").map((part) => part.trim());
  const [context = "", ...keys] = access.split(".");
  // What stands for each job of a matrix is of no file.
  if (context === "matrix") return block;
  const [name, ...more] = keys;
  if (name === undefined) throw new ConfigError("invalid interpolation access pattern");
  if (context !== "inputs") throw unknownKey(context);
  const found = inputs.get(name);
  if (found === undefined) throw unknownKey(name);
  if (more[0] !== undefined) throw unknownKey(more[0]);
  if (functions.length > MAX_FUNCTIONS)
    throw new ConfigError("too many functions in interpolation block");
  const value = functions.reduce<Value>((each, call) => called(call, each, variables), found);
  return typeof value === "string" ? value : JSON.stringify(value);
}

function unknownKey(key: string): ConfigError {
  return new ConfigError(`unknown interpolation key: \`${key}\``);
}

function called(call: string, value: Value, variables: Variables): string {
  const [, name = "", offset, length] = /^(\w+)(?:\(\s*(\d+)\s*,\s*(\d+)\s*\))?$/.exec(call) ?? [];
  const takesNumbers = name === "truncate";
  if (!FUNCTIONS.has(name) || takesNumbers !== (offset !== undefined))
    throw new ConfigError(
      `no function matching \`${call}\`: check that the function name, arguments, and types are correct`,
    );
  if (typeof value !== "string")
    throw new ConfigError(`invalid input type: ${name} can only be used with string inputs`);
  if (takesNumbers) return value.slice(Number(offset), Number(offset) + Number(length));
  return name === "expand_vars" ? expandVariables(value, variables) : shellEscaped(value);
}

const FUNCTIONS = new Set(["truncate", "expand_vars", "posix_escape", "posix_quote"]);

/** Puts the values of variables that exist in their places; others stay as they are written. */
export function expandVariables(text: string, variables: Variables): string {
  return text.replace(
    /\$(?:(\w+)|\{(\w+)\})/g,
    (reference, bare?: string, braced?: string) => variables[bare ?? braced ?? ""] ?? reference,
  );
}

/** As Ruby's Shellwords does. */
function shellEscaped(text: string): string {
  if (text === "") return "''";
  return text.replace(/[^A-Za-z0-9_\-.,:+/@\n]/g, String.raw`\$&`).replaceAll("\n", "'\n'");
}
