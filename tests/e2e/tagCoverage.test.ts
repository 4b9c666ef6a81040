import { writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Emulator } from "../../emulator";
import type { RunnerArgs } from "../../sdk";
import { ask, environmentOf, runnerAt, startGitLab } from "../helpers/gitlab";
import { Stack } from "../helpers/stack";

describe("a stack that requires runners for tags", () => {
  let gitlab: Emulator;
  let stack: Stack;
  /** What is declared is not in the text of the program, so that its types are checked once. */
  const declare = (...runners: RunnerArgs[]): void => {
    writeFileSync(join(stack.directory, "runners.json"), JSON.stringify(runners));
    stack.program(`
      import { readFileSync } from "node:fs";
      import { Runner, type RunnerArgs, requireTagCoverage } from "pulumi-gitlab-runners";
      const declared = JSON.parse(readFileSync("runners.json", "utf8")) as RunnerArgs[];
      const runners = declared.map((args, index) => new Runner(\`r\${index}\`, args));
      export const sets = requireTagCoverage({
        projectId: "acme/app", tags: [["docker"], ["docker", "arm64"]], runners,
      }).apply((found) => found.map(({ coverage }) => coverage).join());
    `);
  };
  const SMALL: RunnerArgs = { runnerType: "group_type", groupId: "acme", tagList: ["docker"] };
  const ARM: RunnerArgs = {
    runnerType: "project_type",
    projectId: 11,
    tagList: ["docker", "arm64"],
  };

  beforeAll(async () => {
    gitlab = await startGitLab();
    stack = await Stack.create({ program: "", typescript: true, env: environmentOf(gitlab) });
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  test("passes with runners that it is about to make, and says that none is in contact yet", async () => {
    declare(SMALL, ARM);
    const preview = await stack.preview();
    expect(preview.output).toMatch(
      /no online runner takes jobs with the tags arm64, docker in project acme\/app yet: a new runner/,
    );
    expect(preview.exitCode).toBe(0);
    const up = await stack.up();
    expect(up.output).toMatch(/sets\s*: "all_refs,all_refs"/);
    expect(up.exitCode).toBe(0);
  });

  test("says nothing of the kind once they are", async () => {
    for (const name of ["r0", "r1"]) {
      const { output } = await stack.pulumi("stack", "export", "--show-secrets");
      const { deployment } = JSON.parse(output) as {
        deployment: { resources: { urn: string; outputs?: { token?: { plaintext?: string } } }[] };
      };
      const found = deployment.resources.find(({ urn }) => urn.endsWith(`::${name}`));
      const token = JSON.parse(found?.outputs?.token?.plaintext ?? "null") as string;
      await ask(gitlab, "POST", "/jobs/request", { token, system_id: `s_${name}` });
    }
    const preview = await stack.preview();
    expect(preview.output).not.toContain("no online runner takes");
    expect(preview.exitCode).toBe(0);
  });

  test.each<[change: string, second: RunnerArgs[], message: RegExp]>([
    [
      "loses a tag",
      [{ ...ARM, tagList: ["docker"] }],
      /no runner takes jobs with the tags arm64, docker\. Keep a runner/,
    ],
    ["is paused", [{ ...ARM, paused: true }], /the tags arm64, docker: runner [12] is paused/],
    [
      "becomes protected",
      [{ ...ARM, accessLevel: "ref_protected" }],
      /the tags arm64, docker find a runner on protected branches and tags only/,
    ],
    ["is removed", [], /no runner takes jobs with the tags arm64, docker\. Keep a runner/],
  ])("fails the preview in which the only runner of a set %s", async (_, second, message) => {
    const settings = (): Promise<unknown[]> =>
      Promise.all([1, 2].map(async (id) => (await runnerAt(gitlab, id))?.["tag_list"]));
    const before = await settings();
    declare(SMALL, ...second);
    const preview = await stack.preview();
    expect(preview.output.replace(/\s+/g, " ")).toMatch(message);
    expect(preview.output).toContain("requireTagCoverage: in project acme/app");
    expect(preview.exitCode).not.toBe(0);
    expect(preview.output).not.toContain("unhandled exception");
    expect(await settings()).toEqual(before);
  });

  test("passes a change that leaves each set a runner", async () => {
    declare({ ...SMALL, tagList: ["podman"] }, ARM);
    const preview = await stack.preview();
    expect(preview.output).toContain("~ 1 to update");
    expect(preview.exitCode).toBe(0);
  });

  test("is unknown while the tags are, and fails nothing then", async () => {
    stack.program(`
      import * as pulumi from "@pulumi/pulumi";
      import { Runner, requireTagCoverage } from "pulumi-gitlab-runners";
      const first = new Runner("first", ${JSON.stringify(SMALL)});
      const second = new Runner("second", {
        runnerType: "instance_type", tagList: [pulumi.interpolate\`of-\${first.id}\`],
      });
      export const sets = requireTagCoverage({
        projectId: 11, tags: [["nothing"]], runners: [second],
      }).apply((found) => found.length);
    `);
    const preview = await stack.preview();
    expect(preview.exitCode).toBe(0);
  });
});

test("without runners of its own a stack requires what the project has now", async () => {
  const gitlab = await startGitLab();
  gitlab.seed({
    runners: [
      {
        runner_type: "instance_type",
        tag_list: ["docker"],
        created_at: "-P1D",
        contacted_at: "-PT3H",
        description: "Shared",
      },
    ],
  });
  const stack = await Stack.create({
    program: `
      import { requireTagCoverage } from "pulumi-gitlab-runners";
      requireTagCoverage({ projectId: 11, tags: [["docker"]] });
    `,
    typescript: true,
    env: environmentOf(gitlab),
  });
  const preview = await stack.preview();
  expect(preview.output.replace(/\s+/g, " ")).toContain(
    'no runner takes jobs with the tags docker: runner 1 "Shared" is offline',
  );
  expect(preview.exitCode).not.toBe(0);
  await stack.dispose();
  await gitlab.close();
});
