import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { parse } from "smol-toml";

import { DELIVERIES } from "../../../functions";
import { COMMAND_SHELLS } from "../../../functions/delivery/commandShells";
import { readersOf } from "../../../functions/delivery/executors";
import { RUNNER_KEYS } from "../../../functions/delivery/keys/keys";
import { type Key, keysIn } from "../../../functions/delivery/keys/kinds";
import { ROWS } from "../../../functions/delivery/keys/table";
import {
  argumentsIn,
  lineOfOldPowershell,
  readByCmd,
  wordsOfPowershell,
} from "./helpers/windowsCommandLine";

const RUNNER = { id: 42, token: "glrt-secret", description: "Builds" };
const url = (): string => "https://gitlab.example.com/api/v4";

type Table = Record<string, unknown>;

const written = (options: object, commandShell?: string): Promise<string> =>
  DELIVERIES.registerCommand.run(
    {
      form: "oneRunner",
      process: { ...RUNNER, ...options },
      options: commandShell === undefined ? undefined : { commandShell },
    },
    url,
  );

/** What each executor must be given that it be registered. */
const NEEDED: Readonly<Record<string, Table>> = {
  docker: { docker: { image: "alpine" } },
  "docker+machine": {
    docker: { image: "alpine" },
    machine: { machineDriver: "none", machineName: "ci-%s" },
  },
  kubernetes: {},
  ssh: { ssh: { host: "a.example.com", user: "ci" } },
  virtualbox: { virtualbox: { baseName: "vm" }, ssh: { user: "ci" } },
  parallels: { parallels: { baseName: "vm" }, ssh: { host: "a.example.com" } },
  custom: { custom: { runExec: "/run.sh" } },
  shell: {},
};

const NASTY = `-it's "q" $HOME \\ %PATH% ^ & | <é>\n\`x\` ‘’ \\`;

function sampleOf({ kind }: Key): unknown {
  switch (kind.is) {
    case "text":
      return NASTY;
    case "flag":
      return true;
    case "integer":
    case "int32":
      return -7;
    case "number":
      return 1.5;
    case "duration":
      return "1h30m0s";
    case "constant":
      return kind.of.at(-1);
    case "oneOrList":
      return ["if-not-present", "always"];
    case "map":
      if (kind.item.is === "list") return { "a.b": [NASTY] };
      if (kind.item.is === "flag") return { FF_X: true, FF_Y: false };
      return kind.item.is === "integer" ? { a: 3 } : { "a=b": `x:${NASTY}`, c: "" };
    case "list": {
      const { item } = kind;
      if (item.is === "table") return [{ ip: "10.0.0.1", hostnames: [NASTY] }];
      if (item.is === "constant") return item.of;
      return item.is === "integer" ? [1, -2] : [`%s${NASTY}`, "%s", "%s a,b"];
    }
    default:
      throw new Error(`no sample of ${kind.is}`);
  }
}

/** The options with one more, at the place that its path names. */
function withOption(path: readonly string[], value: unknown, base: Table): Table {
  const [name = "", ...rest] = path;
  if (rest.length === 0) return { ...base, [name]: value };
  return { ...base, [name]: withOption(rest, value, (base[name] ?? {}) as Table) };
}

interface Sample {
  readonly path: string;
  readonly options: Table;
}

const GIVEN_OTHERWISE = ["name", "url", "executor"];

/** For each key with a flag, options with it and what its executor must be given. */
function samples(keys: readonly Key[], parents: readonly string[] = []): Sample[] {
  return keys.flatMap((key) => {
    const path = [...parents, key.option];
    const below = key.kind.is === "table" ? samples(keysIn(key.kind), path) : [];
    if (key.flag === undefined || (parents.length === 0 && GIVEN_OTHERWISE.includes(key.name))) {
      return below;
    }
    const readers = readersOf(path[0] ?? "").filter((name) => name in NEEDED);
    const executor = readers[0] ?? "shell";
    const options = withOption(path, sampleOf(key), { executor, ...NEEDED[executor] });
    return [{ path: key.path, options }, ...below];
  });
}

const SAMPLES = samples(RUNNER_KEYS);

