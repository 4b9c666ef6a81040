import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

import { runCommand } from "../../scripts/setUp/commands";
import { environmentOf, runnerAt, startGitLab } from "../helpers/gitlab";
import { testWith } from "../helpers/languageTools";
import { type Shown, Stack } from "../helpers/stack";

const ROOT = join(__dirname, "../..");
/** What pins the modules of a Go program, and of an SDK that lies in its folder. */
const GO_MODULES = join(ROOT, "tests/fixtures/goProgram");
/** Of a test that compiles Pulumi's SDK for Go, the first time on a machine. */
const GO_LIMIT_MS = 10 * 60_000;
const YAML = `
name: stack
runtime: yaml
resources: {}
outputs:
  hello: world
`;

/** One resource and one function, as every package has them. */
const SCHEMA = {
  name: "tiny",
  version: "1.2.3",
  language: {
    nodejs: { packageName: "tiny" },
    python: { pyproject: { enabled: true } },
    go: { importBasePath: "program.invalid/sdk/go/tiny" },
  },
  resources: {
    "tiny:index:Thing": {
      inputProperties: { name: { type: "string" } },
      requiredInputs: ["name"],
      properties: { name: { type: "string" }, size: { type: "integer" } },
      required: ["name", "size"],
    },
  },
  functions: {
    "tiny:index:getThing": {
      inputs: { properties: { name: { type: "string" } }, required: ["name"] },
      outputs: { properties: { size: { type: "integer" } }, required: ["size"] },
    },
  },
};

const NODE_PROGRAM = `
import * as tiny from "./sdk/nodejs";
export const size = new tiny.Thing("one", { name: "one" }).size;
export const other = tiny.getThingOutput({ name: "other" }).size;
`;

const GO_PROGRAM = `package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"program.invalid/sdk/go/tiny"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		thing, err := tiny.NewThing(ctx, "one", &tiny.ThingArgs{Name: pulumi.String("one")})
		if err != nil {
			return err
		}
		ctx.Export("size", thing.Size)
		return nil
	})
}
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

describe("the generator of SDKs", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gitlab-runners-sdks-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  const generate = async (generator: string, schema: unknown = SCHEMA): Promise<void> => {
    await runCommand(generator, [write("schema.json", JSON.stringify(schema)), folder]);
  };

  testWith(
    { tools: ["sdkGenerator"] },
    "what it writes for Node passes the compiler, as does a program with it",
    async ({ sdkGenerator }) => {
      await generate(sdkGenerator);
      symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
      write("index.ts", NODE_PROGRAM);
      const options = { strict: true, target: "ES2022", module: "node16", types: ["node"] };
      write("package.json", JSON.stringify({ name: "program", private: true }));
      write(
        "tsconfig.json",
        JSON.stringify({ compilerOptions: { ...options, skipLibCheck: true, noEmit: true } }),
      );
      const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
      await runCommand(process.execPath, [tsc, "--project", folder]);
    },
  );

  testWith(
    { tools: ["sdkGenerator"], programs: ["python3"] },
    "what it writes for Python is compiled",
    async ({ sdkGenerator }) => {
      await generate(sdkGenerator);
      await runCommand("python3", ["-m", "compileall", "-q", join(folder, "sdk/python")]);
    },
  );

  testWith(
    { tools: ["sdkGenerator"], programs: ["go"] },
    "what it writes for Go is vetted, as is a program with it",
    async ({ sdkGenerator }) => {
      await generate(sdkGenerator);
      write("main.go", GO_PROGRAM);
      for (const name of ["go.mod", "go.sum"])
        copyFileSync(join(GO_MODULES, name), join(folder, name));
      await runCommand("go", ["vet", "-mod=readonly", "./..."], { cwd: folder });
    },
    GO_LIMIT_MS,
  );

  testWith(
    { tools: ["sdkGenerator"] },
    "a schema that is wrong, or needs other packages, is refused with the reason",
    async ({ sdkGenerator }) => {
      const of = (type: object): object => ({
        ...SCHEMA,
        resources: { "tiny:index:Thing": { inputProperties: { name: type } } },
      });
      await expect(generate(sdkGenerator, of({ type: "strong" }))).rejects.toThrow(/strong/);
      const ref = "/other/v1.0.0/schema.json#/resources/other:index:Thing";
      await expect(generate(sdkGenerator, of({ $ref: ref }))).rejects.toThrow(
        "the schema refers to the package other, and other packages are not loaded",
      );
    },
  );
});
