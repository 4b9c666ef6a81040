import { ConfigError } from "../ci/configuration";
import type { Includable, RepositoryFile } from "../ci/includes";
import type { Instance } from "../instance";
import { findProject } from "../rules/namespaces";
import type { Policy } from "../rules/policies";
import type { Project } from "../store/records";

/** The one commit that a project with a repository has. */
export const COMMIT = "0".repeat(40);
export const REFS = ["main", "HEAD", COMMIT];

/** What a configuration of a project may include, by what the user may see. */
export function includableOf(project: Project, policy: Policy, instance: Instance): Includable {
  const { store, url } = instance;
  const { host, hostname } = new URL(url);
  return {
    project: project.path_with_namespace,
    sha: COMMIT,
    url,
    variables: {
      CI_PROJECT_PATH: project.path_with_namespace,
      CI_SERVER_FQDN: host,
      CI_SERVER_HOST: hostname,
      CI_SERVER_URL: url,
    },
    file: (path, file) => fileOf(findProject(path, store), file),
    component: (address) => component(address, host, policy, instance),
  };
}

function fileOf(project: Project | undefined, path: string): RepositoryFile | undefined {
  const files = project?.files ?? {};
  const content = Object.hasOwn(files, path) ? files[path] : undefined;
  return project === undefined || content === undefined
    ? undefined
    : { project: project.path_with_namespace, sha: COMMIT, path, content };
}

/**
 * The file of a component: GitLab's lib/gitlab/ci/components/instance_path.rb and
 * app/services/ci/components/fetch_service.rb. No project is in the catalog.
 *
 * @throws ConfigError
 */
function component(
  address: string,
  host: string,
  policy: Policy,
  { store }: Instance,
): RepositoryFile {
  const refuse = (reason: string): ConfigError =>
    new ConfigError(`Component '${address}' - ${reason}`);
  const [, path = "", name = "", version] = /^[^/]*\/(.+)\/([^/@]+)@(.*)$/.exec(address) ?? [];
  if (!address.startsWith(`${host}/`) || !address.includes("@"))
    throw refuse("the component path is not supported");
  const project = findProject(path, store);
  if (project !== undefined && version === "~latest")
    throw refuse(notInCatalog("~latest version reference"));
  const hasVersion = [...REFS, ...(project?.tags ?? [])].includes(version ?? "");
  if (project !== undefined && !hasVersion && /^\d+(\.\d+)?$/.test(version ?? ""))
    throw refuse(notInCatalog("partial semantic version reference"));
  if (project === undefined || !hasVersion) throw refuse("content not found");
  if (!policy.canReadCode(project))
    throw refuse("project does not exist or you don't have sufficient permissions");
  const file =
    fileOf(project, `templates/${name}.yml`) ?? fileOf(project, `templates/${name}/template.yml`);
  if (file === undefined || file.content.trim() === "") throw refuse("content not found");
  return file;
}

function notInCatalog(reference: string): string {
  return `The ${reference} is not supported for non-catalog resources. Use a tag, branch, or commit SHA instead.`;
}
