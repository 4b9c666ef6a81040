import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator";

/** What GitLab answers to an administrator. */
export async function ask(
  gitlab: Emulator,
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${gitlab.url}/api/v4${path}`, {
    method,
    headers: { "private-token": gitlab.tokens["root"] ?? "", "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? undefined : (JSON.parse(text) as unknown) };
}

/** The attributes of a runner as GitLab holds it now; undefined when there is none. */
export async function runnerAt(
  gitlab: Emulator,
  id: string | number,
): Promise<Record<string, unknown> | undefined> {
  const { status, body } = await ask(gitlab, "GET", `/runners/${id}`);
  return status === 404 ? undefined : (body as Record<string, unknown>);
}

/** Its runners. */
export async function runnersAt(gitlab: Emulator): Promise<{ id: number; description: string }[]> {
  const { body } = await ask(gitlab, "GET", "/runners/all");
  return body as { id: number; description: string }[];
}

/** How often something was asked for by POST, since the requests were cleared. */
export function posts(gitlab: Emulator, path: string): number {
  const asked = gitlab.requests.all().map((request) => `${request.method} ${request.path}`);
  return asked.filter((line) => line === `POST ${path}`).length;
}

/** A GitLab with an administrator, a group `acme` (7) and its projects `app` (11) and `site` (12). */
export function startGitLab(options: EmulatorOptions = {}): Promise<Emulator> {
  return startEmulator({
    seed: {
      users: [{ username: "root", admin: true }],
      tokens: [{ name: "root", user: "root" }],
      groups: [{ id: 7, full_path: "acme" }],
      projects: [
        { id: 11, path_with_namespace: "acme/app" },
        { id: 12, path_with_namespace: "acme/site" },
      ],
    },
    ...options,
  });
}

/** The environment by which a stack finds it. */
export function environmentOf(gitlab: Emulator, token = "root"): Record<string, string> {
  return { GITLAB_BASE_URL: gitlab.url, GITLAB_TOKEN: gitlab.tokens[token] ?? "" };
}
