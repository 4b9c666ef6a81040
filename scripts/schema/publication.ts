/** What package.json says of where a package is published. */
export interface PublishedManifest {
  repository?: string | { readonly url: string };
  readonly homepage?: string;
  readonly bugs?: string | { readonly url: string };
  readonly author?: string | { readonly name: string };
}

/** Where a package is published, and the names that follow from it in the languages that have such. */
export interface Publication {
  /** `https://gitlab.example.com/acme/pulumi-gitlab-runners`. */
  readonly repository: string;
  readonly homepage: string;
  /** Where users report a bug. */
  readonly issues: string;
  readonly publisher: string | undefined;
  /** From where the engine downloads the archive of a version. */
  readonly pluginDownloadURL: string;
  /** The import path of Go under which the SDKs lie: that of the repository. */
  readonly goPath: string;
  /** The namespace in .NET above the package's: `Acme`. */
  readonly rootNamespace: string;
  /** The package in Java above the package's: `com.example.gitlab.acme`. */
  readonly basePackage: string;
}

/**
 * Where the package of a manifest is published; undefined where it names no repository. Nothing is
 * assumed then: an address that is not ours could become somebody else's.
 *
 * @throws Error for a repository that is no https address of a project.
 */
export function publicationOf(manifest: PublishedManifest): Publication | undefined {
  const { repository, homepage, bugs, author } = manifest;
  if (repository === undefined) return undefined;
  const { host, path } = projectOf(typeof repository === "string" ? repository : repository.url);
  const address = `https://${host}/${path}`;
  const owners = path.split("/").slice(0, -1);
  return {
    repository: address,
    homepage: homepage ?? address,
    issues: (typeof bugs === "object" ? bugs.url : bugs) ?? `${pages(address)}/issues`,
    publisher: typeof author === "object" ? author.name : author,
    pluginDownloadURL: downloads(host, path),
    goPath: `${host}/${path}`,
    rootNamespace: owners.map(pascalCase).join("."),
    basePackage: [...host.split(".").reverse(), ...owners].map(javaName).join("."),
  };
}

/** Hosts that nobody owns, for examples and tests: RFC 2606. */
const RESERVED = /(?:^|\.)(?:example(?:\.(?:com|net|org))?|invalid|test|localhost)$/;

/**
 * The same for a release, which cannot do without.
 *
 * @throws Error that says what package.json lacks.
 */
export function requirePublication(manifest: PublishedManifest): Publication {
  const publication = publicationOf(manifest);
  if (publication === undefined) {
    throw new Error(
      'package.json has no "repository", from which the address of the archives, the import path of Go ' +
        "and the namespaces of .NET and Java are taken. Add the https address of the project",
    );
  }
  const { host } = new URL(publication.repository);
  if (RESERVED.test(host)) {
    throw new Error(
      `package.json has the repository ${publication.repository}, and ${host} is a host of examples. ` +
        "Write the https address of the project there",
    );
  }
  return publication;
}

/**
 * The address of a file or folder of a release in the repository.
 *
 * @param path - from the root of the repository, with `/`.
 */
export function sourceAddress(
  { repository }: Publication,
  version: string,
  path: string,
  kind: "blob" | "tree",
): string {
  return `${pages(repository)}/${kind}/v${version}/${path}`;
}

/** Below what address a project has its pages: GitLab puts `-` before them, GitHub nothing. */
function pages(repository: string): string {
  return new URL(repository).host === "github.com" ? repository : `${repository}/-`;
}

/** A host and the path of a project there, of an address as package.json may write it. */
const PROJECT = /^(?:git\+)?https:\/\/(?<host>[\w.-]+)\/(?<path>[\w.-]+(?:\/[\w.-]+)+)\/?$/;

function projectOf(text: string): { host: string; path: string } {
  const { host, path } = PROJECT.exec(text)?.groups ?? {};
  if (host === undefined || path === undefined) {
    throw new Error(
      `package.json: the repository ${JSON.stringify(text)} is no https address of a project, as ` +
        "https://gitlab.example.com/group/project is",
    );
  }
  return { host, path: path.replace(/\.git$/, "") };
}

/** GitHub's releases the engine knows itself; those of GitLab have links by the name of an asset. */
function downloads(host: string, path: string): string {
  return host === "github.com"
    ? `github://api.github.com/${path}`
    : `https://${host}/${path}/-/releases/v\${VERSION}/downloads`;
}

function pascalCase(text: string): string {
  return text.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) =>
    letter.toUpperCase(),
  );
}

function javaName(text: string): string {
  const name = text.toLowerCase().replace(/[^a-z0-9]/g, "_");
  return /^\d/.test(name) ? `_${name}` : name;
}
