import { execFile } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import type { Emulator } from "../../emulator";
import { environmentOf, runnerAt, startGitLab } from "../helpers/gitlab";
import { Stack } from "../helpers/stack";

const ROOT = join(__dirname, "../..");
const run = promisify(execFile);

const TYPESCRIPT = `
import * as pulumi from "@pulumi/pulumi";
import { ProjectRunnerAssignment, Runner, type RunnerArgs } from "pulumi-gitlab-runners";

// As an output of @pulumi/gitlab is: the id of a project, as text.
const project: pulumi.Output<string> = pulumi.output("11");
const args: RunnerArgs = { runnerType: "project_type", projectId: project, tagList: ["typed"] };
const runner = new Runner("typed", args);
new ProjectRunnerAssignment("site", { projectId: 12, runnerId: runner.id });
export const tags: pulumi.Output<string[]> = runner.tagList;
`;

const ES_MODULE = `
import { Runner, getAllRunners } from "pulumi-gitlab-runners";
import * as served from "pulumi-gitlab-runners/plugin";
import { tagList } from "./tags.js";

// Only an ES module may wait here.
export const before: number = (await getAllRunners()).length;
new Runner("module", { runnerType: "instance_type", tagList });
new served.Runner("servedModule", { runnerType: "instance_type", tagList });
`;

describe("the package", () => {
  let gitlab: Emulator;
  beforeAll(async () => {
    gitlab = await startGitLab();
  });
  afterAll(() => gitlab.close());

  /** What npm packs of a folder. */
  async function packedOf(cwd: string): Promise<string[]> {
    const args = ["pack", "--dry-run", "--json", "--ignore-scripts"];
    const { stdout } = await run("npm", args, { cwd });
    const [packed] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    return packed.files.map(({ path }) => path);
  }

  test("holds what a user needs and nothing else", async () => {
    const files = await packedOf(ROOT);
    expect(files).toEqual(
      expect.arrayContaining([
        "LICENSE",
        "README.md",
        "CHANGELOG.md",
        "package.json",
        "dist/sdk/index.js",
        "dist/sdk/index.d.ts",
        "dist/provider/index.js",
        "dist/emulator/index.d.ts",
        "dist/cli/cli.js",
        "dist/policies/index.js",
        "dist/policies/index.d.ts",
        "templates/check.yml",
        "templates/stack.yml",
      ]),
    );
    const others = files.filter(
      (path) =>
        !/^dist\/(sdk|functions|stack|provider|gitlab|emulator|cli|policies)\/.*\.(js|d\.ts)$/.test(
          path,
        ) &&
        !/^dist\/plugin\/(main\.js|schema\.json|pulumi-resource-gitlab-runners(\.cmd)?)$/.test(
          path,
        ) &&
        !["LICENSE", "README.md", "CHANGELOG.md", "package.json"].includes(path) &&
        !["templates/check.yml", "templates/stack.yml"].includes(path),
    );
    expect(others).toEqual([]);
  });

  test("leaves out what a release of the clone may have made", async () => {
    // Elsewhere, as other tests read this clone's dist/ meanwhile.
    const folder = mkdtempSync(join(tmpdir(), "gitlab-runners-pack-"));
    cpSync(join(ROOT, "package.json"), join(folder, "package.json"));
    for (const file of [
      "sdk/index.js",
      "archives/plugin.tar.gz",
      "sdks/python/runner.py",
      "npm/package.tgz",
    ]) {
      mkdirSync(dirname(join(folder, "dist", file)), { recursive: true });
      writeFileSync(join(folder, "dist", file), "");
    }
    expect((await packedOf(folder)).sort()).toEqual(["dist/sdk/index.js", "package.json"]);
    rmSync(folder, { recursive: true });
  });

  test("works from its tarball in an empty project, with what it depends on and no more", async () => {
    const folder = mkdtempSync(join(tmpdir(), "gitlab-runners-pack-"));
    await run("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: ROOT });
    const { version, dependencies } = JSON.parse(
      readFileSync(join(ROOT, "package.json"), "utf8"),
    ) as { version: string; dependencies: Record<string, string> };
    await run("tar", ["-xzf", `pulumi-gitlab-runners-${version}.tgz`], { cwd: folder });

    const stack = await Stack.create({
      program: `
const { Runner } = require("pulumi-gitlab-runners");
new Runner("packed", { runnerType: "instance_type" });
`,
      env: environmentOf(gitlab),
      packageDirectory: join(folder, "package"),
    });
    // Without a registry, what npm would install beside it is taken from this clone, link by link:
    // a dependency that package.json does not name is not found.
    linkDependencies(Object.keys(dependencies), join(folder, "package", "node_modules"));
    expect((await stack.preview()).exitCode).toBe(0);
    expect((await stack.up()).exitCode).toBe(0);
    expect(await runnerAt(gitlab, Number(stack.resource("packed")?.id))).toBeDefined();
    await stack.dispose();
    rmSync(folder, { recursive: true });
  });

  test("works in a TypeScript program, whose types are checked", async () => {
    const stack = await Stack.create({
      program: TYPESCRIPT,
      typescript: true,
      env: environmentOf(gitlab),
    });
    const { output, exitCode } = await stack.up();
    expect(output).toContain("typed");
    expect(exitCode).toBe(0);
    expect(stack.resource("site")?.id).toMatch(/^12:\d+$/);

    stack.program(TYPESCRIPT.replace(`"project_type"`, `"projectType"`));
    const wrong = await stack.preview();
    expect(wrong.exitCode).not.toBe(0);
    expect(wrong.output).toContain("projectType");
    expect((await stack.destroy()).exitCode).toBe(0);
    await stack.dispose();
  });

  test("works in a TypeScript program that is an ES module, by both forms of its resources", async () => {
    const stack = await Stack.create({
      program: ES_MODULE,
      typescript: true,
      unaided: true,
      plugin: true,
      env: environmentOf(gitlab),
    });
    const write = (name: string, text: string): void => {
      writeFileSync(join(stack.directory, name), text);
    };
    write("package.json", JSON.stringify({ name: "stack", private: true, type: "module" }));
    write("tags.ts", `export const tagList: string[] = ["module"];`);
    const { output, exitCode } = await stack.up();
    expect({ output, exitCode }).toMatchObject({ exitCode: 0 });
    for (const name of ["module", "servedModule"])
      expect(await runnerAt(gitlab, stack.resource(name)?.id ?? "none")).toMatchObject({
        tag_list: ["module"],
      });
    await stack.dispose();
  });
});

function linkDependencies(names: readonly string[], directory: string): void {
  for (const name of [...names, "@pulumi/pulumi"]) {
    const target = join(directory, name);
    mkdirSync(join(target, ".."), { recursive: true });
    symlinkSync(join(ROOT, "node_modules", name), target, "junction");
  }
}
