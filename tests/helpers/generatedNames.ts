/*
 * What the generated SDKs of a package call properties, and of which types these are, as the pages of the
 * registry write it: without what only says that a value may be an Output, or may be left out.
 */

/** The properties that a class of Python has, `name: type`. */
export function pythonProperties(source: string, name: string): string[] {
  const [, body] = new RegExp(
    `^class ${name}\\b[^\n]*:\n([\\s\\S]*?)(?=^\\S|$(?![\\s\\S]))`,
    "m",
  ).exec(source) ?? [name];
  if (body === undefined) throw new Error(`there is no class ${name}`);
  const getters = body.matchAll(/^ {4}def (\w+)\(self\) -> (.*):$/gm);
  return [...getters].map(([, property = "", type = ""]) => `${property}: ${pythonType(type)}`);
}

/** The arguments that a function of Python takes, `name: type`. */
export function pythonArguments(source: string, name: string): string[] {
  const [, parameters] = new RegExp(`^def ${name}\\(([\\s\\S]*?)\\) ->`, "m").exec(source) ?? [];
  if (parameters === undefined) throw new Error(`there is no function ${name}`);
  return parameters
    .split(/,\n\s*/)
    .map((parameter) => /^(\w+): (.*) = None$/.exec(parameter) ?? [])
    .filter(([, parameter]) => parameter !== "opts")
    .map(([, parameter = "", type = ""]) => `${parameter}: ${pythonType(type)}`);
}

/** The fields that a struct of Go has for properties, `Name: type`. */
export function goFields(source: string, name: string): string[] {
  const [, body] = new RegExp(`^type ${name} struct {\n([\\s\\S]*?)^}`, "m").exec(source) ?? [];
  if (body === undefined) throw new Error(`there is no struct ${name}`);
  return [...body.matchAll(/^\t(\w+)\s+\*?(\S+)\s+`pulumi:/gm)].map(
    ([, field = "", type = ""]) => `${field}: ${type}`,
  );
}

function pythonType(text: string): string {
  const plain = text.replace(/_builtins\.|'|outputs\./g, "");
  const known = ["pulumi.Output", "pulumi.Input", "Optional"].reduce(withoutWrapper, plain);
  return known.replace(/Union\[(\w+), \1Dict\]/g, "$1");
}

function withoutWrapper(type: string, wrapper: string): string {
  const start = type.indexOf(`${wrapper}[`);
  if (start < 0) return type;
  const open = start + wrapper.length;
  let depth = 0;
  let end = open;
  do {
    if (type[end] === "[") depth++;
    if (type[end] === "]") depth--;
    end++;
  } while (depth > 0 && end < type.length);
  const inner = type.slice(open + 1, end - 1);
  return withoutWrapper(type.slice(0, start) + inner + type.slice(end), wrapper);
}
