import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

import { parse, stringify } from "yaml";

import { type Emulator, startEmulator } from "../../emulator";
import { pascalCase, snakeCase } from "../../scripts/registry/names";
import { packageSchema } from "../../scripts/schema/packageSchema";
import { runCommand } from "../../scripts/setUp/commands";
import { goFields, pythonArguments, pythonProperties } from "../helpers/generatedNames";
import { environmentOf } from "../helpers/gitlab";
import { goEnvironment } from "../helpers/goEnvironment";
import { testWith } from "../helpers/languageTools";
import { PollingMachine } from "../helpers/pollingMachine";
import { Stack } from "../helpers/stack";

const ROOT = join(__dirname, "../..");
const PAGES = join(ROOT, "docs/registry");
/** What pins the modules of the SDK for Go and of the examples, by the name that they import it by. */
const GO_MODULE = join(ROOT, "tests/fixtures/goExamples");
/** Of a test that compiles Pulumi's SDK for Go, the first time on a machine. */
const GO_LIMIT_MS = 10 * 60_000;
const KNOWN = "glrt-a-known-runner-0001";
const REGISTRATION = "GR1348941a-registration-01";
/** What the examples ask the configuration for. */
const SECRETS = { registrationToken: REGISTRATION, runnerToken: KNOWN };
const DAY_MS = 24 * 60 * 60_000;

const schema = packageSchema(ROOT);
const short = (token: string): string => token.slice(token.lastIndexOf(":") + 1);
const RESOURCES = Object.keys(schema.resources).map(short);
const FUNCTIONS = Object.keys(schema.functions).map(short);

const read = (name: string): string => readFileSync(join(PAGES, name), "utf8");

interface Example {
  /** The page, and which of its examples. */
  name: string;
  code: string;
}

/** The examples of every page in a language, which are whole programs. */
function examplesIn(language: string, start: string): Example[] {
  const names = readdirSync(PAGES, { recursive: true }) as string[];
  return names
    .filter((name) => name.endsWith(".md"))
    .flatMap((name) => {
      const blocks = [
        ...read(name).matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\n\`\`\``, "g")),
      ];
      return blocks
        .map(([, code = ""]) => code)
        .filter((code) => code.startsWith(start))
        .map((code, index) => ({ name: `${name} ${index + 1}`, code }));
    })
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** The parts of a program in YAML. */
const PARTS = ["config", "resources", "variables", "outputs"] as const;
type Program = Partial<Record<(typeof PARTS)[number], Record<string, unknown>>>;

/** The examples of all functions as one program, since the engine takes seconds for each. */
function inOneProgram(examples: readonly Example[]): string {
  const all: Record<string, unknown> & Program = { name: "functions", runtime: "yaml" };
  for (const [index, { code }] of examples.entries()) {
    // What a function returns has the same name in each example.
    const program = parse(code.replaceAll("${found", `$&${index}`)) as Program;
    const { variables = {}, outputs = {} } = program;
    const renamed: Program = {
      ...program,
      variables: { [`found${index}`]: variables["found"] },
      outputs: Object.fromEntries(
        Object.entries(outputs).map(([name, value]) => [`${name}${index}`, value]),
      ),
    };
    for (const part of PARTS)
      for (const [name, value] of Object.entries(renamed[part] ?? {})) {
        const there = (all[part] ??= {});
        expect(there[name] ?? value).toEqual(value);
        there[name] = value;
      }
  }
  return stringify(all);
}

