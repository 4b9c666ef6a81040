import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { releaseMistakes } from "../../../scripts/release/releaseMistakes";

const ROOT = join(__dirname, "../../..");

describe("before a release", () => {
  let clone: string;
  const git = (...args: string[]): void => {
    const author = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.com"];
    execFileSync("git", [...author, ...args], { cwd: clone, stdio: "ignore" });
  };
  const write = (name: string, content: unknown): void => {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    writeFileSync(join(clone, name), text);
  };
  const surface = (version: string, part: object = {}): object => ({ version, parts: { part } });
  const lock = (version: string): object => ({ version, packages: { "": { version } } });

  beforeEach(() => {
    clone = mkdtempSync(join(tmpdir(), "gitlab-runners-release-"));
    write("package.json", {
      version: "0.2.0",
      repository: "https://gitlab.com/acme/pulumi-gitlab-runners",
    });
    mkdirSync(join(clone, "api"));
    write("api/surface.json", surface("0.2.0"));
    write("api/released.json", surface("0.1.0"));
    write("package-lock.json", lock("0.2.0"));
    write(
      "CHANGELOG.md",
      "# Changelog\n\n## 0.2.0 (2026-11-26)\n\n- More.\n\n## 0.1.0 (2026-01-01)\n",
    );
    git("init");
    git("add", ".");
    git("commit", "-m", "all");
  });
  afterEach(() => {
    rmSync(clone, { recursive: true });
  });

  test("a clone where all agrees has no mistake", async () => {
    expect(await releaseMistakes(clone)).toEqual([]);
    expect(await releaseMistakes(clone, "v0.2.0")).toEqual([]);
  });

  test("a tag of another version is one", async () => {
    expect(await releaseMistakes(clone, "v0.3.0")).toEqual([
      "the tag is v0.3.0, and package.json has the version 0.2.0: the tag is v0.2.0",
    ]);
  });

  test("all mistakes are named at once", async () => {
    write("package.json", { version: "0.2.0" });
    write("package-lock.json", lock("0.1.0"));
    write("CHANGELOG.md", "# Changelog\n\n## 0.2.0 (not released)\n\n## 0.1.0 (2026-01-01)\n");
    write("api/released.json", surface("0.1.9", { list: "command" }));
    expect(await releaseMistakes(clone)).toEqual([
      expect.stringContaining('package.json has no "repository"'),
      expect.stringContaining("package-lock.json has the version 0.1.0, and package.json 0.2.0"),
      expect.stringContaining('CHANGELOG.md begins with "## 0.2.0 (not released)"'),
      expect.stringContaining("the last release is 0.1.0 by CHANGELOG.md"),
      expect.stringMatching(/not committed:\n(.*\n)*.*package\.json/),
    ]);
  });

  test("programs that import the SDK for Go from nowhere are one", async () => {
    write("README.md", 'import "pulumi-gitlab-runners.invalid/sdk/go/gitlabrunners"');
    git("add", ".");
    git("commit", "-m", "a program");
    expect(await releaseMistakes(clone)).toEqual([
      "package.json names the repository, and these files import the SDK for Go from " +
        "pulumi-gitlab-runners.invalid: README.md. Write gitlab.com/acme/pulumi-gitlab-runners there, " +
        "and run npm run docs",
    ]);
  });

  test("a version that is too small for what is gone is one", async () => {
    write("api/surface.json", surface("0.2.0"));
    write("api/released.json", surface("0.1.0", { list: "command" }));
    git("commit", "-am", "a command less");
    expect(await releaseMistakes(clone)).toEqual([]);
    const text = (name: string): string => readFileSync(join(clone, name), "utf8");
    for (const name of ["package.json", "package-lock.json", "CHANGELOG.md", "api/surface.json"])
      write(name, text(name).replaceAll("0.2.0", "0.1.1"));
    git("commit", "-am", "as a patch");
    expect(await releaseMistakes(clone)).toEqual([
      expect.stringContaining("so the version is 0.2.0 or later"),
    ]);
  });

  test("the command ends with 1 and says them", () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ["scripts/run.js", "release-check", "v99.0.0"],
      { cwd: ROOT, encoding: "utf8" },
    );
    expect(stderr).toContain("the tag is v99.0.0");
    expect(status).toBe(1);
  });
});
