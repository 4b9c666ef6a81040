import type { Context } from "hono";

import { ApiError, errorText, malformed } from "./errors";
import { fromForm, fromPairs } from "./nestedParams";

/** What the parameters of a body are read from; of the forms, Rack knows these media types. */
const MULTIPART = ["multipart/form-data", "multipart/related", "multipart/mixed"];
const FORM = "application/x-www-form-urlencoded";
const JSON_TYPE = "application/json";

const READ_BY_GRAPE = ["POST", "PUT", "PATCH", "DELETE"];

/**
 * The parameters that a body holds: GitLab's lib/gitlab/middleware/handle_malformed_strings.rb looks
 * at every body that Rails can read, then Grape's lib/grape/middleware/formatter.rb at those of
 * requests that change something.
 *
 * @param plainText - Whether the endpoint takes text/plain, of which it reads no parameters.
 * @throws ApiError 415 for a type that GitLab's API does not take; 400 for what is not of its type.
 */
export async function readBody(
  c: Context,
  plainText: boolean,
): Promise<Readonly<Record<string, unknown>>> {
  const { type, bytes, form, json } = await readByRails(c);
  if (form) return form;
  // Rails reads JSON of any method, Grape only takes it for a change; without a type it is JSON, too.
  if (bytes.byteLength === 0 || !READ_BY_GRAPE.includes(c.req.method)) return {};
  if (json !== undefined) return objectOf(json);
  if (type === "") return objectOf(parsed(textOf(bytes), undeclared));
  if (plainText && type === "text/plain") return {};
  throw errorText(415, `The provided content-type '${type}' is not supported.`);
}

/**
 * The parameters that a body holds for what is no part of Grape's: a list is called `_json`, and a
 * body of another type holds none.
 *
 * @throws ApiError 400 for what is not of its type.
 */
export async function readRailsBody(c: Context): Promise<Readonly<Record<string, unknown>>> {
  const { form, json } = await readByRails(c);
  return form ?? (Array.isArray(json) ? { _json: json } : objectOf(json));
}

interface RailsBody {
  type: string;
  bytes: ArrayBuffer;
  form?: Readonly<Record<string, unknown>>;
  json?: unknown;
}

async function readByRails(c: Context): Promise<RailsBody> {
  const header = c.req.header("content-type") ?? "";
  const type = (header.split(/[;,]/)[0] ?? "").trim().toLowerCase();
  const bytes = await c.req.arrayBuffer();
  if (bytes.byteLength === 0) return { type, bytes };
  if (type === FORM) return { type, bytes, form: fromForm(textOf(bytes)) };
  if (MULTIPART.includes(type))
    return { type, bytes, form: fromPairs(await partsOf(bytes, header)) };
  if (type !== JSON_TYPE) return { type, bytes };
  return { type, bytes, json: parsed(textOf(bytes), () => notJson(c)) };
}

/** A mark of the byte order is left in: Ruby does not take it for JSON. */
function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed();
  }
}

async function partsOf(bytes: ArrayBuffer, type: string): Promise<Iterable<[string, unknown]>> {
  try {
    return await new Response(bytes, { headers: { "content-type": type } }).formData();
  } catch {
    // No boundary, or an end before that.
    throw malformed();
  }
}

function parsed(text: string, refusal: () => ApiError): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw refusal();
  }
}

/** A list or a single value has no names, so it is no parameters. */
function objectOf(json: unknown): Record<string, unknown> {
  return typeof json === "object" && json !== null && !Array.isArray(json)
    ? (json as Record<string, unknown>)
    : {};
}

/** What Rails answers, before the API is asked: JSON to those who accept it by name. */
function notJson(c: Context): ApiError {
  const accepts = (c.req.header("accept") ?? "").toLowerCase().includes(JSON_TYPE);
  return accepts ? new ApiError(400, { status: 400, error: "Bad Request" }) : new ApiError(400, "");
}

/** What Grape answers. */
function undeclared(): ApiError {
  return errorText(
    400,
    `\nProblem:\n  message body does not match declared format\nResolution:\n  when specifying ${JSON_TYPE} as content-type, you must pass valid ${JSON_TYPE} in the request's 'body' `,
  );
}
