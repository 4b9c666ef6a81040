import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type { Engine } from "../engine/getEngine";
import type { Target } from "./target";

const ROOT = join(__dirname, "../..");

/** How an operation ended, and what a user saw of it. */
export interface Shown {
  exitCode: number;
  output: string;
}

/** A stack of the root's Pulumi.yaml, its state in a folder that goes with it. */
export class DemoStack {
  readonly #name = `demo-${process.pid}`;
  readonly #environment: NodeJS.ProcessEnv;

  private constructor(
    readonly directory: string,
    engine: Engine,
    target: Target,
  ) {
    this.#environment = {
      ...process.env,
      PATH: engine.path,
      PULUMI_BACKEND_URL: pathToFileURL(directory).href,
      PULUMI_HOME: join(directory, "home"),
      PULUMI_CONFIG_PASSPHRASE: randomBytes(16).toString("hex"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // The program's types are checked with the rest of the repository.
      TS_NODE_TRANSPILE_ONLY: "true",
      GITLAB_BASE_URL: target.url,
      GITLAB_TOKEN: target.token,
    };
  }

  static async create(engine: Engine, target: Target): Promise<DemoStack> {
    const directory = await mkdtemp(join(tmpdir(), "gitlab-runners-demo-"));
    const stack = new DemoStack(directory, engine, target);
    await stack.expectSuccess("stack", "init", stack.#name);
    if (target.project !== undefined) await stack.configure("project", target.project);
    return stack;
  }

  configure(key: string, value: string, secret = false): Promise<string> {
    const kind = secret ? "--secret" : "--plaintext";
    return this.expectSuccess("config", "set", kind, "--stack", this.#name, key, value);
  }

  forget(key: string): Promise<string> {
    return this.expectSuccess("config", "rm", "--stack", this.#name, key);
  }

  async output(name: string): Promise<string> {
    const args = ["stack", "output", name, "--show-secrets", "--stack", this.#name];
    return (await this.expectSuccess(...args)).trim();
  }

  /** An operation of the engine on the stack, shown as it goes if somebody is to watch. */
  operate(
    operation: string,
    args: readonly string[],
    show: (text: string) => void,
  ): Promise<Shown> {
    return this.#run([operation, ...args, "--stack", this.#name], show);
  }

  /** Removes what the demo wrote: the state, and the configuration beside Pulumi.yaml. */
  async remove(): Promise<void> {
    await rm(join(ROOT, `Pulumi.${this.#name}.yaml`), { force: true });
    await rm(this.directory, { recursive: true, force: true });
  }

  async expectSuccess(...args: string[]): Promise<string> {
    const { exitCode, output } = await this.#run(args, () => undefined);
    if (exitCode !== 0) throw new Error(`pulumi ${args.slice(0, 2).join(" ")} failed:\n${output}`);
    return output;
  }

  #run(args: readonly string[], show: (text: string) => void): Promise<Shown> {
    return new Promise((resolve, reject) => {
      const options = ["--non-interactive", "--color", "never"];
      const child = spawn("pulumi", [...args, ...options], {
        cwd: ROOT,
        env: this.#environment,
        stdio: ["ignore", "pipe", "pipe"],
      });
      let output = "";
      const collect = (chunk: Buffer): void => {
        output += chunk.toString();
        show(chunk.toString());
      };
      child.stdout.on("data", collect);
      child.stderr.on("data", collect);
      child.once("error", reject);
      child.once("close", (code) => {
        resolve({ exitCode: code ?? 1, output });
      });
    });
  }
}
