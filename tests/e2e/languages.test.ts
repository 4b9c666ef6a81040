import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

import { placeSdk } from "../../scripts/languages/sdks";
import { runCommand } from "../../scripts/setUp/commands";
import { ask, environmentOf, runnerAt, runnersAt, startGitLab } from "../helpers/gitlab";
import { LANGUAGES, type ProjectLanguage, createLanguageStack } from "../helpers/languageProject";
import { testWith } from "../helpers/languageTools";
import { type Shown, Stack } from "../helpers/stack";

const ROOT = join(__dirname, "../..");
/** Of a test that compiles Pulumi's SDK for Go, the first time on a machine. */
const LIMIT_MS = 10 * 60_000;

const done = ({ exitCode, output }: Shown): void => {
  expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
};
const outputsOf = async (stack: Stack): Promise<Record<string, unknown>> => {
  const { output } = await stack.pulumi("stack", "output", "--json", "--show-secrets");
  return JSON.parse(output) as Record<string, unknown>;
};

describe.each(Object.entries<ProjectLanguage>(LANGUAGES))("a program in %s", (name, language) => {
  const example = `examples/${name.toLowerCase()}`;

  testWith(
    language.needs,
    `${example} is previewed, applied, changed and destroyed by the plugin`,
    async (paths) => {
      const gitlab = await startGitLab();
      const stack = await createLanguageStack(
        language,
        join(ROOT, example),
        paths,
        environmentOf(gitlab),
      );

      const previewed = await stack.preview();
      done(previewed);
      expect(previewed.output).toMatch(/\+ +gitlab-runners:index:Runner +docker +create/);
      expect(await runnersAt(gitlab)).toEqual([]);

      const applied = await stack.up();
      done(applied);
      done(await stack.preview("--expect-no-changes", "--diff"));
      done(await stack.refresh("--expect-no-changes"));
      const id = stack.resource("docker")?.id ?? "none";
      expect(await runnerAt(gitlab, id)).toMatchObject({
        description: "Docker builds",
        runner_type: "project_type",
        tag_list: ["docker"],
        maximum_timeout: 3600,
        projects: [{ path_with_namespace: "acme/app" }, { path_with_namespace: "acme/site" }],
      });

      const source = join(stack.directory, language.source);
      const program = readFileSync(source, "utf8");
      writeFileSync(source, program.replace("Docker builds", "Builds in Docker"));
      const changed = await stack.up("--diff");
      done(changed);
      expect(changed.output).toContain(`~ description: "Docker builds" => "Builds in Docker"`);
      expect(stack.resource("docker")?.id).toBe(id);
      expect(await runnerAt(gitlab, id)).toMatchObject({ description: "Builds in Docker" });

      const { token, configToml } = await outputsOf(stack);
      expect(token).toMatch(/^glrt-/);
      expect(configToml).toContain(`name = "Builds in Docker"`);
      expect(configToml).toContain(`token = "${String(token)}"`);
      expect(configToml).toContain(`url = "${gitlab.url}"`);
      for (const text of [applied.output, changed.output, stack.written()])
        expect(text).not.toContain(token);
      expect(applied.output).toMatch(/configToml *: \[secret\]/);

      done(await stack.destroy());
      expect(await runnerAt(gitlab, id)).toBeUndefined();
      await stack.dispose();
      await gitlab.close();
    },
    LIMIT_MS,
  );
});

