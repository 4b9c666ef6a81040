/**
 * The form in which a secret crosses to the engine, so that it stores the value encrypted.
 * @see sdk/go/common/resource/plugin/rpc.go in Pulumi's source
 */
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

export function wireSecret(value: unknown): Record<string, unknown> {
  return { [SIGNATURE_KEY]: SECRET_SIGNATURE, value };
}
