import { GitLabError, NotFoundError } from "../gitlab";
import { alikeName } from "../gitlab/text/noSuchName";
import { shown } from "../gitlab/text/shown";
import type { Connection } from "./connection";

/** How many projects of a namespace are compared with a misspelt path. */
const MOST_PROJECTS = 100;

/**
 * Does what needs a project. If GitLab does not have it, the error names the one of its namespace that
 * was probably meant.
 *
 * @param project - id or full path.
 */
export async function withProjectHint<Result>(
  connection: Connection,
  project: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NotFoundError) || !error.reason.includes("Project")) throw error;
    const alike = alikeName(project, await pathsBeside(connection, project));
    if (alike === undefined) throw error;
    throw new GitLabError(`${error.message}; did you mean ${shown(alike)}?`, { cause: error });
  }
}

/** The full paths of the projects in the namespace of a path; none for an id, or where GitLab refuses them. */
async function pathsBeside({ send }: Connection, project: string): Promise<string[]> {
  const namespace = project.slice(0, project.lastIndexOf("/") + 1);
  if (namespace === "") return [];
  const query = { search: namespace, search_namespaces: true, simple: true };
  try {
    const { body } = await send({
      operation: `look for projects in ${shown(namespace)}`,
      method: "GET",
      path: "projects",
      query: { ...query, per_page: MOST_PROJECTS },
    });
    const rows = Array.isArray(body) ? (body as { path_with_namespace?: unknown }[]) : [];
    return rows.map((row) => row.path_with_namespace).filter((path) => typeof path === "string");
  } catch (error) {
    // The answer is that the project is not there; that there is no better one is no error.
    if (error instanceof GitLabError) return [];
    throw error;
  }
}