describe("a program in Python", () => {
  testWith(
    LANGUAGES.Python.needs,
    "has an explicit provider, imports, reads, and takes enums and their texts",
    async (paths) => {
      const [gitlab, other] = await Promise.all([startGitLab(), startGitLab()]);
      const create = async (attributes: object): Promise<string> => {
        const { body } = await ask(gitlab, "POST", "/user/runners", attributes);
        return String((body as { id: number }).id);
      };
      const ofApp = { runner_type: "project_type", project_id: 11 };
      const toImport = await create({ ...ofApp, tag_list: "b,a" });
      const toRead = await create({ ...ofApp, tag_list: "c" });
      const stack = await createLanguageStack(
        LANGUAGES.Python,
        join(ROOT, "tests/fixtures/pythonProgram"),
        paths,
        {
          ...environmentOf(gitlab),
          OTHER_GITLAB: other.url,
          OTHER_TOKEN: other.tokens["root"] ?? "",
          TO_IMPORT: toImport,
          TO_READ: toRead,
        },
      );

      done(await stack.up());
      done(await stack.preview("--expect-no-changes", "--diff"));
      expect(await outputsOf(stack)).toEqual({
        levels: ["ref_protected", "ref_protected"],
        readTags: ["c"],
      });
      const byEnum = stack.resource("by-enum")?.id ?? "none";
      const byText = stack.resource("by-text")?.id ?? "none";
      for (const [where, id] of [
        [other, byEnum],
        [gitlab, byText],
      ] as const)
        expect(await runnerAt(where, id)).toMatchObject({
          runner_type: "instance_type",
          access_level: "ref_protected",
        });
      expect(stack.resource("imported")?.id).toBe(toImport);
      expect(await runnersAt(other)).toHaveLength(1);
      expect(await runnersAt(gitlab)).toHaveLength(3);
      expect(stack.written()).not.toContain(other.tokens["root"]);

      done(await stack.destroy());
      expect(await runnersAt(other)).toEqual([]);
      // A runner that was imported is the stack's from then on, one that was read never is.
      expect(await runnersAt(gitlab)).toMatchObject([{ id: Number(toRead) }]);
      await stack.dispose();
      await Promise.all([gitlab.close(), other.close()]);
    },
  );
});

const NODE_PROGRAM = `
import * as gitlabRunners from "pulumi-gitlab-runners-sdk";

const runner = new gitlabRunners.Runner("docker", {
  runnerType: gitlabRunners.RunnerType.ProjectType,
  projectId: "acme/app",
  accessLevel: "ref_protected",
  tagList: ["docker"],
});
const all = new gitlabRunners.RunnerAssignments("all", { runnerId: runner.id, projectIds: [12] });
export const text = gitlabRunners.configTomlOutput({
  runners: [{ id: runner.id, token: runner.token, executor: "docker", docker: { image: "alpine:3" } }],
}).text;
export const tags = gitlabRunners.getRunnerOutput({ id: all.runnerId }).tagList;
`;

describe("a program in TypeScript with the SDK that is generated", () => {
  testWith(
    { tools: ["sdkGenerator"] },
    "is compiled, as is the SDK, and applied by the plugin",
    async () => {
      const gitlab = await startGitLab();
      const stack = await Stack.create({
        program: NODE_PROGRAM,
        typescript: true,
        plugin: true,
        env: environmentOf(gitlab),
      });
      const sdk = await placeSdk("nodejs", stack.directory, () => undefined);
      // As npm does when it installs the SDK.
      await runCommand(process.execPath, ["scripts/postinstall.js"], {
        cwd: sdk,
        env: {
          ...process.env,
          PATH: [join(ROOT, "node_modules/.bin"), process.env["PATH"]].join(delimiter),
        },
      });
      symlinkSync(sdk, join(stack.directory, "node_modules/pulumi-gitlab-runners-sdk"), "junction");

      done(await stack.up());
      const id = stack.resource("docker")?.id ?? "none";
      expect(await runnerAt(gitlab, id)).toMatchObject({
        access_level: "ref_protected",
        projects: [{ path_with_namespace: "acme/app" }, { path_with_namespace: "acme/site" }],
      });
      const { text, tags } = await outputsOf(stack);
      const [token] = /glrt-[\w-]+/.exec(String(text)) ?? [];
      expect(token).toBeDefined();
      expect(stack.written()).not.toContain(token);
      expect(tags).toEqual(["docker"]);

      stack.program(NODE_PROGRAM.replace(`["docker"]`, `"docker"`));
      const wrong = await stack.preview();
      expect(wrong.exitCode).not.toBe(0);
      expect(wrong.output).toMatch(
        /index\.ts\(8,3\): error TS2322: Type 'string' is not assignable/,
      );
      done(await stack.destroy());
      expect(await runnersAt(gitlab)).toEqual([]);
      await stack.dispose();
      await gitlab.close();
    },
  );
});
