import { plainText } from "../../gitlab/text/shown";

export { plainText };

/** What the engine writes for a value that is not known before the apply. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** What the engine writes for a secret. */
export const SECRET = "[secret]";

/** A value for a person, in a line of its own: JSON, so that a text shows its quotes and breaks. */
export function valueText(value: unknown): string {
  if (value === undefined) return "";
  if (value === UNKNOWN) return "(not known yet)";
  if (value === SECRET) return SECRET;
  return plainText(JSON.stringify(value).replaceAll(JSON.stringify(UNKNOWN), "(not known yet)"));
}

/** `1 change`, `2 changes`. */
export function counted(count: number, thing: string): string {
  return `${count.toLocaleString("en")} ${thing}${count === 1 ? "" : "s"}`;
}
