import { type Declared, isIdOf, isSecretOf } from "./declared";
import type { Surroundings } from "./dialect";
import type { Properties } from "./providerHost";

/** What the engine sends for a text that is not known before the apply. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The arguments of a resource, with the values of what they refer to. */
export function givenArguments(
  { args }: Declared,
  { idOf, secretOf }: Surroundings,
  asSent: (token: string) => unknown,
): Properties {
  const values = Object.entries(args).map(([key, value]) => {
    if (isIdOf(value)) return [key, idOf(value.idOf)];
    return [key, isSecretOf(value) ? asSent(secretOf(value.secret)) : value];
  });
  return Object.fromEntries(values) as Properties;
}
