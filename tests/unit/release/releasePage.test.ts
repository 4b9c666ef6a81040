import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { releasePage } from "../../../scripts/release/releasePage";
import { publicationOf } from "../../../scripts/schema/publication";

const REPOSITORY = "https://gitlab.example.com/acme/pulumi-gitlab-runners";
const FILES = "https://gitlab.example.com/api/v4/projects/1/packages/generic/plugin/0.2.0";

describe("the page of a release", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "gitlab-runners-page-"));
    writeFileSync(join(root, "package.json"), JSON.stringify({ version: "0.2.0" }));
    writeFileSync(
      join(root, "CHANGELOG.md"),
      "# Changelog\n\n## 0.2.0 (2026-11-26)\n\n- More.\n\n## 0.1.0 (2026-01-01)\n\n- All.\n",
    );
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  test("has what the changelog says of the version", () => {
    expect(releasePage(root, FILES)).toMatchObject({
      tag_name: "v0.2.0",
      name: "0.2.0",
      description: "- More.",
    });
    writeFileSync(join(root, "package.json"), JSON.stringify({ version: "0.3.0" }));
    expect(() => releasePage(root, FILES)).toThrow("CHANGELOG.md has nothing about 0.3.0");
  });

  test("links each archive under the address at which the engine asks for it, and the checksums", () => {
    const { links } = releasePage(root, FILES).assets;
    const folder = publicationOf({ repository: REPOSITORY })?.pluginDownloadURL.replace(
      "${VERSION}",
      "0.2.0",
    );
    const addresses = links.map(
      ({ direct_asset_path }) => `${REPOSITORY}/-/releases/v0.2.0/downloads${direct_asset_path}`,
    );
    expect(addresses).toEqual([
      ...["linux", "darwin", "windows"].flatMap((system) =>
        ["amd64", "arm64"].map(
          (architecture) =>
            `${folder ?? ""}/pulumi-resource-gitlab-runners-v0.2.0-${system}-${architecture}.tar.gz`,
        ),
      ),
      `${folder ?? ""}/SHA256SUMS`,
    ]);
    for (const { url, name } of links) expect(url).toBe(`${FILES}/${name}`);
  });
});
