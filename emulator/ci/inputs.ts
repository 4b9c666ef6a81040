import { ConfigError, type Mapping, type Value, isMapping, textOf, valueAt } from "./configuration";

const KEYS = ["default", "description", "options", "regex", "type"];
const MAX_OPTIONS = 50;
/** GitLab reports so many of the errors of a file. */
const MAX_ERRORS = 3;

type Problem = string | undefined;

interface InputType {
  /** The value as the type takes it, such as the number of the text `5`. */
  readonly coerce: (value: Value) => Value;
  /** What is wrong with a value; `whose` is `default` or `provided`. */
  readonly problem: (value: Value, whose: string, spec: Mapping) => Problem;
}

/** In GitLab's order: lib/ci/inputs/builder.rb. */
const TYPES: Readonly<Record<string, InputType>> = {
  array: {
    coerce: parsed,
    problem: (value, whose, spec) =>
      Array.isArray(value)
        ? (withoutOptions(spec) ?? withoutRegex(spec))
        : `${whose} value is not an array`,
  },
  boolean: {
    coerce: parsed,
    problem: (value, whose, spec) =>
      typeof value === "boolean"
        ? (withoutOptions(spec) ?? withoutRegex(spec))
        : `${whose} value is not a boolean`,
  },
  number: {
    coerce: parsed,
    problem: (value, whose, spec) => {
      if (typeof value !== "number") return `${whose} value is not a number`;
      return isOption(value, spec)
        ? withoutRegex(spec)
        : `\`${value}\` cannot be used because it is not in the list of the allowed options`;
    },
  },
  string: {
    coerce: textOf,
    problem: (value, whose, spec) => {
      const text = textOf(value);
      if (!isOption(text, spec))
        return `\`${text}\` cannot be used because it is not in the list of allowed options`;
      return regexProblem(text, whose, spec);
    },
  },
};

/**
 * The values of the inputs that the header of a file has, by their names: GitLab's lib/ci/inputs/.
 *
 * @throws ConfigError for a header that is not in order, for inputs that it does not have, and for values that an
 * input does not take.
 */
export function inputsOf(header: Mapping, given: Mapping): ReadonlyMap<string, Value> {
  const specs = specsOf(header);
  const unknown = Object.keys(given).filter((name) => !specs.has(name));
  const problems = unknown.length > 0 ? [`unknown input arguments: ${unknown.join(", ")}`] : [];
  const values = new Map<string, Value>();
  for (const [name, spec] of specs) {
    const type = TYPES[textOf(valueAt(spec, "type") ?? "string")] as InputType;
    const standard = valueAt(spec, "default");
    const own = valueAt(given, name) ?? undefined;
    const value = own ?? standard;
    const problem =
      value === undefined
        ? "required value has not been provided"
        : (problemOf(type, standard, "default", spec) ?? problemOf(type, own, "provided", spec));
    if (problem !== undefined) problems.push(`\`${name}\` input: ${problem}`);
    if (value !== undefined) values.set(name, type.coerce(value));
  }
  if (problems.length > 0) throw new ConfigError(problems.slice(0, MAX_ERRORS).join(", "));
  return values;
}

function problemOf(
  type: InputType,
  value: Value | undefined,
  whose: string,
  spec: Mapping,
): Problem {
  return value === undefined ? undefined : type.problem(type.coerce(value), whose, spec);
}

/** @throws ConfigError as lib/gitlab/ci/config/header/ words it. */
function specsOf(header: Mapping): Map<string, Mapping> {
  refuseUnknown("header", header, ["spec"]);
  const spec = valueAt(header, "spec") ?? {};
  if (!isMapping(spec)) throw new ConfigError("header:spec config should be a hash");
  refuseUnknown("header:spec", spec, ["inputs"]);
  const inputs = valueAt(spec, "inputs") ?? {};
  if (!isMapping(inputs)) throw new ConfigError("header:spec:inputs config should be a hash");
  return new Map(
    Object.entries(inputs).map(([name, input]) => [
      name,
      checkedSpec(`header:spec:inputs:${name}`, input ?? {}),
    ]),
  );
}

function checkedSpec(at: string, spec: Value): Mapping {
  if (!isMapping(spec)) throw new ConfigError(`${at} config should be a hash`);
  refuseUnknown(at, spec, KEYS);
  const type = valueAt(spec, "type") ?? "string";
  if (!Object.hasOwn(TYPES, textOf(type)))
    throw new ConfigError(`${at} input type unknown value: ${textOf(type)}`);
  const options = valueAt(spec, "options") ?? [];
  if (!Array.isArray(options)) throw new ConfigError(`${at} input options should be a array`);
  if (options.length > MAX_OPTIONS)
    throw new ConfigError(`${at} config cannot define more than ${MAX_OPTIONS} options`);
  return spec;
}

function refuseUnknown(at: string, mapping: Mapping, known: readonly string[]): void {
  const unknown = Object.keys(mapping).filter((key) => !known.includes(key));
  if (unknown.length > 0)
    throw new ConfigError(`${at} config contains unknown keys: ${unknown.join(", ")}`);
}

/** A text may stand for a value of another type: a variable has only texts. */
function parsed(value: Value): Value {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as Value;
  } catch (error) {
    if (error instanceof SyntaxError) return value;
    throw error;
  }
}

function isOption(value: Value, spec: Mapping): boolean {
  const options = valueAt(spec, "options");
  return !Array.isArray(options) || options.some((option) => textOf(option) === textOf(value));
}

function withoutOptions(spec: Mapping): Problem {
  return valueAt(spec, "options") === undefined
    ? undefined
    : "Options can only be used with string and number inputs";
}

function withoutRegex(spec: Mapping): Problem {
  return valueAt(spec, "regex") === undefined
    ? undefined
    : "RegEx validation can only be used with string inputs";
}

function regexProblem(text: string, whose: string, spec: Mapping): Problem {
  const regex = valueAt(spec, "regex");
  if (regex === undefined) return undefined;
  try {
    return new RegExp(textOf(regex), "u").test(text)
      ? undefined
      : `${whose} value does not match required RegEx pattern`;
  } catch (error) {
    if (error instanceof SyntaxError) return "invalid regular expression";
    throw error;
  }
}
