import { parseJson } from "../text/parseJson";
import { excerptOf, oneLine, quoted } from "../text/quoted";
import { redact } from "../text/redact";

/** No error of GitLab's comes near this; what is larger is a page, whatever it begins with. */
const LONGEST_JSON = 1024 * 1024;

/** The body of an error reply: parsed, or its text where it is not JSON. */
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
 * GitLab's text out of any of its error bodies: `{message: string}`, `{message: {attribute:
 * [text]}}`, `{error: string, error_description?: string}`, or the text of a page; cut short, and
 * without secrets.
 *
 * @param body - parsed, or its text where it is not JSON.
 * @param secrets - what was sent and must not be shown.
 */
export function replyReason(body: unknown, secrets: readonly string[]): string | undefined {
  if (typeof body === "string") {
    const { text, isCut } = excerptOf(body);
    // A secret with `<` and `>` in it would come to pieces with the tags.
    const words = oneLine(withoutTags(redact(text, secrets)));
    return words === "" ? undefined : quoted({ text: words, isCut }, REASON_LENGTH, secrets);
  }
  const text = messageOf(body);
  return text === undefined ? undefined : quoted(excerptOf(text), REASON_LENGTH, secrets);
}

/** Each expression ends where the next of its matches could begin, so that it reads a text once. */
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
