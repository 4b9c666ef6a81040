import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { type TomlTable, type TomlValue, parse } from "smol-toml";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";

import { json } from "../../../../cli/config/formats/json";
import { typescript } from "../../../../cli/config/formats/typescript";
import type { FileTable } from "../../../../cli/config/configFile";
import { type FileProgram, programOf } from "../../../../cli/config/program";
import * as sdk from "../../../../sdk";

const FILES = join(__dirname, "../../../fixtures/configToml");
const names = readdirSync(FILES)
  .filter((name) => name.endsWith(".toml"))
  .map((name) => name.replace(".toml", ""));

const textOf = (name: string): string => readFileSync(join(FILES, name), "utf8");
const read = (text: string): FileProgram => programOf(parse(text) as FileTable);

interface FileOfRunners extends TomlTable {
  runners: { url: string; id: number; token: string; [key: string]: TomlValue }[];
}
const parsed = (text: string): FileOfRunners => parse(text) as FileOfRunners;

/** What a path such as `runners[0].cache.s3.SecretKey` names. */
function textAt(file: TomlTable, path: string): string {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
  const found = keys.reduce<TomlValue>(
    (value, key) => (value as TomlTable)[key] as TomlValue,
    file,
  );
  return found as string;
}

interface Parts {
  promise(): Promise<string>;
  allResources(): Promise<unknown>;
  isKnown: Promise<boolean>;
  isSecret: Promise<boolean>;
}

/** Runs a program with the secrets of a file, and gives the file that it writes. */
async function run(
  program: string,
  secrets: FileProgram["secrets"],
  file: FileOfRunners,
): Promise<string> {
  await pulumi.runtime.setMocks({
    newResource: ({ inputs }) => {
      // A secret comes with a mark beside it.
      const given = (inputs as { authenticationToken: { value: string } }).authenticationToken
        .value;
      const own = file.runners.find(({ token }) => token === given);
      return { id: String(own?.id), state: { ...(inputs as object), token: given } };
    },
    call: ({ inputs }) => inputs as object,
  });
  const config = secrets.map(({ name, path }) => [`project:${name}`, textAt(file, path)]);
  pulumi.runtime.setAllConfig(Object.fromEntries(config) as Record<string, string>);
  const { outputText } = transpileModule(program, {
    compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 },
  });
  const modules: Readonly<Record<string, unknown>> = {
    "@pulumi/pulumi": pulumi,
    "pulumi-gitlab-runners": sdk,
  };
  const exported: { configToml?: pulumi.Output<string> } = {};
  // In the context of Jest, as a program of node:vm's would have other arrays than the SDK knows.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- it is what the test is about
  const evaluate = new Function("require", "exports", outputText) as (
    require: (name: string) => unknown,
    exports: object,
  ) => void;
  evaluate((name) => modules[name], exported);
  if (exported.configToml === undefined) throw new Error("the program exports no configToml");
  const parts = exported.configToml as unknown as Parts;
  // Each of its promises fails with it, and one that nobody looks at ends the process.
  const written = parts.promise();
  await Promise.allSettled([written, parts.isKnown, parts.isSecret, parts.allResources()]);
  return written;
}

describe.each(names)("the config.toml of the executor %s", (name) => {
  const text = textOf(`${name}.toml`);
  const file = parsed(text);

  test("comes back from the program that is printed, but for what has gitlab-runner rotate a token", async () => {
    const program = read(text);
    const expiring = file.runners.flatMap((runner, index) =>
      "token_expires_at" in runner ? [index] : [],
    );
    expect(program.missing).toEqual(
      expiring.map(
        (index) =>
          expect.stringMatching(
            RegExp(`^runners\\[${index}\\]\\.token_expires_at: is left out, .* resetTokenOnAdopt`),
          ) as string,
      ),
    );
    const written = parse(await run(typescript(program), program.secrets, file));
    const times = ["token_obtained_at", "token_expires_at"];
    const kept = file.runners.map((runner) =>
      Object.fromEntries(Object.entries(runner).filter(([name]) => !times.includes(name))),
    );
    expect(written).toEqual({ ...file, runners: kept });
  });

  test("gives the program that is beside it, whose types are checked", () => {
    expect(typescript(read(text))).toBe(textOf(`${name}.ts`));
  });

  test("leaves its secrets out", () => {
    const secret = /"([^"]*(?:glrt-|of-(?:a|the)-)[^"]*)"/g;
    const secrets = Array.from(text.matchAll(secret), ([, value = ""]) => value);
    expect(secrets.length).toBeGreaterThan(0);
    const printed = typescript(read(text)) + json(read(text));
    for (const value of secrets) expect(printed).not.toContain(value);
  });
});

