/** What stands in place of a token. */
export const REDACTED = "[redacted]";

/**
 * The prefixes of GitLab's tokens that this package meets: runner authentication (`glrt-`,
 * `glrtr-`), personal, group and project access (`glpat-`), OAuth (`gloas-`), CI job (`glcbt-`),
 * feed and deploy tokens (`glft-`, `gldt-`), and registration (`GR1348941`).
 */
const TOKEN_SHAPES = /(?:gl(?:rtr?|pat|oas|cbt|ft|dt|ptt|soat|agent)-|GR1348941)[\w.-]+/g;

/** What is shorter is no secret, and taking it out would take words apart. */
const SHORTEST_SECRET = 6;

/**
 * Takes tokens out of a text that a person will see.
 *
 * @param text - a message, a URL or a reply of GitLab's.
 * @param secrets - values to remove that have no shape of their own, such as a password; also where
 *   they are encoded for a URL, in JSON or in base64.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  return secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, ...encoded(secret)])
    .sort((one, other) => other.length - one.length)
    .reduce((result, secret) => result.split(secret).join(REDACTED), text)
    .replace(TOKEN_SHAPES, REDACTED);
}

function encoded(secret: string): readonly string[] {
  return [
    encodeURIComponent(secret),
    new URLSearchParams({ "": secret }).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    ...base64(secret),
  ];
}

/**
 * Base64 of a text that holds the secret, as `user:secret` does: three bytes are four characters,
 * so there are three ways, and the characters at both ends belong in part to what is around it.
 */
function base64(secret: string): readonly string[] {
  return [0, 1, 2]
    .map((offset) => {
      const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
      const [first, end] = [Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6)];
      return bytes.toString("base64").slice(first, end);
    })
    .flatMap((text) => [text, text.replaceAll("+", "-").replaceAll("/", "_")])
    .filter((text) => text.length >= SHORTEST_SECRET);
}
