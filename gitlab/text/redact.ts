import { decodedLayers } from "./decodedLayers";
import { type SecretForms, secretFormsOf, skeletonOf } from "./secretForms";

/** What stands in place of a token. */
export const REDACTED = "[redacted]";

/**
 * GitLab's tokens, whoever's they are: personal, project and group access (`glpat-`), runner
 * authentication (`glrt-`, `glrtr-`) and registration (`GR1348941`), OAuth applications (`gloas-`),
 * deploy (`gldt-`), CI job (`glcbt-`), trigger (`glptt-`), feed (`glft-`), incoming mail (`glimt-`),
 * agent (`glagent-`), workspace (`glwt-`), SCIM (`glsoat-`), feature flags (`glffct-`), sessions.
 * @see https://docs.gitlab.com/security/tokens/#token-prefixes
 */
const TOKEN_SHAPES =
  /(?:gl(?:pat|rtr?|oas|dt|cbt|ptt|ft|imt|agent|wt|soat|ffct)-|GR1348941|_gitlab_session=)[\w.-]+/gi;

/** From the first character to before the last. */
type Span = readonly [start: number, end: number];

/**
 * Takes secrets out of a text.
 *
 * @param text - takes time in proportion to its length.
 * @param upTo - where to end, all of it if left out: a secret that begins before is known by what
 *   comes after.
 */
export type Redactor = (text: string, upTo?: number) => string;

/**
 * Makes what takes tokens out of texts that a person will see, also where a server or proxy has
 * encoded them (JSON, URLs, HTML, base64, hex, one in the other), split or cut them.
 *
 * @param secrets - values to remove that have no shape of their own, such as a password.
 */
export function redactorOf(secrets: readonly string[]): Redactor {
  const forms = secrets.length === 0 ? undefined : secretFormsOf(secrets);
  return (text, upTo = text.length) => {
    const spans = decodedLayers(text).flatMap(({ text: decoded, at }) =>
      [...shapesIn(decoded), ...(forms ? secretsIn(decoded, forms) : [])].map(
        ([start, end]): Span => [at[start] ?? 0, at[end] ?? text.length],
      ),
    );
    return withoutSpans(text, spans, upTo);
  };
}

/**
 * Takes tokens out of a text that a person will see.
 *
 * @param text - a message, a URL or a reply of GitLab's.
 * @param secrets - values to remove that have no shape of their own, such as a password.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  return redactorOf(secrets)(text);
}

function shapesIn(text: string): Span[] {
  return Array.from(text.matchAll(TOKEN_SHAPES), ({ index, 0: token }) => [
    index,
    index + token.length,
  ]);
}

function secretsIn(text: string, { exact, pieces }: SecretForms): Span[] {
  const spans: Span[] = [];
  for (const form of exact) {
    for (let start = text.indexOf(form); start !== -1; start = text.indexOf(form, start + 1))
      spans.push([start, start + form.length]);
  }
  const skeleton = skeletonOf(text);
  for (const [length, known] of pieces) {
    for (let start = 0; start + length <= skeleton.text.length; start += 1) {
      if (!known.has(skeleton.text.slice(start, start + length))) continue;
      spans.push([skeleton.at[start] ?? 0, (skeleton.at[start + length - 1] ?? 0) + 1]);
    }
  }
  return spans;
}

function withoutSpans(text: string, spans: Span[], upTo: number): string {
  const parts: string[] = [];
  let from = 0;
  let redactedTo = -1;
  for (const [start, end] of spans.sort(([one], [other]) => one - other)) {
    if (start >= upTo) break;
    if (start > redactedTo) {
      parts.push(text.slice(from, start), REDACTED);
    }
    redactedTo = Math.max(redactedTo, end);
    from = redactedTo;
  }
  return [...parts, text.slice(from, Math.max(from, upTo))].join("");
}