/** What a page's tables under a heading call properties in a language, with their types. */
function propertiesOf(page: string, heading: string, language: "Python" | "Go"): string[] {
  const [, part = ""] =
    new RegExp(`^## ${heading}\n([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, "m").exec(read(page)) ?? [];
  const [, table = ""] = part.split("In each language:");
  const column = language === "Python" ? 2 : 3;
  return table
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => (line.split(/(?<!\\)\|/)[column] ?? "").trim().slice(1, -1));
}

function sorted(names: readonly string[]): string[] {
  return [...names].sort();
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gitlab-runners-pages-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const write = (name: string, text: string): void => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};
/** A folder of this name below another one. */
function folderOf(name: string, within: string): string {
  const found = readdirSync(within, { recursive: true, withFileTypes: true }).find(
    (entry) => entry.isDirectory() && entry.name === name,
  );
  if (found === undefined) throw new Error(`there is no folder ${name}`);
  return join(found.parentPath, name);
}

/** Writes the SDKs. @returns the folders with the code of Python and of Go. */
async function generate(generator: string): Promise<{ python: string; go: string }> {
  const sdks = join(folder, "sdks");
  write("schema.json", JSON.stringify(schema));
  await runCommand(generator, [join(folder, "schema.json"), sdks]);
  return { python: folderOf("pulumi_gitlab_runners", sdks), go: folderOf("gitlabrunners", sdks) };
}

describe("the pages name properties as Pulumi's generators do", () => {
  testWith({ tools: ["sdkGenerator"] }, "in Python", async ({ sdkGenerator }) => {
    const sdk = await generate(sdkGenerator);
    const python = (name: string): string => readFileSync(join(sdk.python, `${name}.py`), "utf8");
    for (const name of RESOURCES) {
      const page = `resources/${name}.md`;
      const source = python(snakeCase(name));
      expect([name, sorted(propertiesOf(page, "Inputs", "Python"))]).toEqual([
        name,
        sorted(pythonProperties(source, `${name}Args`)),
      ]);
      expect([name, sorted(propertiesOf(page, "Outputs", "Python"))]).toEqual([
        name,
        sorted(pythonProperties(source, name)),
      ]);
    }
    for (const name of FUNCTIONS) {
      const page = `functions/${name}.md`;
      const source = python(snakeCase(name));
      expect([name, sorted(propertiesOf(page, "Arguments", "Python"))]).toEqual([
        name,
        sorted(pythonArguments(source, snakeCase(name))),
      ]);
      expect([name, sorted(propertiesOf(page, "Result", "Python"))]).toEqual([
        name,
        sorted(pythonProperties(source, `${pascalCase(name)}Result`)),
      ]);
    }
    const enums = python("_enums");
    for (const [token, spec] of Object.entries(schema.types)) {
      const name = short(token);
      if (spec.type === "object") {
        const sources = [python("outputs"), python("_inputs")];
        const classOf = (called: string): string | undefined =>
          sources.find((text) => new RegExp(`^class ${called}[:(]`, "m").test(text));
        // What only arguments of resources have is called so.
        const called = classOf(name) === undefined ? `${name}Args` : name;
        expect([name, sorted(propertiesOf("types.md", name, "Python"))]).toEqual([
          name,
          sorted(pythonProperties(classOf(called) ?? "", called)),
        ]);
        continue;
      }
      for (const [, constant = ""] of read("types.md").matchAll(
        new RegExp(`\`${name}\\.([A-Z_]+)\``, "g"),
      ))
        expect(enums).toMatch(new RegExp(`^ {4}${constant} = "`, "m"));
    }
  });

  testWith({ tools: ["sdkGenerator"] }, "in Go", async ({ sdkGenerator }) => {
    const { go: files } = await generate(sdkGenerator);
    const source = readdirSync(files)
      .filter((name) => name.endsWith(".go"))
      .map((name) => readFileSync(join(files, name), "utf8"))
      .join("\n");
    const fieldNames = (fields: readonly string[]): string[] =>
      sorted(fields.map((field) => field.replace(/:.*/, "")));
    for (const name of RESOURCES) {
      const page = `resources/${name}.md`;
      const plain = `${name.charAt(0).toLowerCase()}${name.slice(1)}Args`;
      expect([name, sorted(propertiesOf(page, "Inputs", "Go"))]).toEqual([
        name,
        sorted(goFields(source, plain)),
      ]);
      expect(fieldNames(propertiesOf(page, "Outputs", "Go"))).toEqual(
        fieldNames(goFields(source, name)),
      );
      expect(source).toContain(`\nfunc Get${name}(ctx *pulumi.Context,`);
    }
    for (const name of FUNCTIONS) {
      const page = `functions/${name}.md`;
      const [, called = ""] = /^func (\w+)\(ctx/m.exec(read(page)) ?? [];
      expect(source).toContain(`\nfunc ${called}(ctx *pulumi.Context, args *${called}Args,`);
      expect([name, sorted(propertiesOf(page, "Arguments", "Go"))]).toEqual([
        name,
        sorted(goFields(source, `${called}Args`)),
      ]);
      expect([name, sorted(propertiesOf(page, "Result", "Go"))]).toEqual([
        name,
        sorted(goFields(source, `${called}Result`)),
      ]);
    }
    for (const [token, spec] of Object.entries(schema.types)) {
      const name = short(token);
      if (spec.type === "object") {
        expect([name, sorted(propertiesOf("types.md", name, "Go"))]).toEqual([
          name,
          sorted(goFields(source, name)),
        ]);
      } else
        for (const { value, name: constant } of spec.enum) {
          expect(source).toMatch(new RegExp(`\\t${name}${constant} += ${name}\\("${value}"\\)`));
        }
    }
  });
});

