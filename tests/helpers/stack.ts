import { spawn } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { transformSync } from "@swc/core";

import { SECRETS_PROVIDER, keyServerEnvironment, startKeyServer } from "./keyServer";
import { type Shown, killNow, shownBy } from "./processes";

export type { Shown } from "./processes";

const ROOT = join(__dirname, "../..");
/** Required by each process of Node's that the engine starts. */
const PRELOADED = {
  host: "languageHost.js",
  quicker: "deferredModules.js",
  clock: "movedClock.js",
};
const DAY_MS = 24 * 60 * 60 * 1000;
const PASSPHRASE = "correct horse battery staple";
const STACKS = "backend/.pulumi/stacks/stack";
const FILES_OF_A_STACK = ["backend/.pulumi/meta.yaml", `${STACKS}/dev.json`, "Pulumi.dev.yaml"];
/**
 * The variable with an {@link EmptyStack} in JSON. The engine takes a second to make one, so it is asked
 * once: the set-up of the tests asks first, and all tests find the answer.
 */
const EMPTY_STACK = "GITLAB_RUNNERS_TESTS_EMPTY_STACK";
const RUN_PROGRAM = ["preview", "up"];
/**
 * TypeScript programs whose types were checked, which takes longer than all else. From then on they are
 * run as what they are compiled to, as loading the compiler takes half as long as an operation.
 */
const checked = new Set<string>();

export interface StackOptions {
  /** The program; plain JavaScript unless `typescript`. */
  program: string;
  typescript?: boolean;
  /** Where the package is taken from; this clone if left out. */
  packageDirectory?: string;
  /** Whether the project names the plugin, by its folder; that of this clone for true. */
  plugin?: boolean | string;
  /** Whether it runs as its users' do, without what makes a test quicker. */
  unaided?: boolean;
  /** Environment of the engine, besides PATH and HOME. */
  env?: Record<string, string>;
}

/** What `pulumi stack init` makes. */
interface EmptyStack {
  /** Its files by their names. */
  files: Record<string, string>;
  /** What the engine's environment takes for its key. */
  keyEnvironment: Record<string, string>;
}

/** What Pulumi.yaml says of the program. */
function runtimeText(isTypeScript: boolean): string {
  const main = isTypeScript ? "index.ts" : "index.js";
  return `main: ${main}\nruntime:\n  name: nodejs\n  options:\n    typescript: ${isTypeScript}\n`;
}

function pluginText(plugin: boolean | string | undefined): string {
  if (plugin === undefined || plugin === false) return "";
  const path = plugin === true ? join(ROOT, "dist/plugin") : plugin;
  return `plugins:\n  providers:\n    - name: gitlab-runners\n      path: ${path}\n`;
}

/** A real Pulumi project with a stack in a file backend, in a folder of its own. */
export class Stack {
  readonly directory = mkdtempSync(join(tmpdir(), "gitlab-runners-stack-"));
  readonly #options: StackOptions;
  #program = "";
  #keyEnvironment: EmptyStack["keyEnvironment"] = {};
  readonly #running = new Set<number>();
  /** How many days the clock of the engine's processes of Node is ahead. */
  daysAhead = 0;
  /** Called with what a command says, when it says it. */
  onOutput: (text: string) => void = () => undefined;

  private constructor(options: StackOptions) {
    this.#options = options;
  }

  static async create(options: StackOptions): Promise<Stack> {
    const stack = Stack.#project(options);
    if (stack.#isUnaided) {
      await stack.#initialise();
      return stack;
    }
    const { files, keyEnvironment } = JSON.parse(await Stack.empty()) as EmptyStack;
    for (const [name, text] of Object.entries(files)) stack.#write(name, text);
    stack.#keyEnvironment = keyEnvironment;
    return stack;
  }

  /** A new stack, an {@link EmptyStack} in JSON. */
  static async empty(): Promise<string> {
    process.env[EMPTY_STACK] ??= JSON.stringify(await Stack.#makeEmpty());
    return process.env[EMPTY_STACK];
  }

  static async #makeEmpty(): Promise<EmptyStack> {
    const stack = Stack.#project({ program: "" });
    const keyEnvironment = keyServerEnvironment(await startKeyServer());
    stack.#keyEnvironment = keyEnvironment;
    try {
      await stack.#initialise("--secrets-provider", SECRETS_PROVIDER);
      const files = FILES_OF_A_STACK.map((name) => [
        name,
        readFileSync(join(stack.directory, name), "utf8"),
      ]);
      return { files: Object.fromEntries(files) as EmptyStack["files"], keyEnvironment };
    } finally {
      await stack.dispose();
    }
  }

