import * as v from "valibot";

const value = v.pipe(
  v.string("must be a text"),
  v.check((text) => !/[\0-\x08\x0b-\x1f\x7f]/.test(text), "must have no control character"),
);

/** Variables of gitlab-runner's own environment. */
export const environmentOption = {
  environment: v.optional(
    v.record(
      v.pipe(
        v.string(),
        v.regex(/^[A-Za-z_][A-Za-z0-9_]{0,255}$/, "must have names of environment variables"),
      ),
      value,
      "must be an object of texts",
    ),
  ),
};

/**
 * A file of environment variables that systemd reads, in which it expands nothing.
 * @see https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#EnvironmentFile=
 */
export function environmentFile(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, text]) => `${name}="${text.replace(/[\\"$`]/g, "\\$&")}"\n`)
    .join("");
}
