import * as v from "valibot";

import { ConfigurationError } from "../../gitlab";
import { type Redactor, redactorOf } from "../../gitlab/text/redact";
import { contradictionsOf } from "./contradictions";
import { jsonObjectsIn } from "./previewJson";

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
  changeSummary: v.nullish(v.record(v.string(), v.number())),
});

export type PreviewDocument = v.InferOutput<typeof previewSchema>;
export type PreviewStep = v.InferOutput<typeof step>;
export type ResourceState = v.InferOutput<typeof state>;

/** Whether the engine reports an error, so that changes may be missing. */
export function hasFailed({ diagnostics }: PreviewDocument): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

/**
 * Reads a preview; what looks like a token, and each of the given secrets, is taken out of all of it
 * first.
 *
 * @throws {ConfigurationError} where it is no preview, or contradicts itself: with every path that is
 *   wrong.
 */
export function readPreview(text: string, secrets: readonly string[] = []): PreviewDocument {
  const documents = jsonObjectsIn(text).filter(isPreview);
  const [document] = documents;
  if (!document) throw notPreview(reasonOf(text));
  if (documents.length > 1) throw notPreview(`it has ${documents.length} previews; pass one`);
  const result = v.safeParse(previewSchema, withoutTokens(document, redactorOf(secrets)));
  if (!result.success) {
    throw notPreview(
      result.issues
        .map((issue) => `${v.getDotPath(issue) ?? "document"}: ${issue.message}`)
        .join("; "),
    );
  }
  const preview = result.output;
  const contradictions = contradictionsOf(preview, hasFailed(preview));
  if (contradictions.length > 0) throw notPreview(contradictions.join("; "));
  return preview;
}

/** A preview that got to no step has at least the reasons. */
function isPreview(document: object): boolean {
  const { steps, diagnostics } = document as { steps?: unknown; diagnostics?: unknown };
  return Array.isArray(steps) || Array.isArray(diagnostics);
}

function reasonOf(text: string): string {
  if (text.trim() === "") return "it is empty";
  const [first] = jsonObjectsIn(text);
  if (!first) return "it has no JSON object";
  return "sequence" in first && "timestamp" in first
    ? "it is a stream of events. Unset PULUMI_ENABLE_STREAMING_JSON_PREVIEW"
    : "it has neither steps nor diagnostics";
}

function notPreview(reason: string): ConfigurationError {
  return new ConfigurationError(
    `this is not the output of pulumi preview --json: ${reason}. Pass the standard output of that command`,
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
