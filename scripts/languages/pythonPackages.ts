import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { cached } from "../setUp/cache";
import { runCommand } from "../setUp/commands";
import { hashOf } from "../setUp/goPrograms";
import { type Log, withProgress } from "../setUp/progress";
import type { Had } from "./getLanguageTools";

const PINS = join(__dirname, "python/requirements.txt");
const INSTALL_LIMIT_MS = 5 * 60_000;
const limits = { timeout: INSTALL_LIMIT_MS };
/** Of an environment of Python. */
const INTERPRETER = "bin/python";
const PIP = ["-m", "pip", "--disable-pip-version-check", "--quiet", "install"];

/**
 * Installs what programs in Python need besides our SDK, and the checker of their types, once for this
 * user. @returns the environment's interpreter.
 */
export async function getPythonPackages(log: Log): Promise<Had> {
  try {
    const { stdout: version } = await runCommand("python3", ["-c", PRINT_VERSION], limits);
    const key = `python-packages-${version}-${process.platform}-${process.arch}-${hashOf([PINS])}`;
    const folder = await cached(key, (directory) =>
      withProgress("Installing Pulumi's SDK for Python (once)", log, async () => {
        await runCommand("python3", ["-m", "venv", directory], limits);
        const args = [...PIP, "--requirement", PINS];
        await runCommand(join(directory, INTERPRETER), args, limits);
      }),
    );
    return { path: join(folder, INTERPRETER) };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Makes the virtual environment of a project and installs the project's requirements as its users do,
 * without a registry: what is not in a folder is taken from the packages that the set-up has installed.
 *
 * @param packages - the interpreter of those.
 * @returns the environment's folder of programs.
 */
export async function installRequirements(packages: string, project: string): Promise<string> {
  const venv = join(project, "venv");
  const interpreter = join(venv, INTERPRETER);
  const [{ stdout: theirs }] = await Promise.all([
    runCommand(packages, ["-c", PRINT_PACKAGES]),
    runCommand("python3", ["-m", "venv", "--without-pip", venv]),
  ]);
  const { stdout: own } = await runCommand(interpreter, ["-c", PRINT_PACKAGES]);
  // Python adds each folder that such a file names to those it looks in.
  writeFileSync(join(own, "packages.pth"), `${theirs}\n`);
  const offline = ["--no-index", "--no-build-isolation"];
  const args = [...PIP, ...offline, "--requirement", "requirements.txt"];
  await runCommand(interpreter, args, { cwd: project, ...limits });
  return join(venv, "bin");
}

const PRINT_VERSION = `import sys; print("%d.%d.%d" % sys.version_info[:3])`;
const PRINT_PACKAGES = `import sysconfig; print(sysconfig.get_path("purelib"))`;
