import { type Mapping, isMapping, parseConfiguration, valueAt } from "./configuration";

/** A file of a CI configuration: the header with its `spec`, if it has one, and the text below it. */
export interface Documents {
  readonly header: Mapping | undefined;
  readonly content: string;
}

const DIVIDER = /^---\s+/m;

/**
 * Takes a file apart as GitLab's lib/gitlab/config/loader/multi_doc_yaml.rb and
 * lib/gitlab/ci/config/yaml/documents.rb do. One line of dashes may come before the first document.
 *
 * @throws ConfigError for a first document that is not YAML.
 */
export function documentsOf(text: string): Documents {
  const [start, rest] = divided(text);
  const [first, second] = rest !== undefined && start.trim() === "" ? divided(rest) : [start, rest];
  if (second === undefined) return { header: undefined, content: first };
  const header = headerOf(first);
  return header === undefined ? { header, content: first } : { header, content: second };
}

function divided(text: string): [before: string, after: string | undefined] {
  const found = DIVIDER.exec(text);
  if (!found) return [text, undefined];
  return [text.slice(0, found.index), text.slice(found.index + found[0].length)];
}

function headerOf(text: string): Mapping | undefined {
  const document = parseConfiguration(text);
  return isMapping(document) && valueAt(document, "spec") !== undefined ? document : undefined;
}
