import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { packageSchema } from "../../../scripts/schema/packageSchema";

const ROOT = join(__dirname, "../../..");
const read = (name: string): string => readFileSync(join(ROOT, name), "utf8");
const { version } = JSON.parse(read("package.json")) as { version: string };

describe("the version of package.json is that", () => {
  test("of the lock file", () => {
    const lock = JSON.parse(read("package-lock.json")) as {
      version: string;
      packages: Record<string, { version?: string }>;
    };
    expect([lock.version, lock.packages[""]?.version]).toEqual([version, version]);
  });

  test("of the schema, which the plugin reports to the engine", () => {
    expect(packageSchema(ROOT).version).toBe(version);
  });

  test("of the newest entry of the changelog", () => {
    expect(/^## (\S+)/m.exec(read("CHANGELOG.md"))?.[1]).toBe(version);
  });

  test("of the archives and the npm package that the docs name", () => {
    const files = (readdirSync(join(ROOT, "docs"), { recursive: true }) as string[])
      .filter((name) => name.endsWith(".md"))
      .map((name) => join("docs", name));
    const named = ["README.md", ...files].flatMap((name) => [
      ...read(name).matchAll(
        /pulumi-resource-gitlab-runners-v(\d[\w.]*)-|resource gitlab-runners (\d\S*)|gitlab-runners-(\d[\d.]*)\.tgz/g,
      ),
    ]);
    expect(named.length).toBeGreaterThan(3);
    for (const [, ofArchive, ofPlugin, ofPackage] of named)
      expect(ofArchive ?? ofPlugin ?? ofPackage).toBe(version);
  });
});
