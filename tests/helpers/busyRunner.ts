import { type Emulator, type Seed, type Version, startEmulator } from "../../emulator";
import { createGitLabClient } from "../../gitlab";
import { readSettings } from "../../gitlab/settings/settings";
import { type Context, newContext } from "../../provider/context/context";
import { runnerAt } from "./gitlab";
import { runJob, takeJob } from "./machine";

const MACHINE_TOKEN = "glrt-busy";
const SEED: Seed = {
  users: [{ username: "root", admin: true }, { username: "maintainer" }],
  groups: [{ id: 7, full_path: "acme" }],
  projects: [
    { id: 11, path_with_namespace: "acme/app" },
    { id: 12, path_with_namespace: "acme/site" },
    { id: 13, path_with_namespace: "acme/docs" },
  ],
  members: [{ user: "maintainer", of: "acme/app", role: "maintainer" }],
  runners: [
    {
      id: 5,
      runner_type: "project_type",
      projects: ["acme/app", "acme/site", "acme/docs"],
      token: MACHINE_TOKEN,
    },
  ],
};
const TOKENS: NonNullable<Seed["tokens"]> = [
  { name: "root", user: "root" },
  { name: "maintainer", user: "maintainer" },
];
/** A scope that GitLab has from 17 on. */
const LEAST = {
  name: "least",
  user: "maintainer",
  scopes: ["create_runner", "manage_runner"],
} satisfies NonNullable<Seed["tokens"]>[number];

export type Project = "acme/app" | "acme/site" | "acme/docs";

/**
 * A GitLab with a machine that takes jobs of runner 5, which the projects acme/app (11, its owner),
 * acme/site (12) and acme/docs (13) may use. The user `maintainer` sees only the first.
 */
export class BusyRunner {
  private constructor(readonly gitlab: Emulator) {}

  static async start(version: Version = "newest"): Promise<BusyRunner> {
    const tokens = version === "15" || version === "16" ? TOKENS : [...TOKENS, LEAST];
    return new BusyRunner(await startEmulator({ seed: { ...SEED, tokens }, version }));
  }

  /** Of a process of the engine that has just started, with what it shows the user. */
  context(token = "root"): { context: Context; warnings: string[]; notes: string[] } {
    const config: Record<string, string | undefined> = {
      "gitlab:baseUrl": this.gitlab.url,
      "gitlab:token": this.gitlab.tokens[token],
      "gitlab:retries": "0",
    };
    const settings = readSettings({ config: (key) => config[key], environment: {} });
    const gitlab = createGitLabClient({ ...settings.transport, log: () => undefined });
    const warnings: string[] = [];
    const notes: string[] = [];
    const warn = (text: string): void => void warnings.push(text);
    const note = (text: string): void => void notes.push(text);
    return { context: newContext({ gitlab, settings, warn, note }), warnings, notes };
  }

  /** Adds a job, which the machine may take. */
  add(id: number, project: Project): void {
    this.gitlab.seed({ jobs: [{ id, status: "pending", project }] });
  }

  /** Asks for a job, as the machine does. @returns what ends it; undefined where there is none. */
  take(): Promise<(() => Promise<void>) | undefined> {
    return takeJob(this.gitlab, MACHINE_TOKEN);
  }

  /** Has the machine run a job. @returns what ends it. */
  run(id: number, project: Project): Promise<() => Promise<void>> {
    return runJob(this.gitlab, MACHINE_TOKEN, { id, project });
  }

  async isPaused(): Promise<unknown> {
    return (await runnerAt(this.gitlab, 5))?.["paused"];
  }

  /** The projects that may use the runner. */
  async projects(): Promise<number[]> {
    const { projects = [] } = (await runnerAt(this.gitlab, 5)) as { projects?: { id: number }[] };
    return projects.map(({ id }) => id).sort();
  }

  /** All that changed runners since the requests were cleared. */
  changes(): string[] {
    return this.gitlab.requests
      .all()
      .filter(({ method, path }) => method !== "GET" && path.includes("/runners"))
      .map(({ method, path }) => `${method} ${path.replace("/api/v4", "")}`);
  }
}