/** The flags of gitlab-runner: what they set, read from the table apart from the code under test. */
const FLAGS = new Map(
  ROWS.trim()
    .split("\n")
    .map((row) => row.split(" "))
    .flatMap(([path = "", type = "", ...rest]) => {
      const flag = rest.find((word) => word.startsWith("--"));
      return flag === undefined ? [] : [[flag, { path, type: type.replace("!", "") }] as const];
    }),
);
const VARIABLES = new Map(
  ROWS.trim()
    .split("\n")
    .flatMap((row): [string, string][] => {
      const variable = / \$(\w+)/.exec(row)?.[1];
      return variable === undefined ? [] : [[variable, row.split(" ")[0] ?? ""]];
    }),
);

/** What `register` makes of a flag's text, as its library converts it: a further one is added to a list. */
function converted(type: string, text: string, before: unknown): unknown {
  const [name = "", of = "string"] = type.split(":");
  if (name === "map") {
    const colon = text.indexOf(":");
    if (colon < 0) throw new Error(`a pair without a colon: ${text}`);
    const value = converted(of, text.slice(colon + 1), undefined);
    return { ...(before as Table | undefined), [text.slice(0, colon)]: value };
  }
  const list = (item: unknown): unknown[] => [...((before as unknown[] | undefined) ?? []), item];
  switch (name) {
    case "strings":
    case "list-of":
      return list(text);
    case "integers":
      return list(Number(text));
    case "one-or-more-of":
      return text.split(",");
    case "tables":
      return JSON.parse(text);
    case "boolean":
      if (text !== "true" && text !== "false") throw new Error(`not true or false: ${text}`);
      return text === "true";
    case "integer":
    case "int32":
    case "number":
      return Number(text);
    default:
      return text;
  }
}

/** What `gitlab-runner register` would have in its `[[runners]]`; a flag that it does not have ends it. */
function registered(words: readonly string[], environment: ReadonlyMap<string, string>): Table {
  const [command, ...rest] = words;
  expect([command, rest.shift()]).toEqual(["register", "--non-interactive"]);
  let runner: Table = {};
  const set = (path: string, value: (before: unknown) => unknown): void => {
    const names = path.replace(/^runners\[\]\./, "").split(".");
    runner = withOption(names, value(at(runner, names)), runner);
  };
  for (const word of rest) {
    const [, flag = "", text = ""] = /^(--[\w-]+)=([^]*)$/.exec(word) ?? [];
    const found = FLAGS.get(flag);
    if (found === undefined) throw new Error(`flag provided but not defined: ${word}`);
    set(found.path, (before) => converted(found.type, text, before));
  }
  for (const [name, text] of environment) {
    const path = VARIABLES.get(name);
    if (path !== undefined) set(path, () => text);
  }
  return runner;
}

function at(table: unknown, names: readonly string[]): unknown {
  return names.reduce<unknown>((value, name) => (value as Table | undefined)?.[name], table);
}

const STUB = `#!/bin/sh
printf '%s\\0' "$#" "$@"
env -0
printf '\\0'
`;

