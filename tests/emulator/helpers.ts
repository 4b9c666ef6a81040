import { type Emulator, type EmulatorOptions, type Seed, startEmulator } from "../../emulator";

export const NOW = new Date("2026-03-01T12:00:00.000Z");

/** Days, hours and so on from NOW, in ISO 8601. */
export const ago = (hours: number): string =>
  new Date(NOW.getTime() - hours * 3_600_000).toISOString();
export const ahead = (hours: number): string => ago(-hours);

export interface Answer {
  status: number;
  body: unknown;
  headers: Headers;
}

/** People with every role, groups in three levels and projects in them. */
export const SEED = {
  settings: { admin_mode: true },
  users: [
    { username: "root", admin: true },
    { username: "auditor", auditor: true },
    ...["owner", "maintainer", "developer", "reporter", "guest", "stranger"].map((username) => ({
      username,
    })),
  ],
  tokens: [
    { name: "root", user: "root", scopes: ["api", "admin_mode"] },
    { name: "root-without-admin-mode", user: "root", scopes: ["api"] },
    ...["owner", "maintainer", "developer", "reporter", "guest", "stranger", "auditor"].map(
      (name) => ({ name, user: name }),
    ),
    ...["read_api", "create_runner", "manage_runner"].map((scope) => ({
      name: scope,
      user: "owner",
      scopes: [scope],
    })),
  ],
  groups: [
    { id: 1, full_path: "acme" },
    { id: 2, full_path: "acme/team" },
  ],
  projects: [
    { id: 1, path_with_namespace: "acme/team/app" },
    { id: 2, path_with_namespace: "acme/team/site" },
    { id: 3, path_with_namespace: "acme/docs" },
  ],
  members: ["owner", "maintainer", "developer", "reporter", "guest"].map((name) => ({
    user: name,
    of: "acme",
    role: name as "owner" | "maintainer" | "developer" | "reporter" | "guest",
  })),
} satisfies Seed;

/** A GitLab at NOW with SEED, and a way to ask it by name of a token. */
export async function start(
  more: Omit<Seed, "users" | "tokens" | "groups" | "projects" | "members"> = {},
  options: EmulatorOptions = {},
): Promise<Emulator> {
  const settings = { ...SEED.settings, ...more.settings };
  return startEmulator({ seed: { ...SEED, ...more, settings }, clock: NOW, ...options });
}

/** Asks as the user of a token; without a name, as nobody. */
export async function ask(
  gitlab: Emulator,
  as: string | undefined,
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await fetch(`${gitlab.url}/api/v4${path}`, {
    method,
    headers: {
      ...(as === undefined ? {} : { "private-token": gitlab.tokens[as] ?? as }),
      ...(body ? { "content-type": "application/json" } : {}),
      ...headers,
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    body: text.startsWith("{") || text.startsWith("[") ? (JSON.parse(text) as unknown) : text,
    headers: answer.headers,
  };
}

/** The ids of a list. */
export const ids = (answer: Answer): number[] =>
  (answer.body as { id: number }[]).map(({ id }) => id);
