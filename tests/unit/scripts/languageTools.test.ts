import { execFile } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

import type { LanguageTools } from "../../../scripts/languages/getLanguageTools";

const ROOT = join(__dirname, "../../..");
const GET = `require("./scripts/languages/getLanguageTools").getLanguageTools(() => {}).then(
  (tools) => console.log(JSON.stringify(tools)))`;

describe("the way to the tools of other languages", () => {
  let folder: string;
  let bin: string;
  let cache: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gitlab-runners-languages-"));
    bin = join(folder, "bin");
    cache = join(folder, "cache");
    mkdirSync(bin);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const program = (name: string, script = "", directory = bin): string => {
    const path = join(directory, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  };
  /** A Go that builds all that it is asked for, and has one module. */
  const go = (source = folder): void => {
    program(
      "go",
      `case "$1" in
version) ;;
list) echo '${source}' ;;
build)
  while [ "$1" != -o ]; do shift; done
  echo "$3" >> '${join(folder, "builds")}'
  echo built > "$2" ;;
esac`,
    );
  };
  const get = async (): Promise<LanguageTools> => {
    const register = join(ROOT, "node_modules/ts-node/register/transpile-only");
    const { stdout } = await promisify(execFile)(process.execPath, ["-r", register, "-e", GET], {
      cwd: ROOT,
      env: {
        // The system's own tools; no Go.
        PATH: [bin, "/usr/bin", "/bin"].join(delimiter),
        HOME: folder,
        PULUMI_GITLAB_RUNNERS_CACHE: cache,
      },
    });
    return JSON.parse(stdout) as LanguageTools;
  };

  test("a host on PATH is used as it is, whether the engine's or not", async () => {
    const yaml = program("pulumi-language-yaml");
    const goHost = program("pulumi-language-go");
    const tools = await get();
    expect(tools.yaml).toEqual({ path: yaml });
    expect(tools.go).toEqual({ path: goHost });
  });

  test("hosts are found beside the pulumi that a link on PATH leads to", async () => {
    const home = join(folder, "home");
    mkdirSync(home);
    symlinkSync(program("pulumi", "", home), join(bin, "pulumi"));
    const python = program("pulumi-language-python", "", home);
    program("pulumi-language-python-exec", "", home);
    expect((await get()).python).toEqual({ path: python });
  });

  test("a host of Python without the program that it starts is none", async () => {
    program("pulumi-language-python");
    const { python } = await get();
    expect(python).toEqual({
      missing: expect.stringMatching(
        /^on PATH: .*pulumi-language-python comes without pulumi-language-python-exec\na build/,
      ) as string,
    });
  });

  test("without Go, each one that is not there has its own reason, and nothing stays", async () => {
    program("go", "echo 'no modules today' >&2; exit 1");
    const found = program("pulumi-language-go");
    const missing = "a build from Go modules: go version: no modules today";
    expect(await get()).toEqual({
      yaml: { missing: `on PATH: there is none\n${missing}` },
      python: { missing: `on PATH: there is none\n${missing}` },
      go: { path: found },
      sdkGenerator: { missing },
    });
    expect(readdirSync(cache)).toEqual([]);
  });

  test("one that cannot be built does not keep the others from being built", async () => {
    go(join(folder, "nowhere"));
    const { python, ...others } = await get();
    expect(python).toEqual({ missing: expect.stringContaining("ENOENT") as string });
    for (const tool of Object.values(others))
      expect("path" in tool && existsSync(tool.path)).toBe(true);
    expect(readdirSync(cache)).toHaveLength(3);
  });

  test("two that ask at once get the same, and what is built is not built again", async () => {
    const commands = join(folder, "python/cmd");
    mkdirSync(commands, { recursive: true });
    program("pulumi-language-python-exec", "", commands);
    go();
    const [one, other] = await Promise.all([get(), get()]);
    expect(one).toEqual(other);
    const builds = (): string => readFileSync(join(folder, "builds"), "utf8");
    const until = builds();
    const again = await get();
    expect(again).toEqual(one);
    expect(builds()).toBe(until);
    for (const tool of Object.values(again))
      expect("path" in tool && existsSync(tool.path)).toBe(true);
    expect(readdirSync(cache)).toHaveLength(4);
    const python = readdirSync(cache).find((name) => name.startsWith("pulumi-language-python"));
    expect(readdirSync(join(cache, python ?? "")).sort()).toEqual([
      "pulumi-language-python",
      "pulumi-language-python-exec",
    ]);
  });
});
