import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { stripVTControlCharacters } from "node:util";

import manifest from "../../package.json";
import { type Shown, descendantsOf, killNow, shownBy } from "./processes";

const ROOT = join(__dirname, "../..");
const GITLAB_CI_LOCAL = join(ROOT, "node_modules/gitlab-ci-local/dist/index.js");
const DEPENDENCIES = ["@pulumi", "@types", "ts-node", "typescript", "valibot"];
/** What jobs start by name. Of this package npm links nothing into a clone that is not compiled. */
const PROGRAMS = { tsc: "node_modules/typescript/bin/tsc", "gitlab-runners": "dist/cli/cli.js" };
const STATE = ".gitlab-ci-local";
const HOST = "gitlab.acme.example";
/** The project that examples/gitops includes components from, on the host of its own. */
const COMPONENTS = `${HOST}/acme/pulumi-gitlab-runners`;

/** Why no pipeline can be run on this machine; undefined where it can. */
export function pipelinesMissing(): string | undefined {
  const path = (process.env["PATH"] ?? "").split(":");
  const missing = ["bash", "git", "rsync"].filter(
    (program) => !path.some((directory) => existsSync(join(directory, program))),
  );
  return missing.length === 0 ? undefined : `gitlab-ci-local needs ${missing.join(", ")}`;
}

/** A CI/CD variable: its value, or its values by the environment that they are for, `*` for others. */
export type Variables = Record<string, string | Record<string, string>>;

/** What started a pipeline, as `CI_PIPELINE_SOURCE` says it. */
export type PipelineSource = "merge_request_event" | "push" | "schedule";

/** How a pipeline ended. */
export interface Pipeline extends Shown {
  /** By job, those that were started. */
  readonly jobs: Record<string, "PASS" | "WARN" | "FAIL">;
  /** What a job printed. */
  readonly log: (job: string) => string;
}

type Started = ChildProcessByStdio<null, Readable, Readable>;

/** A repository with a pipeline, which gitlab-ci-local runs without containers. */
export class PipelineProject {
  readonly directory = mkdtempSync(join(tmpdir(), "gitlab-runners-pipeline-"));
  readonly #env: NodeJS.ProcessEnv;
  readonly #running = new Set<number>();