describe("the examples of the pages", () => {
  test("in TypeScript pass the compiler", async () => {
    const examples = examplesIn("typescript", "import ");
    expect(examples.length).toBeGreaterThan(RESOURCES.length + FUNCTIONS.length);
    for (const [index, { code }] of examples.entries()) write(`typescript/${index}.ts`, code);
    symlinkSync(join(ROOT, "node_modules"), join(folder, "typescript/node_modules"), "junction");
    const options = { strict: true, target: "ES2022", module: "node16", types: ["node"] };
    write("typescript/package.json", JSON.stringify({ name: "examples", private: true }));
    write(
      "typescript/tsconfig.json",
      JSON.stringify({ compilerOptions: { ...options, skipLibCheck: true, noEmit: true } }),
    );
    const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
    await runCommand(process.execPath, [tsc, "--project", join(folder, "typescript")]);
  });

  testWith(
    { tools: ["sdkGenerator"], programs: ["go", "gofmt"] },
    "in Go are vetted with the SDK, and formatted",
    async ({ sdkGenerator }) => {
      const { go: sdk } = await generate(sdkGenerator);
      // The SDK is a part of the module that this fixture pins the modules of.
      cpSync(sdk, join(folder, "module/sdk/go/gitlabrunners"), { recursive: true });
      cpSync(GO_MODULE, join(folder, "module"), { recursive: true });
      const examples = examplesIn("go", "package main");
      expect(examples.length).toBeGreaterThan(RESOURCES.length + FUNCTIONS.length);
      for (const [index, { code }] of examples.entries())
        write(`module/examples/${index}/main.go`, `${code}\n`);
      const cwd = join(folder, "module");
      const env = { ...process.env, ...(await goEnvironment()) };
      await runCommand("go", ["vet", "-mod=readonly", "./examples/..."], { cwd, env });
      const { stdout } = await runCommand("gofmt", ["-l", "examples"], { cwd });
      expect(stdout).toBe("");
    },
    GO_LIMIT_MS,
  );

  testWith({ tools: [], programs: ["python3"] }, "in Python are compiled", async () => {
    const examples = examplesIn("python", "import ");
    expect(examples.length).toBeGreaterThan(RESOURCES.length + FUNCTIONS.length);
    for (const [index, { code }] of examples.entries()) write(`python/example${index}.py`, code);
    await runCommand("python3", ["-m", "compileall", "-q", join(folder, "python")]);
  });
});

