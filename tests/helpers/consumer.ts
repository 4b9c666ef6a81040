import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const ROOT = join(__dirname, "../..");

/** A user's project with the compiled package among its modules, as npm installs it. */
export interface Consumer {
  readonly folder: string;
  /** Writes files, by their names. */
  write(files: Readonly<Record<string, string>>): void;
  remove(): void;
}

/** @param modules - what the project has installed besides the package and its dependencies. */
export function createConsumer(modules: readonly string[]): Consumer {
  const folder = mkdtempSync(join(tmpdir(), "gitlab-runners-consumer-"));
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  const installed = join(folder, "node_modules/pulumi-gitlab-runners");
  cpSync(join(ROOT, "dist"), join(installed, "dist"), { recursive: true });
  cpSync(join(ROOT, "package.json"), join(installed, "package.json"));
  for (const name of [...Object.keys(dependencies), "@pulumi/pulumi", ...modules]) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(ROOT, "node_modules", name), link, "junction");
  }
  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  };
  write({ "package.json": JSON.stringify({ name: "fleet", private: true }) });
  return {
    folder,
    write,
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