test("there is a file of every executor", () => {
  const executors = names.map(
    (name) => /^\s*executor = "(.*)"$/m.exec(textOf(`${name}.toml`))?.[1],
  );
  expect(executors.sort()).toEqual(
    [
      ...["custom", "docker", "docker+machine", "docker-autoscaler", "docker-windows", "instance"],
      ...["kubernetes", "parallels", "shell", "ssh", "virtualbox"],
    ].sort(),
  );
});

test("JSON has the options, the variable of each runner, and where each secret is to be found", () => {
  const program = read(`
    concurrent = 2
    [[runners]]
    name = "one"
    token = "glrt-one"
    executor = "ssh"
    [runners.ssh]
    password = "of-the-server"
  `);
  expect(JSON.parse(json(program))).toEqual({
    concurrent: 2,
    runners: [
      {
        runner: "oneRunner",
        name: "one",
        executor: "ssh",
        ssh: { password: { secret: "oneRunnerPassword" } },
      },
    ],
  });
});

test("a key in other capitals is the one that gitlab-runner takes it for", () => {
  const program = read(`
    Concurrent = 2
    [[Runners]]
    Name = "one"
    Token = "glrt-one"
    Executor = "docker"
    [Runners.Docker]
    Image = "alpine"
  `);
  expect(program.missing).toEqual([]);
  expect(JSON.parse(json(program))).toEqual({
    concurrent: 2,
    runners: [
      { runner: "oneRunner", name: "one", executor: "docker", docker: { image: "alpine" } },
    ],
  });
});

test("a level of the log is read in any capitals, as gitlab-runner does", () => {
  const program = read('log_level = "INFO"\n[[runners]]\ntoken = "glrt-one"\nexecutor = "shell"');
  expect(program.missing).toEqual([]);
  expect(JSON.parse(json(program))).toMatchObject({ logLevel: "info" });
});

test("an empty text where one of some names is due is left out, as gitlab-runner has it", () => {
  const runner = '[[runners]]\nname = "one"\ntoken = "glrt-one"\nexecutor = "shell"\n';
  const program = read(`${runner}shell = ""`);
  expect(program.missing).toEqual([]);
  expect(json(program)).toBe(json(read(runner)));
});

test.each([
  [
    "concurent = 2",
    /^concurent: gitlab-runner \S+ has no such key here; did you mean concurrent\?$/,
  ],
  ["[runners]\nlimit = 1", /^runners: must be a list of tables, \[\[runners\]\]$/],
  ['session_server = "x"', /^session_server: must be a table$/],
  ['concurrent = "many"', /concurrent must be a number/],
  [
    '[[runners]]\ntoken = "glrt-one"\nexecutor = "docker"\n[runners.docker]\nImages = "a"\nimage = "b"',
    /^runners\[0\]\.docker\.Images: .*did you mean image\?$/,
  ],
  [
    '[[runners]]\ntoken = "glrt-one"\nexecutor = "docker"\ndocker.services = ["redis"]',
    /^runners\[0\]\.docker\.services: must be a list of tables$/,
  ],
  [
    '[[runners]]\ntoken = "glrt-one"\nexecutor = "instance"\nautoscaler.plugin = "aws"\nautoscaler.plugin_config = { "a\\nb" = 1979-05-27 }',
    /^runners\[0\]\.autoscaler\.plugin_config\."a\\nb": is a date/,
  ],
  [
    "concurrent = 2\nConcurrent = 3",
    /^Concurrent: is the same key as concurrent for gitlab-runner, which takes either of them\. Remove one$/,
  ],
  [
    '[[runners]]\ntoken = "glrt-one"\nTOKEN = "glrt-two"\nexecutor = "shell"',
    /^runners\[0\]\.TOKEN: is the same key as token for gitlab-runner/,
  ],
  [
    '[[runners]]\ntoken = "glrt-one"\nexecutor = "docker+machine"\nmachine.IdleCount = 1\nmachine.idlecount = 2',
    /^runners\[0\]\.machine\.idlecount: is the same key as IdleCount for gitlab-runner/,
  ],
  ['[[Runners]]\nexecutor = "shell"\n[[runners]]\nexecutor = "shell"', /^runners: is the same/],
  ["concurrent = 0", /concurrent must be 1 or more/],
  [
    '[[runners]]\ntoken = "glrt-one"\nexecutor = "shell"\n'.repeat(2),
    /^RunnerProcess: runners\.1 is the same runner as runners\.0/,
  ],
  ['[[runners]]\nid = 7\nexecutor = "shell"', /^runners\[0\]\.token: the file has none/],
])("of %j it says what is not in the options", (text, message) => {
  const { missing } = read(text);
  expect(missing).toEqual(expect.arrayContaining([expect.stringMatching(message)]));
});

