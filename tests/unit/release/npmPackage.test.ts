import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { addAddresses } from "../../../scripts/release/npmPackage";

const ROOT = join(__dirname, "../../..");
const REPOSITORY = "https://gitlab.com/acme/pulumi-gitlab-runners";

describe("the package for npm", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gitlab-runners-npm-"));
    copyFileSync(join(ROOT, "README.md"), join(folder, "README.md"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as object;
  const withAddresses = (more: object): Record<string, unknown> => {
    const file = join(folder, "package.json");
    writeFileSync(file, JSON.stringify({ ...manifest, repository: undefined, ...more }));
    addAddresses(folder);
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  };
  const readme = (): string => readFileSync(join(folder, "README.md"), "utf8");

  test("has all addresses of the repository that package.json names", () => {
    expect(withAddresses({ repository: REPOSITORY })).toEqual({
      ...manifest,
      repository: { type: "git", url: `git+${REPOSITORY}.git` },
      homepage: REPOSITORY,
      bugs: { url: `${REPOSITORY}/-/issues` },
    });
    expect(readme()).toContain(`](${REPOSITORY}/-/blob/v`);
  });

  test("names no address while package.json names no repository", () => {
    const packed = withAddresses({});
    for (const name of ["repository", "homepage", "bugs"]) expect(packed).not.toHaveProperty(name);
    expect(readme()).toBe(readFileSync(join(ROOT, "README.md"), "utf8"));
  });

  test("is public, with a statement of its origin", () => {
    expect(manifest).toMatchObject({ publishConfig: { access: "public", provenance: true } });
  });
});
