import { setTimeout as sleep } from "node:timers/promises";

import type { Emulator } from "../../emulator";

/** Asks for a job, as a machine of a runner does. @returns what ends it; undefined where there is none. */
export async function takeJob(
  gitlab: Emulator,
  runnerToken: string,
): Promise<(() => Promise<void>) | undefined> {
  const { status, body } = await send(gitlab, "POST", "/jobs/request", { token: runnerToken });
  if (status !== 201) return undefined;
  const { id, token } = body as { id: number; token: string };
  return async () => {
    const ended = await send(gitlab, "PUT", `/jobs/${id}`, { token, state: "success" });
    expect(ended.status).toBe(200);
  };
}

/** Has a machine of a runner run a job of a project. @returns what ends it. */
export async function runJob(
  gitlab: Emulator,
  runnerToken: string,
  job: { readonly id: number; readonly project: string },
): Promise<() => Promise<void>> {
  gitlab.seed({ jobs: [{ ...job, status: "pending" }] });
  const end = await takeJob(gitlab, runnerToken);
  if (!end) throw new Error("the machine got no job");
  return end;
}

/** The token of a runner that no machine has used yet, as GitLab shows it to who has just created it. */
export async function tokenOf(gitlab: Emulator, id: number): Promise<string> {
  const query = `{ runner(id: "gid://gitlab/Ci::Runner/${id}") { ephemeralAuthenticationToken } }`;
  const answer = await fetch(`${gitlab.url}/api/graphql`, {
    method: "POST",
    headers: { "private-token": gitlab.tokens["root"] ?? "", "content-type": "application/json" },
    body: JSON.stringify({ query }),
  });
  const { data } = (await answer.json()) as {
    data: { runner: { ephemeralAuthenticationToken: string } };
  };
  return data.runner.ephemeralAuthenticationToken;
}

/** Waits for something that another process does. */
export async function until(condition: () => boolean | Promise<unknown>): Promise<void> {
  while ((await condition()) !== true) await sleep(10);
}

async function send(
  gitlab: Emulator,
  method: string,
  path: string,
  body: object,
): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${gitlab.url}/api/v4${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ system_id: "s_machine", ...body }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text.startsWith("{") ? JSON.parse(text) : undefined };
}
