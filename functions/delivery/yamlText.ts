import type { Document, Scalar } from "yaml";
import { loadModule } from "../../gitlab/transport/loadModule";

/** A value of a YAML document that we write. */
export type YamlValue = string | number | boolean | YamlValue[] | { [key: string]: YamlValue };

/**
 * What a reader of YAML 1.1 takes for an end of line, drops or refuses, or a person does not see:
 * control characters but the tab and the line feed, ends of lines of Unicode, its byte order mark, and the
 * noncharacters U+FFFE and U+FFFF.
 */
const UNSAFE = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/;

/**
 * A document of YAML that Helm, Docker Compose and cloud-init read as it was meant. They read YAML 1.1,
 * which takes `on`, `n` and `1_000` for no texts: each text is between double quotes, or a block of lines.
 *
 * @param comment - lines before the document, without what begins a comment.
 * @see https://yaml.org/spec/1.1/
 */
export async function yamlText(
  value: { [key: string]: YamlValue },
  comment: readonly string[] = [],
): Promise<string> {
  const yaml = await loadModule("yaml", () => import("yaml"));
  const document: Document = new yaml.Document(value, {
    version: "1.1",
    aliasDuplicateObjects: false,
  });
  yaml.visit(document, {
    Scalar(key, node) {
      const written: Scalar = node;
      if (key !== "key" && isBlock(node.value)) written.type = "BLOCK_LITERAL";
    },
  });
  const text = document.toString({
    directives: false,
    defaultKeyType: "PLAIN",
    defaultStringType: "QUOTE_DOUBLE",
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
    lineWidth: 0,
  });
  const lines = comment.map((line) => `# ${line}\n`).join("");
  // What is unsafe stands between double quotes, as a block has none of it.
  return lines + escapedText(text);
}

/** A text of YAML or TOML, in which what is unsafe stands between double quotes and is written out. */
export function escapedText(text: string): string {
  return text.replace(new RegExp(UNSAFE, "g"), escaped);
}

/** Whether lines are read back as they are, by readers of any version. */
function isBlock(value: unknown): boolean {
  return typeof value === "string" && /^[^\s].*\n[^]*[^\s]\n$/.test(value) && !UNSAFE.test(value);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
