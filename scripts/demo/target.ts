import { startEmulator } from "../../emulator";

/** The GitLab that the demo runs against. */
export interface Target {
  url: string;
  token: string;
  /** The full path of the project whose runner it creates. */
  project: string;
  close(): Promise<void>;
}

/**
 * The GitLab of `GITLAB_BASE_URL` and `GITLAB_TOKEN`, else an embedded one.
 *
 * @throws Error when only one of the two is set, or the token's user maintains no project of that GitLab.
 */
export async function findTarget(environment: NodeJS.ProcessEnv): Promise<Target> {
  const { GITLAB_BASE_URL: baseUrl, GITLAB_TOKEN: token } = environment;
  if (baseUrl !== undefined && token !== undefined) {
    const url = baseUrl.replace(/\/+$/, "").replace(/\/api\/v4$/, "");
    const project = environment["GITLAB_PROJECT"] ?? (await someProject(url, token));
    return { url, token, project, close: () => Promise.resolve() };
  }
  if (baseUrl !== undefined || token !== undefined)
    throw new Error(
      "Set both GITLAB_BASE_URL and GITLAB_TOKEN to run against that GitLab, or neither.",
    );
  const gitlab = await startEmulator({
    seed: {
      users: [{ username: "ada" }],
      tokens: [{ name: "ada", user: "ada", scopes: ["api"] }],
      groups: [{ full_path: "acme" }],
      projects: [{ path_with_namespace: "acme/app" }],
      members: [{ user: "ada", of: "acme/app", role: "maintainer" }],
    },
  });
  return {
    url: gitlab.url,
    token: gitlab.tokens["ada"] ?? "",
    project: "acme/app",
    close: () => gitlab.close(),
  };
}

/** A project that the token's user maintains. */
async function someProject(url: string, token: string): Promise<string> {
  const address = `${url}/api/v4/projects?min_access_level=40&simple=true&per_page=1`;
  const answer = await fetch(address, { headers: { "private-token": token } });
  const projects = answer.ok
    ? ((await answer.json()) as { path_with_namespace: string }[])
    : undefined;
  const project = projects?.[0]?.path_with_namespace;
  if (project === undefined)
    throw new Error(
      projects === undefined
        ? `GitLab answers ${answer.status} to the list of projects. Set GITLAB_PROJECT to the full path of one.`
        : "The token's user maintains no project. Set GITLAB_PROJECT to the full path of one.",
    );
  return project;
}
