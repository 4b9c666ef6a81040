import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

import { environmentOf, runnerAt, startGitLab } from "../helpers/gitlab";
import { testWith } from "../helpers/languageTools";
import { type Shown, Stack } from "../helpers/stack";

const ROOT = join(__dirname, "../..");
const YAML = `
name: stack
runtime: yaml
resources: {}
outputs:
  hello: world
`;

describe("programs in other languages", () => {
  testWith({ tools: ["yaml"] }, "examples/yaml is applied by the plugin", async ({ yaml }) => {
    const gitlab = await startGitLab();
    const stack = await Stack.create({
      program: "",
      env: {
        ...environmentOf(gitlab),
        PATH: [dirname(yaml), process.env["PATH"], dirname(process.execPath)].join(delimiter),
      },
    });
    const example = readFileSync(join(ROOT, "examples/yaml/Pulumi.yaml"), "utf8");
    // The stack that the helper makes is of a project of this name.
    writeFileSync(
      join(stack.directory, "Pulumi.yaml"),
      example.replace(/^name: .*/, "name: stack"),
    );
    const done = (shown: Shown): void => {
      expect(shown).toMatchObject({ exitCode: 0 });
    };
    done(await stack.preview());
    done(await stack.up());
    done(await stack.preview("--expect-no-changes", "--diff"));
    done(await stack.refresh("--expect-no-changes"));
    const id = stack.resource("docker")?.id ?? "none";
    expect(await runnerAt(gitlab, id)).toMatchObject({
      description: "Docker builds",
      projects: [
        expect.objectContaining({ id: 11 }),
        expect.objectContaining({ id: 12 }),
      ] as unknown,
    });
    const outputs = await stack.pulumi("stack", "output", "--json", "--show-secrets");
    const { token, configToml } = JSON.parse(outputs.output) as Record<string, string>;
    expect(configToml).toContain(`token = "${token}"`);
    expect(stack.written()).not.toContain(token);
    done(await stack.destroy());
    expect(await runnerAt(gitlab, id)).toBeUndefined();
    await stack.dispose();
    await gitlab.close();
  });

  testWith({ tools: ["yaml"] }, "a YAML program is previewed and applied", async ({ yaml }) => {
    const path = [dirname(yaml), process.env["PATH"], dirname(process.execPath)].join(delimiter);
    const stack = await Stack.create({ program: "", env: { PATH: path } });
    writeFileSync(join(stack.directory, "Pulumi.yaml"), YAML);
    const previewed = await stack.preview();
    expect(previewed.output).toContain(`hello: "world"`);
    expect(previewed.exitCode).toBe(0);
    const applied = await stack.up();
    expect(applied.output).toContain(`hello: "world"`);
    expect(applied.exitCode).toBe(0);
    expect((await stack.pulumi("stack", "output", "hello")).output.trim()).toBe("world");
    expect((await stack.destroy()).exitCode).toBe(0);
    await stack.dispose();
  });
});
