import type { Got, RequestError } from "got";
import type { GitLabReply, GitLabRequest } from "./transport";

/**
 * What one attempt to send a request came to. Nothing in it knows what was sent, unlike got's
 * errors, whose options hold the credential.
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
  /** A redirect that is not followed; undefined when it does not say where to. */
  | { readonly kind: "redirected"; readonly status: number; readonly to: string | undefined }
  /** A reply of which nothing can be read. */
  | { readonly kind: "unreadable"; readonly reason: string; readonly text?: string }
  /** No reply; a time-out has one of the codes of `TIMEOUT_CODES`. */
  | { readonly kind: "lost"; readonly code: string; readonly message: string };

export type Failure = Exclude<Outcome, { kind: "reply" }>;

/** What took too long, by got's name of the phase. */
const TIMEOUT_CODES: Readonly<Record<string, string>> = {
  lookup: "TIMEOUT_CONNECT",
  connect: "TIMEOUT_CONNECT",
  secureConnect: "TIMEOUT_CONNECT",
  response: "TIMEOUT_RESPONSE",
  request: "TIMEOUT_REQUEST",
};

/** No reply about runners comes near this; a larger one is refused before it fills the memory. */
const LARGEST_REPLY_BYTES = 32 * 1024 * 1024;

/** Sends a request once. */
export async function attempt(got: Got, request: GitLabRequest, token: string): Promise<Outcome> {
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
  // Counts what is unpacked, too, so that a small reply cannot grow without bounds.
  void sending.on("downloadProgress", ({ transferred, total = 0 }) => {
    if (Math.max(transferred, total) > LARGEST_REPLY_BYTES) sending.cancel();
  });
  try {
    const { statusCode: status, headers, body: text } = await sending;
    if (status >= 400) return { kind: "refused", status, headers, text };
    if (status >= 300) return { kind: "redirected", status, to: headers.location };
    return readJson(status, headers, text);
  } catch (error) {
    return lost(error as RequestError);
  }
}

function readJson(status: number, headers: GitLabReply["headers"], text: string): Outcome {
  try {
    const body: unknown = text === "" ? undefined : JSON.parse(text);
    return { kind: "reply", reply: { status, headers, body } };
  } catch {
    return { kind: "unreadable", reason: "is not JSON", text };
  }
}

function lost(error: RequestError): Failure {
  if (error.name === "CancelError") return { kind: "unreadable", reason: "is larger than 32 MiB" };
  const { code, message } = error;
  if (code === "ERR_TOO_MANY_REDIRECTS") {
    return { kind: "redirected", status: error.response?.statusCode ?? 302, to: undefined };
  }
  if (code.startsWith("Z_")) return { kind: "unreadable", reason: "cannot be unpacked" };
  return { kind: "lost", code: timeoutCode(error) ?? code, message };
}

/** A time-out while the reply is read comes wrapped in another error. */
function timeoutCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { event } = error as { event?: unknown };
  return typeof event === "string" ? TIMEOUT_CODES[event] : timeoutCode(error.cause);
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
