import { startEmulator } from "../../emulator";

/** The GitLab that the demo runs against. */
export interface Target {
  url: string;
  token: string;
  /** The project whose runner is made; without one, it is a runner of the instance. */
  project: string | undefined;
  close(): Promise<void>;
}

/**
 * The GitLab of `GITLAB_BASE_URL` and `GITLAB_TOKEN`, else an embedded one.
 *
 * @throws Error when only one of the two is set, or that GitLab does not answer.
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
async function someProject(url: string, token: string): Promise<string | undefined> {
  const address = `${url}/api/v4/projects?min_access_level=40&simple=true&per_page=1`;
  const answer = await fetch(address, { headers: { "private-token": token } });
  if (!answer.ok) return undefined;
  const [project] = (await answer.json()) as { path_with_namespace: string }[];
  return project?.path_with_namespace;
}
