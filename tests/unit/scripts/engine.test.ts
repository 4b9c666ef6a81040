import { execFile } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

import { builtKey } from "../../../scripts/engine/engineFromGoModules";
import { cached } from "../../../scripts/setUp/cache";

const ROOT = join(__dirname, "../../..");

interface Ended {
  code: number;
  output: string;
}

function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: ROOT, env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr });
    });
  });
}

describe("the way to an engine", () => {
  let folder: string;
  let bin: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gitlab-runners-engine-"));
    bin = join(folder, "bin");
    mkdirSync(bin);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const program = (name: string, script: string): void => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  /** A proxy that isn't there: nothing can be downloaded. */
  const offline = {
    http_proxy: "http://127.0.0.1:9",
    https_proxy: "http://127.0.0.1:9",
    HTTPS_PROXY: "http://127.0.0.1:9",
    GOPROXY: "off",
  };
  const getEngine = (): Promise<Ended> =>
    run(
      [
        "-r",
        join(ROOT, "node_modules/ts-node/register/transpile-only"),
        "-e",
        `require("./scripts/engine/getEngine").getEngine(() => {}).then(
          (engine) => console.log(JSON.stringify(engine)),
          (error) => { console.error(error.message); process.exit(1); })`,
      ],
      {
        ...offline,
        // Node for the vendor's installer, and the system's own tools; no Go.
        PATH: [bin, dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter),
        HOME: folder,
        PULUMI_GITLAB_RUNNERS_CACHE: join(folder, "cache"),
      },
    );

  test("a supported pulumi on PATH is used as it is", async () => {
    program("pulumi", "echo v3.230.1");
    program("pulumi-language-nodejs", "");
    const { code, output } = await getEngine();
    expect(output).toContain('"version":"3.230.1"');
    expect(code).toBe(0);
    expect(existsSync(join(folder, "cache"))).toBe(false);
  });

  test("when every way fails, all three and their reasons are named, and nothing stays", async () => {
    program("pulumi", "echo v3.100.0");
    program("go", "echo 'no modules today' >&2; exit 1");
    const { code, output } = await getEngine();
    expect(code).toBe(1);
    expect(output).toMatch(/a pulumi on PATH: .*3\.100\.0; 3\.216 or later is needed/);
    expect(output).toContain("Pulumi's installer: ");
    expect(output).toMatch(/a build from Go modules: .*\n?.*no modules today/);
    expect(readdirSync(join(folder, "cache"))).toEqual([]);
  });

  test("a build that is there is used, and what it cannot do is said", async () => {
    mkdirSync(join(folder, "cache", builtKey(), "bin"), { recursive: true });
    const { code, output } = await getEngine();
    expect(output).toContain(
      '"source":"a build from Go modules; it runs no policy packs (docs/policies.md)"',
    );
    expect(code).toBe(0);
  });

  test("a build that fails half-way is not taken for a whole one", async () => {
    program("go", 'case "$1" in version) ;; *) exit 1 ;; esac');
    expect((await getEngine()).code).toBe(1);
    expect(readdirSync(join(folder, "cache"))).toEqual([]);
  });
});

describe("the cache of engines", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gitlab-runners-cache-"));
    process.env["PULUMI_GITLAB_RUNNERS_CACHE"] = folder;
  });
  afterEach(() => {
    delete process.env["PULUMI_GITLAB_RUNNERS_CACHE"];
    rmSync(folder, { recursive: true });
  });

  test("two that make the same at once both get a whole one", async () => {
    const make = (text: string) => async (directory: string) => {
      writeFileSync(join(directory, "first"), text);
      await new Promise((resolve) => setImmediate(resolve));
      writeFileSync(join(directory, "second"), text);
    };
    const found = await Promise.all([cached("key", make("a")), cached("key", make("b"))]);
    expect(found).toEqual([join(folder, "key"), join(folder, "key")]);
    expect(readdirSync(join(folder, "key")).sort()).toEqual(["first", "second"]);
    expect(readdirSync(folder)).toEqual(["key"]);
  });

  test("what failed is made anew the next time", async () => {
    await expect(cached("key", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await cached("key", (directory) => {
      writeFileSync(join(directory, "file"), "");
      return Promise.resolve();
    });
    expect(readdirSync(join(folder, "key"))).toEqual(["file"]);
  });

  test("what another one finishes meanwhile is not in the way", async () => {
    // Listed, and not there when it is looked at.
    symlinkSync(join(folder, "nowhere"), join(folder, ".making-other-key"));
    await cached("key", () => Promise.resolve());
    expect(existsSync(join(folder, "key"))).toBe(true);
  });
});

test("an older Node gets a clear error", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gitlab-runners-node-"));
  const older = join(folder, "older.js");
  writeFileSync(
    older,
    `Object.defineProperty(process, "versions", { value: { node: "18.20.4" } });`,
  );
  const { code, output } = await run(["-r", older, "scripts/run.js", "test"], process.env);
  expect(code).toBe(1);
  expect(output).toContain("Node 18.20.4 is too old: 20.19 or later is needed");
  rmSync(folder, { recursive: true });
});
