/** The plugin's name, under which the engine looks for it. */
export const PACKAGE = "gitlab-runners";

/** The full name of a resource, a function or a type. */
export function tokenOf(name: string): string {
  return `${PACKAGE}:index:${name}`;
}
