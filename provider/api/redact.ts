/** What stands in place of a token. */
export const REDACTED = "[redacted]";

/**
 * The prefixes of GitLab's tokens that this package meets: runner authentication (`glrt-`,
 * `glrtr-`), personal, group and project access (`glpat-`), OAuth (`gloas-`), CI job (`glcbt-`),
 * feed and deploy tokens (`glft-`, `gldt-`), and registration (`GR1348941`).
 */
const TOKEN_SHAPES = /(?:gl(?:rtr?|pat|oas|cbt|ft|dt|ptt|soat|agent)-|GR1348941)[\w.-]+/g;

/**
 * Takes tokens out of a text that a person will see.
 *
 * @param text - a message, a URL or a reply of GitLab's.
 * @param secrets - values to remove that have no shape of their own, such as a password.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  return secrets
    .filter((secret) => secret !== "")
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .reduce((result, secret) => result.split(secret).join(REDACTED), text)
    .replace(TOKEN_SHAPES, REDACTED);
}
