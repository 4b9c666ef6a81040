import { redact } from "../../gitlab/text/redact";

/** What names that users choose have in them, such as `MIRROR_TOKEN` and `amazonec2-secret-key`. */
const TELLING = /auth|credential|passw|secret|token|(?:access|account|api|private).?key/i;
/** The end of what says where a secret is, or which one it is. */
const ABOUT = /(?:dir|file|id|name|path|type|url)$/i;

/** The name and the password of a URL. */
const SIGNED_IN = /^[a-z][a-z\d+.-]*:\/\/[^/\s@]+@/i;

/**
 * Whether a text of the file must not be written into a program.
 *
 * @param name - what the user calls it; empty for a key of gitlab-runner's.
 * @param text - the value; of a key of gitlab-runner's, it may be `NAME=value`.
 */
export function isSecret(name: string, text: string): boolean {
  const [, own = name, value = text] = name === "" ? (/^([\w.-]+)=(.*)$/s.exec(text) ?? []) : [];
  return (
    value !== "" &&
    ((TELLING.test(own) && !ABOUT.test(own)) || SIGNED_IN.test(value) || redact(text) !== text)
  );
}
