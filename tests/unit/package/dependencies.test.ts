import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "../../..");

interface Locked {
  version?: string;
  integrity?: string;
  resolved?: string;
  dev?: boolean;
  link?: boolean;
  hasInstallScript?: boolean;
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(ROOT, name), "utf8"));
const { dependencies, scripts } = read("package.json") as {
  dependencies: Record<string, string>;
  scripts: Record<string, string>;
};
const { packages } = read("package-lock.json") as { packages: Record<string, Locked> };
const locked = Object.entries(packages).filter(([path, { link }]) => path !== "" && link !== true);
const installed = locked.filter(([, { dev }]) => dev !== true);

describe("what the package depends on", () => {
  test("has exact versions", () => {
    for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test("is locked by its content", () => {
    const unlocked = locked.filter(([path, { integrity }]) => {
      return integrity === undefined && path.startsWith("node_modules/");
    });
    expect(unlocked.map(([path]) => path)).toEqual([]);
  });

  test("runs no script when it is installed, and neither does the package", () => {
    const running = installed.filter(([, { hasInstallScript }]) => hasInstallScript === true);
    expect(running.map(([path]) => path)).toEqual([]);
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
  });

  test("is named in the README, each with what it is for", () => {
    const [, section = ""] = /## Dependencies\n([\s\S]*?)\n## /.exec(
      readFileSync(join(ROOT, "README.md"), "utf8"),
    ) ?? [""];
    for (const name of Object.keys(dependencies)) expect(section).toContain(`\`${name}\``);
  });

  test("comes from the registry that npm is configured with, whichever that is", () => {
    const addresses = locked.flatMap(([, { resolved }]) => resolved ?? []);
    expect(addresses.filter((address) => address.includes("://"))).toEqual([]);
  });
});
