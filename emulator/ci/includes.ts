import { ConfigError, type Mapping, type Value, isMapping, textOf, valueAt } from "./configuration";
import { type Variables, expandVariables, readFile } from "./interpolation";
import { merge } from "./merging";

/** GitLab's default of `ci_max_includes`. */
const MAX_INCLUDES = 150;

/** A commit of a project, by the project's full path. */
interface Commit {
  readonly project: string;
  readonly sha: string;
}

/** A file of a repository. */
export interface RepositoryFile extends Commit {
  readonly content: string;
  /** Its path in the repository. */
  readonly path: string;
}

/** What a configuration of a commit may include. */
export interface Includable extends Commit {
  /** The address of GitLab's web pages. */
  readonly url: string;
  readonly variables: Variables;
  /** A file of a project. */
  readonly file: (project: string, path: string) => RepositoryFile | undefined;
  /** The file of a component. Throws a ConfigError with GitLab's reason. */
  readonly component: (address: string) => RepositoryFile;
}

/** For a configuration that is of no project. */
export const NO_REPOSITORY: Includable = {
  project: "",
  sha: "",
  url: "",
  variables: {},
  file: () => undefined,
  component: (address) => {
    throw new ConfigError(`Component '${address}' - content not found`);
  },
};

/** What the answer says of an included file: `metadata` of lib/gitlab/ci/config/external/file/. */
export interface IncludedFile {
  readonly type: "local" | "component";
  readonly location: string;
  readonly blob: string;
  readonly raw: string | null;
  readonly extra: Record<string, never>;
  readonly context_project: string;
  readonly context_sha: string;
}

/** A configuration with what it includes, and which files these are. */
export interface Included {
  readonly configuration: Mapping;
  readonly files: readonly IncludedFile[];
}

/**
 * Reads a configuration with all that it includes: GitLab's lib/gitlab/ci/config/external/processor.rb.
 * What a file has goes over what it includes, and a later file over an earlier one. Rules of an include are not
 * evaluated.
 *
 * @throws ConfigError
 */
export function readWithIncludes(text: string, source: Includable): Included {
  const files: IncludedFile[] = [];
  const expand = (read: Mapping, within: Commit): Mapping => {
    const { include, ...own } = read;
    const included = listOf(include).map((each) => {
      const { type, location, file } = found(each, source, within);
      if (files.length >= MAX_INCLUDES)
        throw new ConfigError(`Maximum of ${MAX_INCLUDES} nested includes are allowed!`);
      files.push(metadata(type, location, file, source, within));
      return expand(contentOf(each, location, file, source), file);
    });
    return [...included, own].reduce(merge, {});
  };
  const configuration = expand(readFile(text, {}, source.variables), source);
  return { configuration, files };
}

function listOf(include: Value | undefined): Value[] {
  return (Array.isArray(include) ? include : [include]).filter((each) => each != null);
}

/** @throws ConfigError for what is not there. */
function found(
  include: Value,
  source: Includable,
  within: Commit,
): { type: IncludedFile["type"]; location: string; file: RepositoryFile } {
  const at = (key: string): string =>
    expandVariables(textOf(isMapping(include) ? valueAt(include, key) : include), source.variables);
  const isLocal = isMapping(include) ? "local" in include : !/^https?:\/\//.test(textOf(include));
  if (isLocal) {
    const location = at("local");
    const file = source.file(within.project, location.replace(/^\/+/, ""));
    if (file === undefined) throw new ConfigError(`Local file \`${location}\` does not exist!`);
    return { type: "local", location, file };
  }
  if (!isMapping(include) || !("component" in include)) throw new ConfigError(absence(include, at));
  const location = at("component");
  return { type: "component", location, file: source.component(location) };
}

/** Why there is nothing of what is not held here: other projects' files, other servers', and GitLab's templates. */
function absence(include: Value, at: (key: string) => string): string {
  if (isMapping(include) && "project" in include)
    return `Project \`${at("project")}\` not found or access denied! Make sure any includes in the pipeline configuration are correctly defined.`;
  const kind = isMapping(include) ? ["remote", "template"].find((key) => key in include) : "remote";
  return kind === undefined
    ? "Included file must specify one of: `local`, `project`, `remote`, `template`, `component`"
    : `Included file \`${at(kind)}\` is empty or does not exist!`;
}

function contentOf(
  include: Value,
  location: string,
  { content }: RepositoryFile,
  { variables }: Includable,
): Mapping {
  const inputs = isMapping(include) ? valueAt(include, "inputs") : undefined;
  try {
    return readFile(content, isMapping(inputs) ? inputs : {}, variables);
  } catch (error) {
    if (error instanceof ConfigError) throw new ConfigError(`\`${location}\`: ${error.message}`);
    throw error;
  }
}

function metadata(
  type: IncludedFile["type"],
  location: string,
  { project, sha, path }: RepositoryFile,
  { url }: Includable,
  within: Commit,
): IncludedFile {
  const page = (kind: string): string => `${url}/${project}/-/${kind}/${sha}/${path}`;
  return {
    type,
    location,
    blob: page("blob"),
    raw: type === "local" ? page("raw") : null,
    extra: {},
    context_project: within.project,
    context_sha: within.sha,
  };
}
