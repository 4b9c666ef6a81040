import { readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

import { type Emulator, type Fault, startEmulator } from "../../emulator";
import { ask } from "../helpers/gitlab";
import type { Random } from "./random";

export type RunnerType = "instance_type" | "group_type" | "project_type";

/** A runner that was there before the episode, for a stack to adopt. */
export interface Adoptable {
  readonly id: number;
  readonly token: string;
  readonly runnerType: RunnerType;
  /** The project that owns it, of a project runner. */
  readonly projectId?: number;
}

export const GROUPS = { acme: 1, "acme/team": 2 } as const;
export const PROJECTS = { "acme/app": 11, "acme/site": 12, "acme/docs": 13, "acme/team/ops": 14 };

/** The GitLab of an episode, and what the episode's author knows of it. */
export class World {
  readonly adoptable: readonly Adoptable[];
  /** Registration tokens by what they register a runner for. */
  readonly registrationTokens: Readonly<Record<string, string>>;
  readonly #stateFile: string;
  readonly #tokens = new Map<string, string>();

  private constructor(
    readonly gitlab: Emulator,
    /** Whose access token the stack has: an administrator's, or that of the owner of the group. */
    readonly user: "root" | "owner",
    adoptable: readonly Adoptable[],
    registrationTokens: Readonly<Record<string, string>>,
    stateFile: string,
  ) {
    this.adoptable = adoptable;
    this.registrationTokens = registrationTokens;
    this.#stateFile = stateFile;
    for (const token of Object.values(gitlab.tokens)) this.#tokens.set(token, "access token");
    for (const token of Object.values(registrationTokens))
      this.#tokens.set(token, "registration token");
    for (const { token } of adoptable) this.#tokens.set(token, "token of a runner from before");
  }

  static async start(random: Random, name: string): Promise<World> {
    const user = random.chance(0.75) ? "root" : "owner";
    const token = (prefix: string): string =>
      prefix +
      Array.from({ length: 20 }, () => ALPHABET.charAt(random.int(0, ALPHABET.length - 1))).join(
        "",
      );
    const adoptable: Adoptable[] = [
      { id: 101, token: token("glrt-"), runnerType: "instance_type" },
      { id: 102, token: token("glrt-"), runnerType: "group_type" },
      { id: 103, token: token("glrt-"), runnerType: "group_type" },
      { id: 104, token: token("glrt-"), runnerType: "project_type", projectId: 11 },
      { id: 105, token: token("glrt-"), runnerType: "project_type", projectId: 12 },
      { id: 106, token: token("glrt-"), runnerType: "project_type", projectId: 13 },
    ];
    const registrationTokens = {
      instance: token("GR1348941"),
      group: token("GR1348941"),
      project: token("GR1348941"),
    };
    const paths = Object.entries(PROJECTS);
    const state = join(tmpdir(), `gitlab-runners-campaign-${process.pid}-${name}.json`);
    rmSync(state, { force: true });
    const gitlab = await startEmulator({
      state,
      seed: {
        users: [{ username: "root", admin: true }, { username: "owner" }],
        tokens: [
          { name: "root", user: "root" },
          { name: "owner", user: "owner" },
        ],
        groups: Object.entries(GROUPS).map(([full_path, id]) => ({
          id,
          full_path,
          ...(id === GROUPS.acme && { runners_token: registrationTokens.group }),
        })),
        projects: paths.map(([path_with_namespace, id]) => ({
          id,
          path_with_namespace,
          ...(id === PROJECTS["acme/app"] && { runners_token: registrationTokens.project }),
        })),
        members: [{ user: "owner", of: "acme", role: "owner" }],
        settings: {
          allow_registration_token: true,
          runners_registration_token: registrationTokens.instance,
        },
        runners: adoptable.map(({ id, token: value, runnerType, projectId }) => ({
          id,
          token: value,
          runner_type: runnerType,
          description: `from before ${id}`,
          ...(runnerType === "group_type" && { group: "acme" }),
          ...(projectId !== undefined && {
            projects: paths.filter(([, of]) => of === projectId).map(([path]) => path),
          }),
        })),
      },
    });
    return new World(gitlab, user, adoptable, registrationTokens, state);
  }

  get accessToken(): string {
    return this.gitlab.tokens[this.user] ?? "";
  }

  /** A token, by the name that a program has for it. */
  secret(name: string): string {
    const adoptable = this.adoptable.find(({ id }) => name === `adoptable${id}`);
    const token = adoptable?.token ?? this.registrationTokens[name];
    if (token === undefined) throw new Error(`there is no token called ${name}`);
    return token;
  }

  /** Lets the stack's operations do without the faults that were meant for an earlier one. */
  calm(): void {
    this.gitlab.faults.clear();
  }

  addFault(fault: Fault): void {
    this.gitlab.faults.add(fault);
  }

  /** Lets time pass. */
  advance(days: number): void {
    this.gitlab.clock.advance(days * DAY_MS);
  }

  /** Every token that has been good so far, with its kind. */
  tokens(): ReadonlyMap<string, string> {
    for (const name of readdirSync(dirname(this.#stateFile))) {
      if (!name.startsWith(basename(this.#stateFile))) continue;
      const text = readFileSync(join(dirname(this.#stateFile), name), "utf8");
      for (const [, token = ""] of text.matchAll(/"token":"([^"]+)"/g))
        if (!this.#tokens.has(token)) this.#tokens.set(token, "token of a runner");
    }
    return this.#tokens;
  }

  /** Every runner that GitLab has, with its details. */
  async runners(): Promise<Map<number, RunnerDetails>> {
    const found = new Map<number, RunnerDetails>();
    for (let page = 1; ; page += 1) {
      const { body } = await ask(this.gitlab, "GET", `/runners/all?per_page=100&page=${page}`);
      const rows = body as { id: number }[];
      for (const { id } of rows) {
        const details = (await ask(this.gitlab, "GET", `/runners/${id}`)).body;
        found.set(id, details as RunnerDetails);
      }
      if (rows.length < 100) return found;
    }
  }

  /** The token of a new runner that takes every job. */
  async takerOfAll(): Promise<string> {
    const taker = { runner_type: "instance_type", run_untagged: true, tag_list: ["docker"] };
    const { body } = await ask(this.gitlab, "POST", "/user/runners", taker);
    return (body as { token: string }).token;
  }

  async accepts(token: string, id: number): Promise<boolean> {
    const body = { token, system_id: "s_campaign" };
    const { status, body: reply } = await ask(this.gitlab, "POST", "/runners/verify", body);
    return status === 200 && (reply as { id: number }).id === id;
  }

  async close(): Promise<void> {
    await this.gitlab.close();
    rmSync(this.#stateFile, { force: true });
  }
}

/** As `GET /runners/:id` shows it. */
export interface RunnerDetails {
  id: number;
  runner_type: RunnerType;
  description: string | null;
  paused: boolean;
  locked: boolean;
  run_untagged: boolean;
  tag_list: string[];
  access_level: string;
  maximum_timeout: number | null;
  maintenance_note: string | null;
  projects: { id: number }[];
  groups: { id: number }[];
}

const DAY_MS = 24 * 60 * 60 * 1000;
const ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
