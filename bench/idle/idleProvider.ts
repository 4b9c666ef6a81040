import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { build } from "esbuild";

import type { Adapter } from "../../tests/helpers/host/adapters";
import { ASKED } from "./values";

const SOURCES: Readonly<Record<Adapter, string>> = {
  dynamic: "dynamicProvider.ts",
  plugin: "plugin.ts",
};
/** The name by which the engine starts a plugin for this package's types. */
const STARTER = "pulumi-resource-gitlab-runners";

/** A provider that does nothing, in a folder of its own, made into one file as the plugin is. */
export class IdleProvider {
  private constructor(readonly folder: string) {}

  static async make(adapter: Adapter, folder: string): Promise<IdleProvider> {
    mkdirSync(folder, { recursive: true });
    await build({
      entryPoints: [join(__dirname, SOURCES[adapter])],
      outfile: join(folder, "index.js"),
      bundle: true,
      platform: "node",
      target: "node20.19",
      logLevel: "warning",
    });
    const starter = join(folder, STARTER);
    writeFileSync(starter, '#!/bin/sh\nexec node "$(dirname "$0")/index.js" "$@"\n');
    chmodSync(starter, 0o755);
    writeFileSync(`${starter}.cmd`, '@node "%~dp0index.js" %*\r\n');
    const provider = new IdleProvider(folder);
    provider.ask(undefined);
    return provider;
  }

  /**
   * Decides what each `read` does from the next operation on.
   *
   * @param runnerId - of the runner that it asks GitLab for; undefined for nothing.
   */
  ask(runnerId: string | undefined): void {
    writeFileSync(join(this.folder, ASKED), runnerId ?? "");
  }
}
