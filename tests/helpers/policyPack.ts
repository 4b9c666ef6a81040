import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

import { Stack } from "./stack";

const ROOT = join(__dirname, "../..");
/** Of no language, so that the engine looks for a program `pulumi-analyzer-policy-NAME` on PATH. */
const RUNTIME_ON_PATH = "gitlab-runners-tests";

/** What an engine whose host runs no packs says of one, as `docs/policies.md` has it. */
export const NO_PACKS =
  /^error: policy pack ".+" failed to start: could not read plugin \[.+\]: not supported$/m;

/** What Pulumi's language host does with a pack, for an engine whose host does not. */
const RUN_PACK = `#!/bin/sh
exec node "$(node -p 'require.resolve("@pulumi/pulumi/cmd/run-policy-pack")')" "$@"
`;

/** A policy pack in a folder of its own, as a user has one. */
export class PolicyPackFolder {
  readonly directory = mkdtempSync(join(tmpdir(), "gitlab-runners-pack-"));
  /** For the engine that runs it. */
  readonly env: Record<string, string>;

  private constructor(runtime: string) {
    const path = [join(this.directory, "bin"), process.env["PATH"], dirname(process.execPath)];
    this.env = { PATH: path.join(delimiter) };
    for (const name of ["bin", "node_modules"]) mkdirSync(join(this.directory, name));
    for (const [name, target] of [
      ["pulumi-gitlab-runners", ROOT],
      ["@pulumi", join(ROOT, "node_modules/@pulumi")],
    ] as const)
      symlinkSync(target, join(this.directory, "node_modules", name), "junction");
    this.write("PulumiPolicy.yaml", `runtime: ${runtime}\nversion: 0.0.1\n`);
    this.write("package.json", JSON.stringify({ name: "pack", version: "0.0.1", private: true }));
    const program = join("bin", `pulumi-analyzer-policy-${RUNTIME_ON_PATH}`);
    this.write(program, RUN_PACK);
    chmodSync(join(this.directory, program), 0o755);
  }

  /** @param program - `index.js` of the pack. */
  static async create(program: string): Promise<PolicyPackFolder> {
    const pack = new PolicyPackFolder(await PolicyPackFolder.#runtime());
    pack.write("index.js", program);
    return pack;
  }

  write(name: string, text: string): string {
    const path = join(this.directory, name);
    writeFileSync(path, text);
    return path;
  }

  dispose(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** `nodejs`, which users write, where the engine at hand has a language host that runs packs. */
  static async #runtime(): Promise<string> {
    const stack = await Stack.create({ program: "" });
    const pack = new PolicyPackFolder("nodejs");
    pack.write("index.js", `new (require("@pulumi/policy").PolicyPack)("none", { policies: [] });`);
    try {
      const { exitCode, output } = await stack.preview("--policy-pack", pack.directory);
      if (exitCode === 0) return "nodejs";
      if (NO_PACKS.test(output)) return RUNTIME_ON_PATH;
      throw new Error(output);
    } finally {
      pack.dispose();
      await stack.dispose();
    }
  }
}
