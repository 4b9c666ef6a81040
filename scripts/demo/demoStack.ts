import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";

import type { DemoLanguage, Edit } from "./languages";
import type { Screen } from "./screen";
import type { Target } from "./target";

const ROOT = join(__dirname, "../..");
const NAME = "demo";

/** How an operation ended, and what a user saw of it, without colours. */
export interface Shown {
  exitCode: number;
  output: string;
}

/** A stack of the demo's program, in a folder that also has its state. */
export class DemoStack {
  readonly #project: string;
  readonly #environment: NodeJS.ProcessEnv;

  private constructor(
    readonly directory: string,
    readonly language: DemoLanguage,
    readonly screen: Screen,
    path: readonly string[],
    target: Target,
  ) {
    this.#project = join(directory, "project");
    this.#environment = {
      ...process.env,
      PATH: path.join(delimiter),
      PULUMI_BACKEND_URL: pathToFileURL(directory).href,
      PULUMI_HOME: join(directory, "home"),
      PULUMI_CONFIG_PASSPHRASE: randomBytes(16).toString("hex"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // Without a ts-node in the project, Pulumi takes its own, which does not heed ts-node's variable.
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      GITLAB_BASE_URL: target.url,
      GITLAB_TOKEN: target.token,
    };
  }

  /**
   * @param path - what PATH must be for the engine and the language.
   * @param install - installs in the project's folder what the program imports, and returns a folder
   *   that PATH needs, too.
   */
  static async create(
    language: DemoLanguage,
    screen: Screen,
    path: readonly string[],
    target: Target,
    install?: (project: string) => Promise<string>,
  ): Promise<DemoStack> {
    const directory = await mkdtemp(join(tmpdir(), "gitlab-runners-demo-"));
    const stack = new DemoStack(directory, language, screen, path, target);
    try {
      await stack.#makeProject();
      if (install !== undefined) {
        const further = await install(stack.#project);
        stack.#environment["PATH"] = [further, ...path].join(delimiter);
      }
      await stack.#succeed("stack", "init", NAME);
      await stack.configure("project", target.project);
      return stack;
    } catch (error) {
      await stack.remove();
      throw error;
    }
  }

  async #makeProject(): Promise<void> {
    for (const [name, source] of Object.entries(this.language.files)) {
      await mkdir(join(this.#project, dirname(name)), { recursive: true });
      await cp(source, join(this.#project, name));
    }
    const modules = join(this.#project, "node_modules");
    await mkdir(modules);
    await symlink(ROOT, join(modules, "pulumi-gitlab-runners"), "junction");
    for (const name of ["@pulumi", "@types", "typescript"])
      await symlink(join(ROOT, "node_modules", name), join(modules, name), "junction");
  }

  program(): Promise<string> {
    return readFile(join(this.#project, this.language.source), "utf8");
  }

  async edit({ from, to }: Edit): Promise<void> {
    const program = await this.program();
    if (!program.includes(from)) throw new Error(`${this.language.source} has no "${from}"`);
    await writeFile(
      join(this.#project, this.language.source),
      program.replace(from, () => to),
    );
  }

  configure(key: string, value: string, secret = false): Promise<string> {
    const kind = secret ? "--secret" : "--plaintext";
    return this.#succeed("config", "set", kind, "--stack", NAME, key, value);
  }

  async output(name: string): Promise<string> {
    const args = ["stack", "output", name, "--show-secrets", "--stack", NAME];
    return (await this.#succeed(...args)).trim();
  }

  /** An operation of the engine on the stack, shown as it goes. */
  async operate(operation: string, args: readonly string[]): Promise<Shown> {
    const gutter = this.screen.gutter();
    const colour = this.screen.colours ? "always" : "never";
    const shown = await this.#run([operation, ...args, "--stack", NAME], colour, (text) => {
      gutter.write(text);
    });
    gutter.end();
    return shown;
  }

  /** Removes the project and its state. */
  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }

  async #succeed(...args: string[]): Promise<string> {
    const { exitCode, output } = await this.#run(args, "never", () => undefined);
    if (exitCode !== 0) throw new Error(`pulumi ${args.slice(0, 2).join(" ")} failed:\n${output}`);
    return output;
  }

  #run(
    args: readonly string[],
    colour: "always" | "never",
    show: (text: string) => void,
  ): Promise<Shown> {
    return new Promise((resolve, reject) => {
      const child = spawn("pulumi", [...args, "--non-interactive", "--color", colour], {
        cwd: this.#project,
        env: this.#environment,
        stdio: ["ignore", "pipe", "pipe"],
      });
      let output = "";
      const collect = (text: string): void => {
        output += text;
        show(text);
      };
      child.stdout.setEncoding("utf8").on("data", collect);
      child.stderr.setEncoding("utf8").on("data", collect);
      child.once("error", reject);
      child.once("close", (code) => {
        resolve({ exitCode: code ?? 1, output: stripVTControlCharacters(output) });
      });
    });
  }
}
