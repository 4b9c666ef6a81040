/**
 * Builds a path below `/api/v4` from a template, encoding every value, so that an id such as
 * `group/name` stays one segment and nothing in it can leave its segment.
 *
 * @throws {TypeError} when a value is empty or would be read as a relative segment (`.`, `..`).
 */
export function path(strings: TemplateStringsArray, ...values: (string | number)[]): string {
  return strings.reduce((built, literal, index) => {
    const value = String(values[index - 1]);
    if (value.trim() === "" || value === "." || value === "..") {
      throw new TypeError(`"${value}" cannot stand in the path of a GitLab request`);
    }
    return built + encodeURIComponent(value) + literal;
  });
}
