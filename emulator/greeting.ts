import type { Emulator } from "./startEmulator";

const SHOWN_PROJECTS = 20;

/**
 * What the command prints once the server listens: its address, its tokens, projects to use in a first
 * program, and the lines to paste into a shell.
 */
export async function greeting(gitlab: Emulator, version: string): Promise<string[]> {
  const tokens = Object.entries(gitlab.tokens);
  const [first] = tokens;
  return [
    `GitLab (${version}) at ${gitlab.url}`,
    ...tokens.map(([name, token]) => `token ${name}: ${token}`),
    ...(first === undefined ? [] : await usage(gitlab.url, first)),
    "Ctrl-C stops the server.",
  ];
}

async function usage(url: string, [name, token]: [string, string]): Promise<string[]> {
  return [
    ...(await projects(url, token)),
    `Paste these lines into a shell to use it as ${name}:`,
    `  export GITLAB_BASE_URL=${url}`,
    `  export GITLAB_TOKEN=${token}`,
  ];
}

/** The oldest projects that the token may see; no line where there is none, or its scopes do not suffice. */
async function projects(url: string, token: string): Promise<string[]> {
  const query = `order_by=id&sort=asc&simple=true&per_page=${SHOWN_PROJECTS}`;
  const answer = await fetch(`${url}/api/v4/projects?${query}`, {
    headers: { "PRIVATE-TOKEN": token },
  });
  if (!answer.ok) return [];
  const found = (await answer.json()) as { path_with_namespace: string }[];
  const more = Number(answer.headers.get("x-total")) - found.length;
  const paths = found.map(({ path_with_namespace }) => path_with_namespace).join(", ");
  return paths === "" ? [] : [`projects: ${paths}${more > 0 ? `, and ${more} more` : ""}`];
}
