import { execFile } from "node:child_process";
import {
  createReadStream,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
} from "node:fs";
import { arch, platform, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import type { Emulator } from "../../emulator";
import { type Rehearsal, rehearseRelease } from "../../scripts/release/rehearsal";
import { publicationOf } from "../../scripts/schema/publication";
import { environmentOf, runnerAt, startGitLab } from "../helpers/gitlab";
import { serve } from "../helpers/server";
import { Stack } from "../helpers/stack";

const ROOT = join(__dirname, "../..");
const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  version: string;
};
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
new pulumi.CustomResource("gitlab-runners:index:Runner", "build", { runnerType: "instance_type" },
  { version: "${version}" });
`;

describe("the plugin comes to a user", () => {
  let gitlab: Emulator;
  let rehearsal: Rehearsal;
  let archives: string;
  const sdks = mkdtempSync(join(tmpdir(), "gitlab-runners-sdks-"));
  beforeAll(async () => {
    gitlab = await startGitLab();
    rehearsal = await rehearseRelease(() => undefined, sdks);
    ({ archives } = rehearsal);
  });
  afterAll(async () => {
    rmSync(sdks, { recursive: true });
    await gitlab.close();
  });

  async function expectWorks(stack: Stack): Promise<void> {
    const { exitCode, output } = await stack.up();
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(output).not.toContain("warning");
    expect(await runnerAt(gitlab, stack.resource("build")?.id ?? "none")).toBeDefined();
    await stack.dispose();
  }
  const archiveHere = (): string => {
    const system = platform() === "win32" ? "windows" : platform();
    const machine = arch() === "x64" ? "amd64" : arch();
    return `pulumi-resource-gitlab-runners-v${version}-${system}-${machine}.tar.gz`;
  };

  test("by a release, whose dry run makes and names all of its parts", () => {
    const { artefacts, withoutSdks } = rehearsal;
    const parts = artefacts.map(({ name, goesTo }) => `${name} to ${goesTo}`);
    expect(parts).toEqual([
      "SHA256SUMS to the release's page",
      ...["darwin", "linux", "windows"].flatMap((system) =>
        ["amd64", "arm64"].map(
          (machine) =>
            `pulumi-resource-gitlab-runners-v${version}-${system}-${machine}.tar.gz to the release's page`,
        ),
      ),
      `pulumi-gitlab-runners-${version}.tgz to npm`,
      // Go makes the SDKs; without it the dry run says so.
      ...(withoutSdks === undefined
        ? ["the SDK of python to PyPI", "the SDK of go to a tag of the repository"]
        : []),
      `the notes of ${version} to the release's page`,
    ]);
    if (withoutSdks !== undefined) expect(withoutSdks).toContain("takes Go");
    for (const { name, bytes } of artefacts)
      expect({ name, isThere: bytes > 500 }).toEqual({ name, isThere: true });
  });

  test("by an archive for each platform", async () => {
    const names = readdirSync(archives).filter((name) => name.endsWith(".tar.gz"));
    expect(names).toHaveLength(6);
    for (const name of names) expect(name).toContain(`-v${version}-`);
    const stack = await Stack.create({ program: PROGRAM, env: environmentOf(gitlab) });
    const file = join(archives, archiveHere());
    const plugin = ["resource", "gitlab-runners", version];
    expect((await stack.pulumi("plugin", "install", ...plugin, "--file", file)).exitCode).toBe(0);
    await expectWorks(stack);
  });

  test("by archives whose checksums lie beside them", async () => {
    const run = promisify(execFile);
    const { stdout } = await run("sha256sum", ["--check", "SHA256SUMS"], { cwd: archives });
    expect(stdout.match(/: OK$/gm)).toHaveLength(6);
  });

  test("by itself, from the releases of the repository that the SDKs name", async () => {
    const repository = "/acme/pulumi-gitlab-runners";
    const asked: string[] = [];
    // GitLab leads from the link of a release to where the file lies.
    const server = await serve((request, response) => {
      const path = request.url ?? "";
      asked.push(path);
      const name = path.split("/").at(-1) ?? "";
      if (path.startsWith(`${repository}/-/releases/`)) {
        response.writeHead(302, { location: `/packages/${name}` }).end();
        return;
      }
      const file = join(archives, name);
      response.writeHead(200, { "content-length": statSync(file).size });
      createReadStream(file).pipe(response);
    });
    const { pluginDownloadURL = "" } =
      publicationOf({ repository: `https://gitlab.example.com${repository}` }) ?? {};
    const address = pluginDownloadURL.replace("https://gitlab.example.com", server.url);
    const stack = await Stack.create({
      program: PROGRAM.replace(
        "{ version:",
        `{ pluginDownloadURL: ${JSON.stringify(address)}, version:`,
      ),
      env: environmentOf(gitlab),
    });
    await expectWorks(stack);
    await server.close();
    expect(asked[0]).toBe(`${repository}/-/releases/v${version}/downloads/${archiveHere()}`);
  });

  test("by a server that has the archives", async () => {
    const server = await serve((request, response) => {
      const file = join(archives, (request.url ?? "").split("/").at(-1) ?? "");
      if (!existsSync(file)) {
        response.writeHead(404).end();
        return;
      }
      // The engine does not take an archive whose length it does not know.
      response.writeHead(200, { "content-length": statSync(file).size });
      createReadStream(file).pipe(response);
    });
    const stack = await Stack.create({ program: PROGRAM, env: environmentOf(gitlab) });
    const plugin = ["resource", "gitlab-runners", version];
    const installed = await stack.pulumi("plugin", "install", ...plugin, "--server", server.url);
    await server.close();
    expect(installed).toMatchObject({ exitCode: 0 });
    await expectWorks(stack);
  });

  test("within the npm package, by a path of the project", async () => {
    const folder = mkdtempSync(join(tmpdir(), "gitlab-runners-npm-"));
    const run = promisify(execFile);
    await run("tar", ["-xzf", rehearsal.npmPackage], { cwd: folder });
    const stack = await Stack.create({
      program: PROGRAM,
      plugin: "./node_modules/pulumi-gitlab-runners/dist/plugin",
      packageDirectory: join(folder, "package"),
      env: environmentOf(gitlab),
    });
    await expectWorks(stack);
    rmSync(folder, { recursive: true });
  });
});
