import type { Emulator } from "../../emulator";

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
