/** `maximumTimeout` as Python's generator names it: `maximum_timeout`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter, index: number) =>
    index === 0 ? letter.toLowerCase() : `_${letter.toLowerCase()}`,
  );
}

/** Words of Python, of 2 as well, behind which its generator writes an underscore. */
const PYTHON_WORDS: ReadonlySet<string> = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except exec " +
    "finally for from global if import in is lambda nonlocal not or pass print raise return try while " +
    "with yield"
  ).split(" "),
);

/** The name of a property as Python's generator writes it: `exec` is `exec_`. */
export function pythonProperty(name: string): string {
  const python = snakeCase(name);
  return PYTHON_WORDS.has(python) ? `${python}_` : python;
}

/** `maximumTimeout` as the generators of Go and .NET name it: `MaximumTimeout`. */
export function pascalCase(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The last part of a token: `Runner` of `gitlab-runners:index:Runner`. */
export function shortName(token: string): string {
  return token.slice(token.lastIndexOf(":") + 1);
}

/** The name of a function in Go, where that of a resource's look-up may be taken. */
export function goFunction(name: string, resources: readonly string[]): string {
  const taken = resources.map((resource) => `get${resource}`);
  return taken.includes(name) ? name.replace(/^get/, "Lookup") : pascalCase(name);
}
