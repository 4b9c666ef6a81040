import { recordOf } from "../../gitlab/text/recordOf";
import { SECRET, UNKNOWN, plainText } from "./text";

/** Arguments of a resource by their names. */
export type Values = Readonly<Record<string, unknown>>;

const SECRETS = ["token", "authenticationToken", "registrationToken"];

/** The arguments without what Pulumi and this package keep for themselves, secrets masked. */
export function argumentsOf(inputs: Values = {}): Values {
  return recordOf(
    Object.entries(inputs)
      .filter(([name, value]) => isShown(name) && value !== null)
      .map(([name, value]) => [plainText(name), SECRETS.includes(name) ? SECRET : value] as const),
  );
}

/** What an object holds; nothing of another value. */
export function valuesIn(value: unknown): Values {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

export function isShown(name: string): boolean {
  return !name.startsWith("__");
}

/** Whether a value cannot be seen in a preview: it is a secret, or known only at the apply. */
export function isHidden(value: unknown): boolean {
  if (value === SECRET || value === UNKNOWN) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(isHidden);
}