  async #initialise(...args: string[]): Promise<void> {
    const { exitCode, output } = await this.pulumi("stack", "init", "dev", ...args);
    if (exitCode !== 0) throw new Error(output);
  }

  /** A project without a stack. */
  static #project(options: StackOptions): Stack {
    const stack = new Stack(options);
    stack.#write(
      "Pulumi.yaml",
      `name: stack\n${runtimeText(options.typescript === true)}${pluginText(options.plugin)}`,
    );
    stack.#write("package.json", JSON.stringify({ name: "stack", private: true }));
    if (options.typescript === true)
      stack.#write(
        "tsconfig.json",
        JSON.stringify({
          compilerOptions: { strict: true, target: "ES2022", module: "node16", types: ["node"] },
        }),
      );
    for (const name of [STACKS, "home", "node_modules"])
      mkdirSync(join(stack.directory, name), { recursive: true });
    for (const name of ["pulumi-gitlab-runners", "@pulumi", "@types", "typescript", "ts-node"])
      symlinkSync(
        name === "pulumi-gitlab-runners"
          ? (options.packageDirectory ?? ROOT)
          : join(ROOT, "node_modules", name),
        join(stack.directory, "node_modules", name),
        "junction",
      );
    stack.program(options.program);
    return stack;
  }

  /** Checks the types of several TypeScript programs in one run of the compiler, before they are applied. */
  static async checkTypes(programs: readonly string[]): Promise<void> {
    const project = Stack.#project({ program: "", typescript: true });
    try {
      for (const [index, text] of programs.entries()) project.#write(`program${index}.ts`, text);
      const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
      const { exitCode, output } = await project.node(tsc, "--noEmit", "--skipLibCheck");
      if (exitCode !== 0) throw new Error(output);
      for (const text of programs) checked.add(text);
    } finally {
      await project.dispose();
    }
  }

  /** Replaces the program. */
  program(text: string): void {
    this.#program = text;
    this.#write(this.#options.typescript === true ? "index.ts" : "index.js", text);
  }

  async config(key: string, value: string, kind: "secret" | "plain" = "plain"): Promise<void> {
    const shown = await this.pulumi(
      "config",
      "set",
      `--${kind === "plain" ? "plaintext" : "secret"}`,
      key,
      value,
    );
    if (shown.exitCode !== 0) throw new Error(shown.output);
  }

  preview(...args: string[]): Promise<Shown> {
    return this.pulumi("preview", ...args);
  }

  up(...args: string[]): Promise<Shown> {
    return this.pulumi("up", "--yes", "--skip-preview", ...args);
  }

  refresh(...args: string[]): Promise<Shown> {
    return this.pulumi("refresh", "--yes", "--skip-preview", ...args);
  }

  destroy(...args: string[]): Promise<Shown> {
    return this.pulumi("destroy", "--yes", "--skip-preview", ...args);
  }

  /** The stack's resources, as the state holds them; secrets are ciphertext. */
  resources(): StateResource[] {
    return this.#state().checkpoint.latest.resources ?? [];
  }

  /** Changes the resources in the state, as an earlier version or a person may have left them. */
  editResources(edit: (resources: StateResource[]) => void): void {
    const state = this.#state();
    edit(state.checkpoint.latest.resources ?? []);
    this.#write(`${STACKS}/dev.json`, JSON.stringify(state));
  }

  #state(): StackState {
    return JSON.parse(readFileSync(join(this.directory, STACKS, "dev.json"), "utf8")) as StackState;
  }

  /** One resource by its name, or undefined. */
  resource(name: string): StateResource | undefined {
    return this.resources().find(({ urn }) => urn.endsWith(`::${name}`));
  }

  /** Everything that the backend has written: states, history, backups. */
  written(): string {
    return readdirSync(join(this.directory, "backend"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
      .join("\n");
  }

  /** The processes of the engine's command line that are running. */
  get running(): readonly number[] {
    return [...this.#running];
  }

  /**
   * Ends the engine at once, but not while it writes the state: its file backend would leave half a file,
   * which no program can do anything about.
   */
  async killEngine(): Promise<void> {
    for (const pid of this.#running) {
      process.kill(pid, "SIGSTOP");
      while (!this.#isStateWhole()) {
        process.kill(pid, "SIGCONT");
        await sleep(5);
        process.kill(pid, "SIGSTOP");
      }
      killNow(pid);
    }
  }

  #isStateWhole(): boolean {
    try {
      this.#state();
      return true;
    } catch {
      return false;
    }
  }

  async dispose(): Promise<void> {
    for (const pid of this.#running) process.kill(pid, "SIGKILL");
    rmSync(this.directory, { recursive: true, force: true });
    await Promise.resolve();
  }

  /** Runs the engine's command line. */
  async pulumi(...args: string[]): Promise<Shown> {
    const program = this.#program;
    if (this.#options.typescript === true && RUN_PROGRAM.includes(args[0] ?? "")) this.#compile();
    const shown = await this.#run("pulumi", [...args, "--non-interactive", "--color", "never"]);
    if (shown.exitCode === 0 && RUN_PROGRAM.includes(args[0] ?? "")) checked.add(program);
    return shown;
  }

  /** Has the engine run a TypeScript program as it is, or compiled once its types were checked. */
  #compile(): void {
    const isTypeScript = !this.#isCompiled;
    if (!isTypeScript) {
      const { code } = transformSync(this.#program, {
        jsc: { parser: { syntax: "typescript" }, target: "es2022" },
        module: { type: "commonjs" },
      });
      this.#write("index.js", code);
    }
    const settings = readFileSync(join(this.directory, "Pulumi.yaml"), "utf8");
    this.#write(
      "Pulumi.yaml",
      settings.replace(runtimeText(!isTypeScript), runtimeText(isTypeScript)),
    );
  }

  get #isCompiled(): boolean {
    return checked.has(this.#program) && !this.#isUnaided;
  }

  get #isUnaided(): boolean {
    return this.#options.unaided ?? this.#options.packageDirectory !== undefined;
  }

  /** Runs a script of the user's beside the program. */
  node(...args: string[]): Promise<Shown> {
    return this.#run(process.execPath, args);
  }

  /** The embedded GitLab may be in this process, so it goes on meanwhile. */
  async #run(command: string, args: readonly string[]): Promise<Shown> {
    const child = spawn(command, args, {
      cwd: this.directory,
      env: {
        PATH: `${process.env["PATH"] ?? ""}:${dirname(process.execPath)}`,
        HOME: join(this.directory, "home"),
        PULUMI_HOME: join(this.directory, "home", ".pulumi"),
        PULUMI_BACKEND_URL: `file://${join(this.directory, "backend")}`,
        PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
        PULUMI_SKIP_UPDATE_CHECK: "true",
        // A stack that is made is selected, one that was copied isn't.
        ...(args[0] === "stack" && args[1] === "init" ? {} : { PULUMI_STACK: "dev" }),
        ...this.#nodeOptions(),
        // An operation is over before its garbage is worth collecting: a twentieth of its time.
        ...(!this.#isUnaided && { GOGC: "off", GOMEMLIMIT: "1GiB" }),
        ...this.#keyEnvironment,
        ...this.#options.env,
      },
    });
    const { pid } = child;
    if (pid === undefined) return shownBy(child);
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (text: Buffer) => {
        this.onOutput(text.toString());
      });
    this.#running.add(pid);
    try {
      return await shownBy(child);
    } finally {
      this.#running.delete(pid);
    }
  }

  #nodeOptions(): Record<string, string> {
    const preloaded = [
      PRELOADED.host,
      ...(this.#isUnaided ? [] : [PRELOADED.quicker]),
      ...(this.daysAhead === 0 ? [] : [PRELOADED.clock]),
    ];
    return {
      CLOCK_AHEAD_MS: String(this.daysAhead * DAY_MS),
      NODE_OPTIONS: preloaded
        .map((name) => `--require ${JSON.stringify(join(__dirname, name))}`)
        .join(" "),
      ...((this.#options.typescript !== true || this.#isCompiled) && {
        STACK_IS_JAVASCRIPT: "true",
      }),
    };
  }

  #write(name: string, text: string): void {
    writeFileSync(join(this.directory, name), text);
  }
}

interface StackState {
  checkpoint: { latest: { resources?: StateResource[] } };
}

export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
}
