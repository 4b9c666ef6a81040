import { spawn } from "node:child_process";

import { type Emulator, type Seed, startEmulator } from "../../emulator";
import { DIRECTORY, REASON } from "./setUp";

const REGISTRATION_TOKEN = "GR1348941abcdefghijklmnop";
const RUNNER_TOKEN = "glrt-tokenOfRunnerSeven00";
const OTHER_RUNNER_TOKEN = "glrt-tokenOfRunnerThree00";

/** The runners by what a walk does to them. */
const RUNNERS = { instance: 1, group: 2, project: 3, paused: 4, byId: 5, byObject: 6, byToken: 7 };

const ofProject = { runner_type: "project_type" as const, projects: ["acme/app"] };

function seed(now: Date): Seed {
  const justNow = now.toISOString();
  const { instance, group, project, paused, byId, byObject, byToken } = RUNNERS;
  return {
    settings: { allow_registration_token: true, runners_registration_token: REGISTRATION_TOKEN },
    users: [{ username: "root", admin: true }, { username: "ada" }],
    tokens: [
      { name: "root", user: "root" },
      { name: "ada", user: "ada" },
    ],
    groups: [{ id: 1, full_path: "acme" }],
    projects: [
      { id: 1, path_with_namespace: "acme/app", runners_token: `${REGISTRATION_TOKEN}-app` },
      { id: 2, path_with_namespace: "acme/site" },
    ],
    members: [{ user: "ada", of: "acme", role: "owner" }],
    runners: [
      {
        id: instance,
        runner_type: "instance_type",
        contacted_at: justNow,
        managers: [{ system_id: "s_1", contacted_at: justNow }],
      },
      { id: group, runner_type: "group_type", group: "acme" },
      {
        ...ofProject,
        id: project,
        description: "Builds",
        token: OTHER_RUNNER_TOKEN,
        tag_list: ["linux", "arm"],
        managers: [{ system_id: "s_3", version: "19.4.0", contacted_at: justNow }],
        jobs: [
          { id: 31, status: "success", project: "acme/app", system_id: "s_3" },
          { id: 32, status: "running", project: "acme/app", system_id: "s_3" },
          { id: 33, status: "failed", project: "acme/app", failure_reason: "script_failure" },
        ],
      },
      { ...ofProject, id: paused, paused: true, tag_list: ["linux"] },
      { ...ofProject, id: byId },
      { ...ofProject, id: byObject },
      { ...ofProject, id: byToken, token: RUNNER_TOKEN },
    ],
  };
}

/** What a client made of one call. */
export interface Step {
  answer: unknown;
  error?: string;
  status?: number;
  message?: unknown;
}

/** How a client's walk is started, from where the client is installed. */
export type Command = (directory: string) => readonly [command: string, ...args: string[]];

/** A walk that has ended, and the server that it walked through. */
export interface Walk {
  gitlab: Emulator;
  steps: Readonly<Record<string, Step>>;
}

/**
 * Describes the walk of a client of which the set-up left a directory; else one skipped test says
 * why there is none.
 */
export function describeWalk(
  name: string,
  command: Command,
  tests: (walk: () => Walk) => void,
): void {
  const directory = process.env[DIRECTORY + name];
  if (directory === undefined) {
    test.skip(`${name} cannot be had: ${process.env[REASON + name] ?? "no reason"}`, () =>
      undefined);
    return;
  }
  describe(`${name} against the embedded GitLab`, () => {
    let gitlab: Emulator | undefined;
    let walk: Walk | undefined;
    beforeAll(async () => {
      gitlab = await startEmulator({ seed: seed(new Date()) });
      const steps = await run(command(directory), {
        CLIENT_DIRECTORY: directory,
        GITLAB_BASE_URL: gitlab.url,
        ADMIN_TOKEN: gitlab.tokens["root"] ?? "",
        USER_TOKEN: gitlab.tokens["ada"] ?? "",
        REGISTRATION_TOKEN: `${REGISTRATION_TOKEN}-app`,
        RUNNER_TOKEN,
        OTHER_RUNNER_TOKEN,
      });
      walk = { gitlab, steps };
    });
    afterAll(() => gitlab?.close());
    tests(() => {
      if (walk === undefined) throw new Error("the walk has not ended");
      return walk;
    });
  });
}

/** Runs a walk while the server in this process goes on answering. */
function run(
  [command, ...args]: readonly [string, ...string[]],
  env: Record<string, string>,
): Promise<Record<string, Step>> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args, JSON.stringify(RUNNERS)], {
      env: { PATH: process.env["PATH"] ?? "", ...env },
    });
    let said = "";
    let complaints = "";
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code !== 0) {
        reject(new Error(`the walk ended with ${code}:\n${said}\n${complaints}`));
        return;
      }
      const lines = said.trim().split("\n");
      const steps = lines.map((line) => JSON.parse(line) as Step & { call: string });
      resolve(Object.fromEntries(steps.map(({ call, ...step }) => [call, step])));
    });
  });
}
