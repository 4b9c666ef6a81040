import * as v from "valibot";

import { ConfigurationError } from "../../provider/api";
import { type Redactor, redactorOf } from "../../provider/api/redact";

const texts = v.nullish(v.array(v.string()));
const properties = v.optional(v.record(v.string(), v.unknown()), {});
const position = v.object({ sourcePosition: v.optional(v.string()) });

const state = v.object({
  id: v.optional(v.string()),
  inputs: properties,
  outputs: properties,
  sourcePosition: v.optional(v.string()),
  stackTrace: v.nullish(v.array(position)),
});

const step = v.object({
  op: v.string(),
  urn: v.string(),
  oldState: v.optional(state),
  newState: v.optional(state),
  detailedDiff: v.nullish(v.record(v.string(), v.unknown())),
  diffReasons: texts,
  replaceReasons: texts,
});

const diagnostic = v.object({
  urn: v.optional(v.string()),
  message: v.optional(v.string(), ""),
  severity: v.optional(v.string(), ""),
});

/** What `pulumi preview --json` writes, as far as the audit reads it. */
const previewSchema = v.object({
  steps: v.nullish(v.array(step), []),
  diagnostics: v.nullish(v.array(diagnostic), []),
});

export type PreviewDocument = v.InferOutput<typeof previewSchema>;
export type PreviewStep = v.InferOutput<typeof step>;
export type ResourceState = v.InferOutput<typeof state>;

const KEYS = ["steps", "diagnostics", "changeSummary", "duration"];

/**
 * Reads a preview; what looks like a token, and each of the given secrets, is taken out of all of it
 * first.
 *
 * @throws {ConfigurationError} that names every path that is wrong.
 */
export function readPreview(text: string, secrets: readonly string[] = []): PreviewDocument {
  const document = withoutTokens(parseJson(text), redactorOf(secrets));
  if (typeof document !== "object" || document === null || !KEYS.some((key) => key in document)) {
    throw notPreview(`it has none of ${KEYS.join(", ")}`);
  }
  const result = v.safeParse(previewSchema, document);
  if (result.success) return result.output;
  throw notPreview(
    result.issues
      .map((issue) => `${v.getDotPath(issue) ?? "document"}: ${issue.message}`)
      .join("; "),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notPreview(
      text.trim() === "" ? "it is empty" : `it is not JSON: ${(cause as Error).message}`,
    );
  }
}

function notPreview(reason: string): ConfigurationError {
  return new ConfigurationError(
    `this is not what pulumi preview --json writes: ${reason}. Give its standard output alone`,
  );
}

/** Deeper than any resource's inputs, and no deeper than what is recursed into safely. */
const MOST_LEVELS = 500;

function withoutTokens(value: unknown, redacted: Redactor, level = 0): unknown {
  if (level > MOST_LEVELS) throw notPreview(`it has more than ${MOST_LEVELS} levels`);
  if (typeof value === "string") return redacted(value);
  const within = (item: unknown): unknown => withoutTokens(item, redacted, level + 1);
  if (Array.isArray(value)) return value.map(within);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [redacted(name), within(item)]),
  );
}