  private constructor(env: NodeJS.ProcessEnv) {
    this.#env = {
      ...process.env,
      PATH: `${process.env["PATH"] ?? ""}:${dirname(process.execPath)}`,
      HOME: join(this.directory, ".home"),
      NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, "deferredModules.js"))}`,
      GIT_CONFIG_NOSYSTEM: "1",
      ...env,
    };
  }

  /**
   * @param source - The folder whose files the repository has.
   * @param env - Of a runner's machine.
   */
  static async create(source: string, env: NodeJS.ProcessEnv): Promise<PipelineProject> {
    const project = new PipelineProject(env);
    cpSync(source, project.directory, { recursive: true });
    mkdirSync(project.#env["HOME"] ?? "");
    project.write("package-lock.json", "{}");
    project.#fetchComponents();
    project.#linkDependencies();
    for (const args of [
      ["init", "--quiet", "--initial-branch", "main"],
      ["config", "user.name", "Ada"],
      ["config", "user.email", "ada@acme.example"],
      ["remote", "add", "origin", `https://${HOST}/acme/ci-runners.git`],
      ["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main"],
      ["add", "."],
      ["commit", "--quiet", "--message", "Declare a fleet"],
    ]) {
      const { exitCode, output } = await project.run("git", args);
      if (exitCode !== 0) throw new Error(`git ${args.join(" ")}: ${output}`);
    }
    return project;
  }

  /** The project's CI/CD variables. */
  set variables(variables: Variables) {
    const entries = Object.entries(variables).map(([key, value]) => [
      key,
      { type: "variable", values: typeof value === "string" ? { "*": value } : value },
    ]);
    this.write(".gitlab-ci-local-variables.yml", JSON.stringify(Object.fromEntries(entries)));
  }

  read(name: string): string {
    return readFileSync(join(this.directory, name), "utf8");
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.directory, name), text);
  }

  /** The files that a job left as artifacts. */
  artifacts(job: string): string[] {
    return readdirSync(join(this.directory, STATE, "artifacts", job)).sort();
  }

  /** The names of the jobs that a pipeline has. */
  async jobs(source: PipelineSource, variables: Record<string, string> = {}): Promise<string[]> {
    const { output } = await this.#gitlabCiLocal(source, variables, "--list-csv");
    return [...output.matchAll(/^([\w-]+);(?!stage)/gm)].map(([, name]) => name ?? "").sort();
  }

  /** Runs a stage of a pipeline, or all. */
  async pipeline(
    source: PipelineSource,
    stage?: string,
    variables: Record<string, string> = {},
  ): Promise<Pipeline> {
    const args = stage === undefined ? [] : ["--stage", stage];
    const shown = await this.#gitlabCiLocal(source, variables, ...args);
    const summary = shown.output.matchAll(/^ (PASS|WARN|FAIL) +([\w-]+) *(?:pre_script)?$/gm);
    return {
      ...shown,
      jobs: Object.fromEntries([...summary].map(([, status, name]) => [name, status])) as never,
      log: (job) => stripVTControlCharacters(this.read(join(STATE, "output", `${job}.log`))),
    };
  }

  /** Runs a command in the repository. */
  async run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Shown> {
    const { exitCode, output } = await shownBy(this.start(command, args, env));
    return { exitCode, output: stripVTControlCharacters(output) };
  }

  /** Starts one. */
  start(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Started {
    const child = spawn(command, args, {
      cwd: this.directory,
      env: { ...this.#env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const { pid } = child;
    if (pid !== undefined) {
      this.#running.add(pid);
      child.once("close", () => this.#running.delete(pid));
    }
    return child;
  }

  dispose(): void {
    for (const pid of this.#running) killTree(pid);
    rmSync(this.directory, { recursive: true, force: true });
  }

  #gitlabCiLocal(
    source: PipelineSource,
    variables: Record<string, string>,
    ...args: string[]
  ): Promise<Shown> {
    const given = { CI_PIPELINE_SOURCE: source, ...variables };
    return this.run(process.execPath, [
      ...[GITLAB_CI_LOCAL, ...args, "--force-shell-executor", "--shell-isolation"],
      ...["--no-artifacts-to-source", "--concurrency", String(availableParallelism())],
      ...Object.entries(given).flatMap(([key, value]) => ["--variable", `${key}=${value}`]),
      ...["--ignore-predefined-vars", Object.keys(given).join(",")],
      // A pipeline for a merge request is of no branch.
      ...(source === "merge_request_event" ? ["--unset-variable", "CI_COMMIT_BRANCH"] : []),
    ]);
  }

  /** Puts this clone's components where gitlab-ci-local keeps those that it has fetched. */
  #fetchComponents(): void {
    const fetched = `${COMPONENTS}/v${manifest.version}/templates`;
    cpSync(join(ROOT, "templates"), join(this.directory, STATE, "includes", fetched), {
      recursive: true,
    });
  }

  /**
   * Puts what `npm ci` installs where jobs find it and into the cache of the pipeline. Only links: of
   * this package to its parts, since it has a link to itself, which gitlab-ci-local would follow.
   */
  #linkDependencies(): void {
    const lock = sha1(sha1(this.read("package-lock.json")));
    for (const directory of [".", join(STATE, "cache", `0_package-lock-${lock}`)]) {
      const modules = join(this.directory, directory, "node_modules");
      for (const name of [".bin", "pulumi-gitlab-runners"])
        mkdirSync(join(modules, name), { recursive: true });
      for (const [name, file] of Object.entries(PROGRAMS))
        symlinkSync(join(ROOT, file), join(modules, ".bin", name));
      for (const name of DEPENDENCIES)
        symlinkSync(join(ROOT, "node_modules", name), join(modules, name), "junction");
      for (const name of ["dist", "package.json"])
        symlinkSync(join(ROOT, name), join(modules, "pulumi-gitlab-runners", name));
    }
    // As npm does with the programs of a package that it installs.
    chmodSync(join(ROOT, "dist/cli/cli.js"), 0o755);
  }
}

/** Ends a process and all that it has started. */
export function killTree(pid: number): void {
  const all = [pid, ...descendantsOf(pid).map((each) => each.pid)];
  all.forEach(killNow);
}

function sha1(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}
