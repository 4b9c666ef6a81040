import { ConfigError, type Mapping, type Value, isMapping, textOf, valueAt } from "./configuration";

/**
 * There are no repositories here, so nothing can be included.
 *
 * @throws ConfigError that names what the configuration includes first.
 */
export function refuseIncludes(configuration: Mapping): void {
  const given = valueAt(configuration, "include");
  const [first] = Array.isArray(given) ? given : [given];
  if (first != null) throw new ConfigError(reason(first));
}

function reason(include: Value): string {
  if (!isMapping(include)) {
    const location = textOf(include);
    return /^https?:\/\//.test(location) ? missing(location) : missingLocal(location);
  }
  const at = (key: string): string => textOf(valueAt(include, key));
  if ("local" in include) return missingLocal(at("local"));
  if ("project" in include)
    return `Project \`${at("project")}\` not found or access denied! Make sure any includes in the pipeline configuration are correctly defined.`;
  const kind = ["remote", "template", "component"].find((key) => key in include);
  return kind === undefined
    ? "Included file must specify one of: `local`, `project`, `remote`, `template`, `component`"
    : missing(at(kind));
}

const missing = (location: string): string =>
  `Included file \`${location}\` is empty or does not exist!`;
const missingLocal = (location: string): string => `Local file \`${location}\` does not exist!`;