describe("in YAML", () => {
  let gitlab: Emulator;
  const machines: PollingMachine[] = [];
  const kept = mkdtempSync(join(tmpdir(), "gitlab-runners-registry-"));
  beforeAll(async () => {
    gitlab = await startEmulator({
      state: join(kept, "gitlab.json"),
      seed: {
        settings: {
          plan: "premium",
          allow_registration_token: true,
          runners_registration_token: REGISTRATION,
        },
        users: [{ username: "root", admin: true }],
        tokens: [{ name: "root", user: "root" }],
        groups: [
          { id: 7, full_path: "acme" },
          { id: 8, full_path: "acme/platform" },
        ],
        projects: [
          { id: 42, path_with_namespace: "acme/app", ci_config: "build: { script: make }" },
          { id: 5, path_with_namespace: "acme/site" },
          { id: 44, path_with_namespace: "acme/docs" },
        ],
        runners: [
          { id: 7, runner_type: "instance_type" },
          { id: 8, runner_type: "instance_type" },
          { id: 9, runner_type: "instance_type", token: KNOWN },
          { id: 42, runner_type: "project_type", projects: ["acme/app", "acme/site"] },
        ],
      },
    });
  });
  afterAll(async () => {
    await Promise.all(machines.map((machine) => machine.stop()));
    await gitlab.close();
    rmSync(kept, { recursive: true });
  });

  /** The token of the newest runner, which a machine gets by another way than its GitLab. */
  function newestToken(): string | undefined {
    const text = readdirSync(kept).map((name) => readFileSync(join(kept, name), "utf8"));
    return [...text.join("\n").matchAll(/"token":"(glrt-[^"]+)"/g)].at(-1)?.[1];
  }

  /** A time of an example is some day; GitLab takes one of the next days only. */
  const soon = (code: string): string =>
    code.replace(/2030-01-(\d\d)T/g, (_, day: string) =>
      new Date(Date.now() + Number(day) * DAY_MS).toISOString().slice(0, 11),
    );

  /** A stack whose program is a text of YAML, by the plugin of this clone. */
  async function stackOf(code: string, yaml: string): Promise<Stack> {
    const stack = await Stack.create({
      program: "",
      env: {
        ...environmentOf(gitlab),
        PATH: [dirname(yaml), process.env["PATH"], dirname(process.execPath)].join(delimiter),
      },
    });
    const plugin = `plugins:\n  providers:\n    - name: gitlab-runners\n      path: ${join(ROOT, "dist/plugin")}\n`;
    writeFileSync(
      join(stack.directory, "Pulumi.yaml"),
      code.replace(/^name: .*\n/, `name: stack\n${plugin}`),
    );
    return stack;
  }

  const examples = examplesIn("yaml", "name: ");
  const ofFunctions = examples.filter(({ name }) => name.startsWith("functions/"));
  const programs = [
    ...examples
      .filter((example) => !ofFunctions.includes(example))
      .map(({ name, code }) => ({ title: `the example of ${name} is applied`, code })),
    { title: "the examples of all functions are applied", code: inOneProgram(ofFunctions) },
  ];
  for (const { title, code } of programs)
    testWith({ tools: ["yaml"] }, title, async ({ yaml }) => {
      const stack = await stackOf(soon(code), yaml);
      for (const [key, value] of Object.entries(SECRETS))
        if (code.includes(`\${${key}}`)) await stack.config(key, value, "secret");
      if (code.includes("gitlab-runners:RunnerReady"))
        for (const systemId of ["s_one", "s_two"]) {
          const machine = new PollingMachine(gitlab, systemId);
          machines.push(machine);
          machine.start(newestToken);
        }
      const { exitCode, output } = await stack.up();
      expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
      const outputs = [...code.matchAll(/^ {2}(\w+): \$\{/gm)].map(([, output = ""]) => output);
      expect(Object.keys(stack.resource("stack-dev")?.outputs ?? {}).sort()).toEqual(
        outputs.sort(),
      );
      expect((await stack.preview("--expect-no-changes")).exitCode).toBe(0);
      await stack.dispose();
    });

  testWith({ tools: ["yaml"] }, "the commands of the pages import", async ({ yaml }) => {
    const stack = await stackOf("name: imported\nruntime: yaml\n", yaml);
    for (const name of RESOURCES) {
      const page = read(`resources/${name}.md`);
      if (page.includes("there is nothing to import")) continue;
      const [, command = ""] = /^pulumi (import .*)$/m.exec(page) ?? [];
      const [verb = "", token = "", , id = ""] = command.split(" ");
      // In one stack each needs a name of its own.
      const imported = await stack.pulumi(verb, token, name, id, "--yes");
      expect(imported).toMatchObject({ exitCode: 0 });
      expect(stack.resource(name)).toMatchObject({ id, type: token });
    }
    await stack.dispose();
  });
});
