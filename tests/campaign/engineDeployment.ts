import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { descendantsOf, killNow, providersOf } from "../helpers/processes";
import { type Shown, Stack } from "../helpers/stack";
import { type Adapter, MODULES, TYPE_PREFIXES } from "../helpers/host/adapters";
import type { Program, ResourceType } from "../helpers/host/declared";
import type { Deployed, Deployment, Ended } from "../helpers/host/deployment";
import { tokensIn } from "../helpers/workingFleet";
import { SETTINGS } from "./settings";
import type { World } from "./world";

/** When the engine writes a stack's state: at each step, or once at the end of an operation. */
export const CHECKPOINTS = ["each", "none"] as const;
export type Checkpoints = (typeof CHECKPOINTS)[number];

/** A stack of the real engine, applied by its command line. */
export class EngineDeployment implements Deployment {
  readonly #stack: Stack;

  readonly #adapter: Adapter;

  readonly #checkpoints: Checkpoints;

  /** Whether the state may lack what a killed operation has done. */
  #isBehind = false;

  /** Has a file for each runner, with its token. */
  readonly #machines: string;

  /** The tokens after the last `up`. */
  #handedOut: ReadonlyMap<string, string> = new Map();

  private constructor(stack: Stack, adapter: Adapter, checkpoints: Checkpoints) {
    this.#stack = stack;
    this.#adapter = adapter;
    this.#checkpoints = checkpoints;
    this.#machines = join(stack.directory, "machines");
    mkdirSync(this.#machines);
  }

  static async start(
    world: World,
    adapter: Adapter,
    checkpoints: Checkpoints,
  ): Promise<EngineDeployment> {
    const stack = await Stack.create({
      program: "",
      plugin: adapter === "plugin",
      env: {
        GITLAB_BASE_URL: world.gitlab.url,
        GITLAB_TOKEN: world.accessToken,
        ...(checkpoints === "none" && { PULUMI_SKIP_CHECKPOINTS: "true" }),
      },
    });
    const secrets = [
      ...world.adoptable.map(({ id, token }) => [`adoptable${id}`, token] as const),
      ...Object.entries(world.registrationTokens),
    ].flatMap(([name, token]) => ["--secret", `${name}=${token}`]);
    const plain = Object.entries(SETTINGS).flatMap(([key, value]) => [
      "--plaintext",
      `${key}=${value}`,
    ]);
    const set = await stack.pulumi("config", "set-all", ...secrets, ...plain);
    if (set.exitCode !== 0) throw new Error(set.output);
    return new EngineDeployment(stack, adapter, checkpoints);
  }

  get daysAhead(): number {
    return this.#stack.daysAhead;
  }

  set daysAhead(days: number) {
    this.#stack.daysAhead = days;
  }

  async up(program: Program, replaced: readonly string[] = []): Promise<Ended> {
    this.#declare(program);
    const urns = replaced.flatMap((name) => this.#stack.resource(name)?.urn ?? []);
    const shown = await this.#stack.up(
      ...(this.#isBehind ? ["--refresh"] : []),
      ...urns.flatMap((urn) => ["--replace", urn]),
    );
    if (shown.exitCode === 0) {
      this.#isBehind = false;
      this.#handedOut = tokensIn(this.#machines);
    }
    return ended(shown);
  }

  async refresh(program: Program): Promise<Ended> {
    this.#declare(program);
    return ended(await this.#stack.refresh());
  }

  async destroy(program: Program): Promise<Ended> {
    this.#declare(program);
    return ended(await this.#stack.destroy());
  }

  async expectNoChanges(program: Program): Promise<Ended> {
    this.#declare(program);
    return ended(await this.#stack.preview("--expect-no-changes", "--diff"));
  }

  kill(victim: "provider" | "engine"): void {
    if (victim === "engine" && this.#checkpoints === "none") this.#isBehind = true;
    for (const engine of this.#stack.running) {
      if (victim === "engine") {
        const started = descendantsOf(engine);
        killNow(engine);
        // What the engine has started goes on for a while, and has nobody to tell of it.
        setTimeout(() => {
          for (const { pid } of started) killNow(pid);
        }, 100);
      } else {
        for (const { pid } of providersOf(engine)) killNow(pid);
      }
    }
  }

  async recover(): Promise<Ended> {
    return ended(await this.#stack.pulumi("cancel", "--yes"));
  }

  async deployed(): Promise<readonly Deployed[]> {
    const exported = await this.#stack.pulumi("stack", "export", "--show-secrets");
    if (exported.exitCode !== 0) throw new Error(exported.output);
    const { deployment } = JSON.parse(exported.output) as { deployment: Exported };
    return (deployment.resources ?? []).flatMap(({ urn, type, id = "", outputs = {} }) =>
      type.startsWith(TYPE_PREFIXES[this.#adapter])
        ? [{ name: nameOf(urn), type: typeOf(type), id, outputs: inClear(outputs) }]
        : [],
    );
  }

  ids(): ReadonlyMap<string, string> {
    return new Map(this.#stack.resources().map(({ urn, id = "" }) => [nameOf(urn), id]));
  }

  /** Where the state is written once, no token is handed on before: see docs/without-checkpoints.md. */
  tokens(): ReadonlyMap<string, string> {
    return this.#checkpoints === "none" ? this.#handedOut : tokensIn(this.#machines);
  }

  drained(): ReadonlyMap<number, boolean> {
    const runners = this.#stack.resources().filter(({ type }) => type.endsWith(":Runner"));
    return new Map(
      runners.map(({ id, outputs }) => [Number(id), outputs?.["drain"] !== undefined]),
    );
  }

  written(): Promise<string> {
    return Promise.resolve(this.#stack.written());
  }

  async dispose(): Promise<void> {
    await this.#stack.dispose();
  }

  #declare(program: Program): void {
    this.#stack.program(textOf(program, MODULES[this.#adapter]));
  }
}

interface Exported {
  resources?: {
    urn: string;
    type: string;
    id?: string;
    outputs?: Record<string, unknown>;
  }[];
}

/** The program as a user could have written it, from what it declares. */
function textOf(program: Program, module: string): string {
  return `
const { writeFileSync } = require("node:fs");
const pulumi = require("@pulumi/pulumi");
const sdk = require("${module}");
const config = new pulumi.Config();
const made = {};
const valueOf = (value) =>
  value.idOf ? made[value.idOf].id : value.secret ? config.requireSecret(value.secret) : value;
for (const { name, type, args, replaceOnChanges } of ${JSON.stringify(program)}) {
  const given = Object.entries(args).map(([key, value]) => [key, valueOf(value)]);
  made[name] = new sdk[type](name, Object.fromEntries(given), { replaceOnChanges });
  made[name].token?.apply((token) => {
    if (token && !pulumi.runtime.isDryRun()) writeFileSync("machines/" + name, token);
  });
}
`;
}

function ended({ exitCode, output }: Shown): Ended {
  return { succeeded: exitCode === 0, output };
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

function typeOf(type: string): ResourceType {
  return type.slice(type.lastIndexOf(":") + 1) as ResourceType;
}

/** An export has each secret as an object with its value in JSON. */
function inClear(outputs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => {
      const { plaintext } = (value ?? {}) as { plaintext?: string };
      return [key, plaintext === undefined ? value : (JSON.parse(plaintext) as unknown)];
    }),
  );
}
