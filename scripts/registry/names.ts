/** `maximumTimeout` as Python's generator names it: `maximum_timeout`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter, index: number) =>
    index === 0 ? letter.toLowerCase() : `_${letter.toLowerCase()}`,
  );
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