/** What a gitlab-runner is called with by lines of a shell, and its environment. */
function called(lines: readonly string[]): [string[], Map<string, string>][] {
  const folder = mkdtempSync(join(tmpdir(), "register-"));
  try {
    writeFileSync(join(folder, "gitlab-runner"), STUB);
    chmodSync(join(folder, "gitlab-runner"), 0o755);
    const output = execFileSync("bash", ["--norc", "-c", lines.join("\n")], {
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      env: { PATH: [folder, process.env["PATH"]].join(delimiter) },
    });
    return output
      .split("\0\0")
      .slice(0, -1)
      .map((call) => {
        const [count = "0", ...rest] = call.split("\0");
        const words = rest.slice(0, Number(count));
        const entries = rest.slice(Number(count)).map((entry): [string, string] => {
          const equals = entry.indexOf("=");
          return [entry.slice(0, equals), entry.slice(equals + 1)];
        });
        return [words, new Map(entries)];
      });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same runner in a config.toml. */
async function configured(options: object): Promise<Table> {
  const process = { ...RUNNER, ...options };
  const file = parse(await DELIVERIES.configToml.run({ form: "oneRunner", process }, url));
  const [runner = {}] = file["runners"] as Table[];
  return withoutEmptyTables(runner);
}

/** Its id, which GitLab tells `register`, is no flag. */
function withoutEmptyTables({ id, ...table }: Table): Table {
  expect(id).toBe(42);
  return Object.fromEntries(
    Object.entries(table).filter(
      ([, value]) => typeof value !== "object" || Object.keys(value as object).length > 0,
    ),
  );
}

describe("gitlab-runner register", () => {
  test("sets by every flag of the table what config.toml would have", async () => {
    expect(SAMPLES.length).toBeGreaterThan(330);
    const lines = await Promise.all(SAMPLES.map(({ options }) => written(options)));
    const calls = called(lines);
    expect(calls).toHaveLength(SAMPLES.length);
    for (const [index, [words, environment]] of calls.entries()) {
      const { path = "", options = {} } = SAMPLES[index] ?? {};
      const found = registered(words, environment);
      expect({ path, found }).toEqual({ path, found: await configured(options) });
    }
  });

  test("is given no token and no other credential among its arguments", async () => {
    const secrets = {
      executor: "ssh",
      ssh: { host: "a", user: "b", password: "hunter2" },
      cache: { s3: { accessKey: "hunter3", secretKey: "hunter4 '", sessionToken: "hunter5" } },
    };
    const [[words, environment] = [[], new Map<string, string>()]] = called([
      await written(secrets),
    ]);
    expect(words.join(" ")).not.toMatch(/glrt-|hunter/);
    expect(environment.get("CI_SERVER_TOKEN")).toBe("glrt-secret");
    expect(environment.get("CACHE_S3_SECRET_KEY")).toBe("hunter4 '");
    expect(registered(words, environment)).toMatchObject({
      token: "glrt-secret",
      ssh: { password: "hunter2" },
      cache: { s3: { AccessKey: "hunter3", SecretKey: "hunter4 '", SessionToken: "hunter5" } },
    });
  });

  test("keeps the token no longer than the command in the environment of the shell", async () => {
    const line = await written({ executor: "shell" });
    const [, [, after] = [[], new Map<string, string>()]] = called([line, "gitlab-runner"]);
    expect(after.get("PATH")).toBeDefined();
    expect(after.has("CI_SERVER_TOKEN")).toBe(false);
    expect(await written({ executor: "shell" }, "pwsh")).toMatch(
      /\nRemove-Item Env:CI_SERVER_TOKEN$/,
    );
    expect(await written({ executor: "shell" }, "cmd")).toMatch(/\r\nset CI_SERVER_TOKEN=$/);
  });

  test("has one line that a person can read", async () => {
    const docker = { image: "alpine:3", privileged: true, tlsVerify: false, volumes: ["/a b"] };
    expect(await written({ executor: "docker", limit: 2, docker })).toBe(
      "CI_SERVER_TOKEN=glrt-secret gitlab-runner register --non-interactive " +
        "--url=https://gitlab.example.com --name=Builds --executor=docker " +
        "--docker-tlsverify=false --docker-image=alpine:3 --docker-privileged=true " +
        "'--docker-volumes=/a b' --limit=2",
    );
  });

  test.each<[string, Table]>([
    ["cannot be given concurrent. Use configToml", { executor: "shell", concurrent: 4 }],
    [
      "cannot be given docker.services. Use",
      { executor: "docker", docker: { image: "a", services: [{ name: "b" }] } },
    ],
    ["cannot be given autoscaler. Use", { executor: "instance", autoscaler: { plugin: "aws" } }],
    [
      "cannot be given docker.sysctls. Use",
      { executor: "docker", docker: { image: "a", sysctls: { "a:b": "1" } } },
    ],
    [
      "cannot be given docker.servicesDevices. Use",
      { executor: "docker", docker: { image: "a", servicesDevices: { a: ["b", "c"] } } },
    ],
    [
      "cannot be given listenAddress, labels. Use",
      { executor: "shell", labels: { abc: "d" }, listenAddress: ":1" },
    ],
    ["wants docker.image. Give it", { executor: "docker" }],
    ["wants docker.image. Give it", { executor: "docker-windows", docker: { image: " " } }],
    ["wants ssh.host and ssh.user. Give it", { executor: "ssh" }],
    ["wants ssh.user. Give it", { executor: "virtualbox", virtualbox: { baseName: "a" } }],
    ["wants ssh.host. Give it", { executor: "parallels", parallels: { baseName: "a" } }],
  ])("%s", async (message, options) => {
    await expect(written(options)).rejects.toThrow(
      `registerCommand: gitlab-runner register ${message}`,
    );
  });

  test("is for no other shell", async () => {
    await expect(written({ executor: "shell" }, "fish")).rejects.toThrow(
      "registerCommand: commandShell must be one of bash, powershell, pwsh, cmd",
    );
  });
});

/* No Windows and no PowerShell is run here: what they make of a line, is computed by their documented rules. */
describe("a command line of Windows", () => {
  const WORDS = [
    "gitlab-runner",
    "--plain",
    "--a=b c",
    "",
    '--q="x"',
    '--b=\\"',
    "--end=a b\\",
    "--end=ab\\\\",
    "--percent=%PATH% %s 100%",
    "--part=%PATH:~0,5% %path:a=b%%PATH% %%PATH%% %PATH:",
    "%PATH%",
    '--quoted="%PATH%" %" %\u{1f600}%',
    "--caret=^a^^",
    "--obeyed=a&b|c<d>e(f)g!h;i,j",
    "--typographic=‘a’‚b‛",
    "--powershell=$env:PATH `n @x {y} # z",
    "--it's",
    "--é\u{1f600}",
  ];
  const command = (words: readonly string[]) => ({ words, environment: [] });

  test("is read by cmd as it was meant", () => {
    const line = COMMAND_SHELLS.cmd(command(WORDS));
    expect(argumentsIn(readByCmd(line, { PATH: "expanded", S: "expanded" }))).toEqual(WORDS);
  });

  test("is read by PowerShell as it was meant", () => {
    const words = [...WORDS, "--lines=a\nb"];
    expect(wordsOfPowershell(COMMAND_SHELLS.pwsh(command(words)))).toEqual(words);
  });

  test("is read by Windows PowerShell as it was meant, which escapes no quotes", () => {
    const words = [...WORDS, "--lines=a\nb"];
    const read = wordsOfPowershell(COMMAND_SHELLS.powershell(command(words)));
    expect(argumentsIn(lineOfOldPowershell(read))).toEqual(words);
  });

  test("sets its variables as they were meant", () => {
    const environment = [["SSH_PASSWORD", `a&b"c^d %PATH% 'e’ `]] as const;
    const [set = ""] = COMMAND_SHELLS.cmd({ words: [], environment }).split("\r\n");
    expect(readByCmd(set, { PATH: "expanded" })).toBe(`set SSH_PASSWORD=a&b"c^d %PATH% 'e’ `);
    for (const shell of ["pwsh", "powershell"] as const) {
      const [line = ""] = COMMAND_SHELLS[shell]({ words: [], environment }).split("\n");
      const [, value = ""] = /^\$env:SSH_PASSWORD = (.*)$/.exec(line) ?? [];
      expect(wordsOfPowershell(value)).toEqual([`a&b"c^d %PATH% 'e’ `]);
    }
  });

  test("of cmd holds no line break", async () => {
    const script = { executor: "shell", preBuildScript: "a\nb" };
    await expect(written(script, "cmd")).rejects.toThrow(
      "registerCommand: a line of cmd cannot hold a line break. Use powershell",
    );
    expect(await written(script, "pwsh")).toContain("'--pre-build-script=a\nb'");
  });

  test("of cmd is no longer than it reads", async () => {
    const options = (length: number): Table => ({
      executor: "shell",
      preBuildScript: "a".repeat(length),
    });
    const others = (await written(options(1), "cmd")).split("\r\n")[1]?.length ?? 0;
    const longest = 8191 - others + 1;
    expect(await written(options(longest), "cmd")).toContain("a".repeat(longest));
    await expect(written(options(longest + 1), "cmd")).rejects.toThrow(
      "registerCommand: a line of cmd has at most 8191 characters, and this one 8192. Use powershell, or",
    );
    expect(await written(options(longest + 1), "powershell")).toContain("a".repeat(longest));
    const password = { executor: "ssh", ssh: { host: "a", user: "b", password: "c".repeat(8191) } };
    await expect(written(password, "cmd")).rejects.toThrow("a line of cmd has at most 8191");
  });
});
