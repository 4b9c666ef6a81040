import * as v from "valibot";
import type { Properties, Resource, TimeLimit } from "../values/operation";
import { fromWire } from "./wire";

/*
 * The engine does not pass all of a resource to a provider, and to a dynamic one not even which it is.
 * The program's class therefore gives that as inputs of its own, whose names begin with `__`.
 */

/** Where the engine listens, as the program's class gives it. */
const engineSchema = v.object({
  address: v.string(),
  /** The stack's full name. */
  stack: v.string(),
  /** Whether the engine leaves the resource at GitLab when it goes (`retainOnDelete`). */
  retains: v.boolean(),
  /** The engine's own provider, which answers; left out by an earlier class. */
  provider: v.optional(v.string()),
});
export type Engine = v.InferOutput<typeof engineSchema>;

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** The fingerprint by which the program's class names the resource; undefined in older programs. */
export function heldFingerprint(properties: Properties): string | undefined {
  return knownText(properties["__mark"]);
}

/** Who the resource is, as a check hears it from the program's class. */
export function resourceOf(inputs: Properties): Resource {
  return {
    urn: knownText(inputs["__urn"]),
    fingerprint: heldFingerprint(inputs),
    isRetained: engineOf(inputs)?.retains,
  };
}

/** Where the engine is that runs the program. */
export function engineOf(inputs: Properties): Engine | undefined {
  const { success, output } = v.safeParse(engineSchema, inputs["__engine"]);
  return success ? output : undefined;
}

/** The time that the resource's `customTimeouts` leave to an operation. */
export function timeLimitOf(
  properties: Properties,
  operation: "create" | "update" | "delete",
): TimeLimit | undefined {
  const timeouts = properties["__timeouts"] as Record<string, unknown> | undefined;
  const shown = timeouts?.[operation];
  if (typeof shown !== "string") return undefined;
  // In the engine's form, `1h30m` or `40s`; it has refused any other.
  const parts = [...shown.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0) return undefined;
  const milliseconds = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ""] ?? 0),
    0,
  );
  return { milliseconds, shown };
}

function knownText(value: unknown): string | undefined {
  const [known] = Object.values(fromWire({ value }));
  return typeof known === "string" ? known : undefined;
}
