import { writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Emulator } from "../../emulator";
import { ask, environmentOf, runnerAt, startGitLab } from "../helpers/gitlab";
import { Stack } from "../helpers/stack";

const MARKER = /Created by pulumi-gitlab-runners \([0-9a-f]{16}-[0-9a-f]{8}\)/;
const OF_APP = `runnerType: "project_type", projectId: 11`;
const program = (args: string, more = ""): string => `
const { Runner, getRunner } = require("pulumi-gitlab-runners");
new Runner("build", { ${args} });
${more}
`;

describe("the marker of a creation", () => {
  let gitlab: Emulator;
  let stack: Stack;
  beforeAll(async () => {
    gitlab = await startGitLab();
    stack = await Stack.create({
      program: program(`${OF_APP}, maintenanceNote: "ours"`),
      env: environmentOf(gitlab),
    });
  });
  afterAll(async () => {
    await stack.dispose();
    await gitlab.close();
  });

  const apply = async (text: string): Promise<string> => {
    stack.program(text);
    const { output, exitCode } = await stack.up("--diff");
    expect(output).not.toMatch(/error/);
    expect(exitCode).toBe(0);
    return output;
  };
  const noteAtGitLab = async (): Promise<unknown> =>
    (await runnerAt(gitlab, stack.resource("build")?.id ?? ""))?.["maintenance_note"];

  test("is at GitLab and nowhere in Pulumi", async () => {
    const created = await stack.up("--diff");
    expect(created.output).not.toMatch(/__mark|Created by/);
    expect(await noteAtGitLab()).toMatch(MARKER);
    const refresh = await stack.refresh("--diff");
    expect(refresh.output).toContain("2 unchanged");
    const preview = await stack.preview("--diff", "--expect-no-changes");
    expect(preview.exitCode).toBe(0);
    expect(stack.resource("build")?.outputs).toMatchObject({ maintenanceNote: "ours" });
    expect(stack.written()).not.toMatch(/Created by pulumi/);
  });

  test("is not in what is read or adopted, and goes with the adoption", async () => {
    const made = await ask(gitlab, "POST", "/user/runners", {
      runner_type: "instance_type",
      maintenance_note: "ours\nCreated by pulumi-gitlab-runners (0123456789abcdef-01234567)",
    });
    const { id } = made.body as { id: number };
    const output = await apply(
      program(
        `${OF_APP}, maintenanceNote: "ours"`,
        `new Runner("same", { runnerId: ${id}, maintenanceNote: "ours" });
         exports.looked = Runner.get("looked", "${id}").maintenanceNote;
         exports.read = getRunner({ id: ${id} }).then((runner) => runner.maintenanceNote);`,
      ),
    );
    expect(output).toContain(`adopting runner ${id} changes none of its settings`);
    const shown = await stack.pulumi("stack", "output", "--json");
    expect(JSON.parse(shown.output)).toMatchObject({ looked: "ours", read: "ours" });
    // A runner that a stack has adopted is no lost one.
    expect((await runnerAt(gitlab, id))?.["maintenance_note"]).toBe("ours");
    await apply(program(`${OF_APP}, maintenanceNote: "ours"`));
  });

  test("leaves the note's own line breaks alone, and 500 emoji are 500 characters", async () => {
    const note = `a\r\nb\r\n${"\u{1f600}".repeat(500)}\r`;
    const both = program(
      `${OF_APP}, maintenanceNote: "ours"`,
      `new Runner("windows", { ${OF_APP}, maintenanceNote: ${JSON.stringify(note)} });`,
    );
    await apply(both);
    const id = stack.resource("windows")?.id ?? "";
    expect((await runnerAt(gitlab, id))?.["maintenance_note"]).toMatch(MARKER);
    expect((await stack.refresh("--diff")).output).toContain("3 unchanged");
    expect(stack.resource("windows")?.outputs).toMatchObject({ maintenanceNote: note });
    // A form writes line breaks of its own; that alone is no change.
    await ask(gitlab, "PUT", `/runners/${id}`, {
      maintenance_note: note.replace(/\r\n?/g, "\n"),
    });
    expect((await stack.refresh("--diff")).output).toContain("3 unchanged");
    expect((await stack.preview("--expect-no-changes")).exitCode).toBe(0);
    await apply(program(`${OF_APP}, maintenanceNote: "ours"`));
  });

  test("goes with a change of the note, and drift of the note is still seen", async () => {
    const id = stack.resource("build")?.id ?? "";
    await ask(gitlab, "PUT", `/runners/${id}`, { maintenance_note: "theirs" });
    const refresh = await stack.pulumi("refresh", "--preview-only", "--diff");
    expect(refresh.output).toMatch(/maintenanceNote\s*: "ours" => "theirs"/);
    await apply(program(`${OF_APP}, maintenanceNote: "other"`));
    expect(await noteAtGitLab()).toBe("other");
    expect((await stack.preview("--expect-no-changes")).exitCode).toBe(0);
  });

  test("is no diff when it is another one, or none: states of before have none", async () => {
    const exported = JSON.parse((await stack.pulumi("stack", "export")).output) as {
      deployment: { resources: { inputs?: object; outputs?: object }[] };
    };
    for (const each of exported.deployment.resources) {
      for (const values of [each.inputs, each.outputs] as (Record<string, unknown> | undefined)[]) {
        if (values?.["__mark"] !== undefined) values["__mark"] = "0000000000000000";
      }
    }
    for (const drop of [false, true]) {
      const text = JSON.stringify(exported, (key: string, value: unknown) =>
        drop && key === "__mark" ? undefined : value,
      );
      writeFileSync(join(stack.directory, "marked.json"), text);
      const taken = await stack.pulumi("stack", "import", "--file", "marked.json");
      expect(taken.exitCode).toBe(0);
      const preview = await stack.preview("--diff", "--expect-no-changes");
      expect(preview.output).toContain("2 unchanged");
      expect(preview.exitCode).toBe(0);
      expect((await stack.refresh()).output).toContain("2 unchanged");
    }
  });

  test("needs room in the note of a new runner only", async () => {
    const longest = "n".repeat(1024);
    await apply(program(`${OF_APP}, maintenanceNote: "${longest}"`));
    expect(await noteAtGitLab()).toBe(longest);
    stack.program(
      program(
        `${OF_APP}, maintenanceNote: "${longest}"`,
        `new Runner("new", { ${OF_APP}, maintenanceNote: "${longest}" });`,
      ),
    );
    const preview = await stack.preview();
    expect(preview.exitCode).not.toBe(0);
    expect(preview.output).toMatch(
      /maintenanceNote: has 1024 characters; a new runner's note can have at most 963.*creationMarker false/,
    );
    expect(preview.output).not.toContain("nnnnnnnnnn");
    await stack.config("gitlab-runners:creationMarker", "false");
    expect((await stack.up()).exitCode).toBe(0);
    expect(await runnerAt(gitlab, stack.resource("new")?.id ?? "")).toMatchObject({
      maintenance_note: longest,
    });
  });
});
