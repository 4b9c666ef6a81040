import { createHash } from "node:crypto";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { cached } from "../../scripts/setUp/cache";
import { runCommand } from "../../scripts/setUp/commands";
import { withProgress } from "../../scripts/setUp/progress";
import { buildPackage } from "../../scripts/build";
import { downloadProviders } from "./providers/install";

/** A client or a provider that is not ours: what pins it, and how it comes from its registry. */
interface Client {
  /** The folder beside this file. */
  name: string;
  files: readonly string[];
  install: (sources: string, directory: string) => Promise<unknown>;
}

const INSTALL_LIMIT_MS = 5 * 60_000;
const limits = { timeout: INSTALL_LIMIT_MS };
/** Of an environment of Python. */
export const PYTHON = process.platform === "win32" ? "Scripts\\python.exe" : "bin/python";

const CLIENTS: readonly Client[] = [
  {
    name: "pythonGitlab",
    files: ["requirements.txt"],
    install: async (sources, directory) => {
      await runCommand("python3", ["-m", "venv", directory], limits);
      const pip = ["-m", "pip", "install", "--disable-pip-version-check", "--requirement"];
      await runCommand(
        join(directory, PYTHON),
        [...pip, join(sources, "requirements.txt")],
        limits,
      );
    },
  },
  {
    name: "clientGo",
    files: ["go.mod", "go.sum", "walk.go"],
    install: (sources, directory) =>
      runCommand("go", ["build", "-mod=readonly", "-o", join(directory, "walk"), "."], {
        cwd: sources,
        ...limits,
      }),
  },
  {
    name: "gitbeaker",
    files: ["package.json", "package-lock.json"],
    install: (sources, directory) => {
      for (const file of ["package.json", "package-lock.json"])
        copyFileSync(join(sources, file), join(directory, file));
      const quiet = ["--ignore-scripts", "--no-audit", "--no-fund"];
      return runCommand("npm", ["ci", ...quiet], { cwd: directory, ...limits });
    },
  },
  {
    name: "providers",
    files: ["packages.json"],
    install: (_, directory) => downloadProviders(directory),
  },
];

/** The variables by which a test learns where its client is, or why it isn't. */
export const DIRECTORY = "CLIENT_DIRECTORY_";
export const REASON = "CLIENT_MISSING_";

/** Installs each client once for this user; one that cannot be had leaves its reason. */
export default async function setUp(): Promise<void> {
  await buildPackage();
  for (const { name, files, install } of CLIENTS) {
    const sources = join(__dirname, name);
    const hash = createHash("sha256");
    for (const file of files) hash.update(readFileSync(join(sources, file)));
    const key = `client-${name}-${process.platform}-${process.arch}-${hash.digest("hex").slice(0, 12)}`;
    try {
      process.env[DIRECTORY + name] = await cached(key, (directory) =>
        withProgress(
          `Installing ${name} (once)`,
          (line) => process.stderr.write(`${line}\n`),
          async () => {
            await install(sources, directory);
          },
        ),
      );
    } catch (error) {
      process.env[REASON + name] = (error as Error).message;
    }
  }
}
