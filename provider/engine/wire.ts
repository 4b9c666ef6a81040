import type { Properties } from "../values/operation";
import { Unknown } from "../values/unknown";

/** What the engine takes for a value that is not known before the apply. */
export const UNKNOWN_ON_WIRE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * What the engine sends for a value that is not known before the apply, by the kind of the value.
 * @see sdk/go/common/resource/plugin/rpc.go in Pulumi's source
 */
const SENTINELS: ReadonlySet<unknown> = new Set([
  UNKNOWN_ON_WIRE,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/**
 * The form in which a secret crosses to the engine, so that it stores the value encrypted.
 * @see sdk/go/common/resource/plugin/rpc.go in Pulumi's source
 */
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/** A value that the engine does not know yet; back at the engine it is what the engine sent. */
class WireUnknown extends Unknown {
  readonly #sentinel: unknown;

  constructor(sentinel: unknown) {
    super();
    this.#sentinel = sentinel;
  }

  override toJSON(): unknown {
    return this.#sentinel;
  }
}

/**
 * Values as the engine sends them, with what it does not know yet as {@link Unknown}. Done already is
 * done.
 */
export function fromWire(values: Properties): Properties {
  // Mostly all is known, and each operation of the engine brings all values of a resource.
  return isAllKnown(values) ? values : (decoded(values) as Properties);
}

function isAllKnown(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return !SENTINELS.has(value);
  return Object.values(value).every(isAllKnown);
}

function decoded(value: unknown): unknown {
  if (SENTINELS.has(value)) return new WireUnknown(value);
  if (Array.isArray(value)) return value.map(decoded);
  if (typeof value !== "object" || value === null || value instanceof Unknown) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, decoded(each)]));
}

/** Values in which those of some names are secrets. */
export function withSecrets(values: Properties, names: readonly string[]): Properties {
  const secrets = names
    .filter((name) => values[name] !== undefined)
    .map((name) => [name, { [SIGNATURE_KEY]: SECRET_SIGNATURE, value: values[name] }]);
  return { ...values, ...(Object.fromEntries(secrets) as Properties) };
}

/** A value without what marks secrets in it, and whether something did. */
export function unwrapSecrets(value: unknown): { plain: unknown; hasSecret: boolean } {
  let hasSecret = false;
  const unwrapped = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(unwrapped);
    if (typeof each !== "object" || each === null) return each;
    const { [SIGNATURE_KEY]: signature, value: secret } = each as Record<string, unknown>;
    if (signature === SECRET_SIGNATURE) {
      hasSecret = true;
      return unwrapped(secret);
    }
    return Object.fromEntries(
      Object.entries(each).map(([name, member]) => [name, unwrapped(member)]),
    );
  };
  return { plain: unwrapped(value), hasSecret };
}
