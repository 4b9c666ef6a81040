/** Text of a docstring for a page: nothing of it is taken for HTML, or for a shortcode of Hugo's. */
export function prose(text: string): string {
  return mapCode(text, escapeText, (code) =>
    code.includes("{{") ? `<code>${entities(code)}</code>` : `\`${code}\``,
  );
}

/** The same on one line, for a cell of a table. */
export function cell(text: string): string {
  return prose(text)
    .replaceAll("|", "\\|")
    .replace(/\s*\n\s*/g, "<br>");
}

/** Code in a cell. */
export function codeCell(code: string): string {
  return cell(`\`${code}\``);
}

/** A table whose cells are ready for it. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map(line)].join("\n");
}

export function codeBlock(language: string, code: string): string {
  return ["```" + language, code.trim(), "```"].join("\n");
}

/** The paragraphs of a page, one empty line between them. */
export function page(...parts: readonly (string | readonly string[] | undefined)[]): string {
  const blocks = parts.flat().filter((part) => part !== undefined && part !== "");
  return `${blocks.join("\n\n")}\n`;
}

/** The name under which a heading is linked to. */
export function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}

function mapCode(
  text: string,
  ofText: (text: string) => string,
  ofCode: (code: string) => string,
): string {
  return text
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 0 ? ofText(part) : ofCode(part)))
    .join("");
}

/** An asterisk or an underscore at a word's edge would begin an emphasis. */
function escapeText(text: string): string {
  return entities(text)
    .replace(/[\\`*[\]]/g, "\\$&")
    .replace(/(?<!\w)_|_(?!\w)/g, "\\_");
}

function entities(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll("{", "&#123;")
    .replaceAll("}", "&#125;");
}
