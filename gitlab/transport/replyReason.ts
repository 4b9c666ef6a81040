import { parseJson } from "../text/parseJson";
import { excerptOf, oneLine, quoted } from "../text/quoted";
import { redact } from "../text/redact";

/** Far more than any error of GitLab's has; a larger body is a page, whatever it begins with. */
const LONGEST_JSON = 1024 * 1024;

/** The body of an error reply: parsed, or its text if it is not JSON. */
export function errorBody(text: string): unknown {
  if (text.length > LONGEST_JSON) return text;
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

const REASON_LENGTH = 300;

/**
 * Extracts GitLab's text from any of its error bodies: `{message: string}`, `{message: {attribute:
 * [text]}}`, `{error: string, error_description?: string}`, or the text of a page; cut short, and
 * without secrets.
 *
 * @param body - parsed, or its text where it is not JSON.
 * @param secrets - values of the request that no message may show.
 */
export function replyReason(body: unknown, secrets: readonly string[]): string | undefined {
  if (typeof body === "string") {
    const { text, isCut } = excerptOf(body);
    // Removing tags would break up a secret that contains `<` and `>`.
    const words = oneLine(withoutTags(redact(text, secrets)));
    return words === "" ? undefined : quoted({ text: words, isCut }, REASON_LENGTH, secrets);
  }
  const text = messageOf(body);
  return text === undefined ? undefined : quoted(excerptOf(text), REASON_LENGTH, secrets);
}

/** Each expression ends where its next match could begin, so that it reads a text only once. */
function withoutTags(page: string): string {
  return page
    .replace(/<(style|script)\b[^]*?(?:<\/\1[^<>]*>?|$)/gi, " ")
    .replace(/<[^<>]*>?/g, " ");
}

function messageOf(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const { message, error, error_description: description } = body as Record<string, unknown>;
  if (typeof message === "string") return message;
  if (typeof message === "object" && message !== null) {
    return Object.entries(message)
      .map(([attribute, texts]) => `${attribute} ${[texts].flat().map(textOf).join(", ")}`)
      .join("; ");
  }
  if (typeof error !== "string") return undefined;
  return typeof description === "string" ? `${error}: ${description}` : error;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
