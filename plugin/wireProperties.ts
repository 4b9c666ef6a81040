import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { unwrapSecrets, withSecrets } from "../provider/engine/wire";
import type { Properties } from "../provider/values/operation";

/** Values as the engine sends them but for the marks of secrets, and which of them hold one. */
export interface Received {
  readonly values: Properties;
  readonly secrets: ReadonlySet<string>;
}

/** Values as the engine sends them. */
export function received(struct: Struct | undefined): Received {
  const wire = (struct?.toJavaScript() ?? {}) as Properties;
  const entries = Object.entries(wire).map(([name, value]) => {
    const { plain, hasSecret } = unwrapSecrets(value);
    return { name, plain, hasSecret };
  });
  return {
    values: Object.fromEntries(entries.map(({ name, plain }) => [name, plain])),
    secrets: new Set(entries.filter(({ hasSecret }) => hasSecret).map(({ name }) => name)),
  };
}

/** Values as the engine takes them, those of some names as secrets. */
export function sent(values: Properties, secrets: Iterable<string> = []): Struct {
  const wire = JSON.parse(JSON.stringify(withSecrets(values, [...secrets]))) as Record<
    string,
    JavaScriptValue
  >;
  return Struct.fromJavaScript(wire);
}