describe("what a file holds stays what it is", () => {
  const hostile = [
    "*/ process.exit(1) //",
    "${process.exit(1)}",
    "'; process.exit(1); '",
    "back\\slash \"and\" 'quotes'",
    "\u2028\u202e",
    "é 漢字 🙂",
  ];

  test("in the program that is printed", async () => {
    const entries = hostile.map((text, index) => `key${index} = ${JSON.stringify(text)}`);
    const keys = hostile.map((text) => `${JSON.stringify(text)} = ${JSON.stringify(text)}`);
    const text = `
      concurrent = 1
      [[runners]]
      name = ${JSON.stringify(hostile.join("\\n"))}
      url = "https://gitlab.example.com"
      id = 7
      token = "glrt-one"
      executor = "instance"
      environment = [${hostile.map((each) => JSON.stringify(each)).join(", ")}]
      [runners.autoscaler]
      plugin = "aws"
      [runners.autoscaler.plugin_config]
      ${[...entries, ...keys].join("\n")}
      constructor = "kept"
      [runners.instance]
    `;
    const program = read(text);
    expect(program.missing).toEqual([]);
    const written = parse(await run(typescript(program), program.secrets, parsed(text)));
    expect(written).toEqual(parse(text));
  });

  test("even where a name would set the prototype of an object", () => {
    const printed = typescript(
      read(
        '[[runners]]\nexecutor = "instance"\nautoscaler.plugin_config = { __proto__ = { a = 1 } }',
      ),
    );
    expect(printed).toContain('pluginConfig: { ["__proto__"]: { a: 1 } }');
  });

  test("and nothing of it ends a comment or hides", () => {
    const path = JSON.stringify("token\n*/ evil() \u202e");
    const printed = typescript(
      read(
        `[[runners]]\ntoken = "glrt-one"\nexecutor = "instance"\nautoscaler.plugin = "aws"\nautoscaler.plugin_config = { ${path} = "x" }`,
      ),
    );
    expect(printed).toContain(String.raw`plugin_config."token\n*/ evil() \u202e"`);
    expect(printed).not.toMatch(/^\*\/ evil/m);
    expect(printed).not.toContain("\u202e");
  });
});

test("a runner without a token is adopted by its id, where the file has one", () => {
  const runner = (id: number): string => `[[runners]]\nid = ${id}\nexecutor = "shell"\n`;
  const printed = typescript(read(runner(7) + runner(0)));
  expect(printed).toContain('const runner1 = new Runner("runner1", { runnerId: "7" });');
  expect(printed).toContain("declare const runner2: Runner;");
});

test("names of variables and secrets are each there once, and none is a word of the language", () => {
  const runner = (name: string): string =>
    `[[runners]]\nname = ${JSON.stringify(name)}\ntoken = "glrt-one"\nexecutor = "shell"\n`;
  const program = read(
    ["default", "default", "", "漢字", "gitlab", "2 builds"].map(runner).join(""),
  );
  const variables = program.runners.map(({ variable }) => variable);
  expect(variables).toEqual([
    "defaultRunner",
    "defaultRunner_2",
    "runner3",
    "runner4",
    "gitlabRunner_2",
    "_2BuildsRunner",
  ]);
  const secrets = program.secrets.map(({ name }) => name);
  expect(new Set(secrets).size).toBe(6);
});

test("an expiry of a token that does not expire is not missing", () => {
  const never = "token_expires_at = 0001-01-01T00:00:00Z";
  const shell =
    '[[runners]]\nurl = "https://gitlab.example.com"\ntoken = "glrt-x"\nexecutor = "shell"\n';
  expect(read(shell + never).missing).toEqual([]);
  expect(read(shell + never.replace("0001", "2031")).missing).toHaveLength(1);
});
