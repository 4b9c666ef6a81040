import type { Got, RequestError, TimeoutError } from "got";
import { parseJson } from "../text/parseJson";
import { excerptOf, quoted } from "../text/quoted";
import { secretsOf } from "./requestSecrets";
import { TLS_IS_SPOKEN } from "./tlsRefusals";
import type { GitLabReply, GitLabRequest, TransportOptions } from "./transport";

/**
 * The outcome of one attempt to send a request. It holds nothing of the request, unlike got's errors,
 * whose options hold the credential.
 */
export type Outcome =
  | { readonly kind: "reply"; readonly reply: GitLabReply }
  /** GitLab, or a proxy, answered with an error status. */
  | {
      readonly kind: "refused";
      readonly status: number;
      readonly headers: GitLabReply["headers"];
      readonly text: string;
    }
  /** A redirect that the client does not follow; undefined if it names no address. */
  | { readonly kind: "redirected"; readonly status: number; readonly to: string | undefined }
  /** A reply that cannot be read. */
  | { readonly kind: "unreadable"; readonly reason: string; readonly text?: string }
  /** No reply; the code is Node's, or `TIMEOUT_CONNECT`, `TIMEOUT_RESPONSE`, `TIMEOUT_REQUEST`. */
  | { readonly kind: "lost"; readonly code: string; readonly message: string };

export type Failure = Exclude<Outcome, { kind: "reply" }>;

/** What took too long, by got's name of the phase. */
const TIMEOUT_CODES: Readonly<Record<string, string>> = {
  lookup: "TIMEOUT_CONNECT",
  connect: "TIMEOUT_CONNECT",
  secureConnect: "TIMEOUT_CONNECT",
  response: "TIMEOUT_RESPONSE",
};

/** Far more than any reply about runners has; a larger one is refused before it fills the memory. */
const LARGEST_REPLY_BYTES = 32 * 1024 * 1024;

/** Characters of a reply in one message. */
const LONGEST_QUOTE = 1000;

/** Sends a request once. */
export async function attempt(
  got: Got,
  request: GitLabRequest,
  options: TransportOptions,
): Promise<Outcome> {
  const { token, timeoutMs } = options;
  const sending = got(request.path, {
    method: request.method,
    ...(request.query && { searchParams: withoutUndefined(request.query) }),
    ...(request.json !== undefined && { json: request.json }),
    ...(request.signal && { signal: request.signal }),
    headers: {
      ...(request.authenticated !== false && { authorization: `Bearer ${token}` }),
      ...request.headers,
    },
  });
  let ended: Failure | undefined;
  const end = (failure: Failure): void => {
    ended = failure;
    sending.cancel();
  };
  // This counts unpacked bytes, so that a small compressed reply cannot grow without bounds.
  void sending.on("downloadProgress", ({ transferred, total = 0 }) => {
    if (Math.max(transferred, total) <= LARGEST_REPLY_BYTES) return;
    end({ kind: "unreadable", reason: "is larger than 32 MiB" });
  });
  // got's own timeout for the whole request does not run while an agent waits for a proxy.
  const timer = setTimeout(() => {
    end({ kind: "lost", code: "TIMEOUT_REQUEST", message: "" });
  }, timeoutMs.reply * 2);
  try {
    const { statusCode: status, headers, body: text } = await sending;
    if (status >= 400) return { kind: "refused", status, headers, text };
    if (status >= 300) return { kind: "redirected", status, to: headers.location };
    const quote = (part: string): string =>
      quoted(excerptOf(part), LONGEST_QUOTE, secretsOf(request, options));
    return readJson(text, { status, headers, quote });
  } catch (error) {
    return ended ?? lost(error as RequestError);
  } finally {
    clearTimeout(timer);
  }
}

function readJson(text: string, rest: Omit<GitLabReply, "body">): Outcome {
  try {
    const body = text === "" ? undefined : parseJson(text);
    return { kind: "reply", reply: { ...rest, body } };
  } catch (error) {
    return { kind: "unreadable", reason: (error as SyntaxError).message, text };
  }
}

function lost(error: RequestError): Failure {
  const { event, message } = error as Partial<TimeoutError> & RequestError;
  // An agent for a proxy may have the system's code only in its text.
  const [, codeInText] = /^(?:connect|getaddrinfo) (E[A-Z_]+)\b/.exec(message) ?? [];
  const code = isTlsAlert(error)
    ? TLS_IS_SPOKEN
    : (TIMEOUT_CODES[event ?? ""] ?? codeInText ?? error.code);
  if (code === "ERR_TOO_MANY_REDIRECTS") {
    return { kind: "redirected", status: error.response?.statusCode ?? 302, to: undefined };
  }
  if (code.startsWith("Z_")) return { kind: "unreadable", reason: "cannot be unpacked" };
  return { kind: "lost", code, message };
}

/** Whether a reply that is not HTTP is a TLS alert: its first bytes are the type and the version. */
function isTlsAlert({ cause }: RequestError): boolean {
  const { rawPacket } = (cause ?? {}) as { rawPacket?: unknown };
  return Buffer.isBuffer(rawPacket) && rawPacket[0] === 0x15 && rawPacket[1] === 0x03;
}

function withoutUndefined(
  query: NonNullable<GitLabRequest["query"]>,
): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(query).filter(
      (entry): entry is [string, string | number | boolean] => entry[1] !== undefined,
    ),
  );
}
