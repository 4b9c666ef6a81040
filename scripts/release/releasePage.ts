import { readFileSync } from "node:fs";
import { join } from "node:path";

import { archiveName, PLATFORMS } from "../archives";
import { CHECKSUMS } from "./checksums";

/** A release as GitLab's API takes it: `POST /projects/:id/releases`. */
export interface ReleasePage {
  tag_name: string;
  name: string;
  /** Markdown. */
  description: string;
  assets: {
    links: { name: string; url: string; direct_asset_path: string; link_type: "package" }[];
  };
}

/**
 * The page of a release at GitLab, with a link for each archive under which the engine asks for it:
 * `<project>/-/releases/v<version>/downloads/<archive>`.
 *
 * @param root - the folder of the package's sources.
 * @param files - the address of the folder to which the archives were uploaded.
 * @throws Error where the changelog has nothing about the version.
 */
export function releasePage(root: string, files: string): ReleasePage {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    version: string;
  };
  const names = [...PLATFORMS.map((platform) => archiveName(version, platform)), CHECKSUMS];
  return {
    tag_name: `v${version}`,
    name: version,
    description: changesOf(version, readFileSync(join(root, "CHANGELOG.md"), "utf8")),
    assets: {
      links: names.map((name) => ({
        name,
        url: `${files}/${name}`,
        direct_asset_path: `/${name}`,
        link_type: "package",
      })),
    },
  };
}

function changesOf(version: string, changelog: string): string {
  const section = changelog
    .split(/^## /m)
    .slice(1)
    .find((text) => text.startsWith(`${version} `));
  if (section === undefined) throw new Error(`CHANGELOG.md has nothing about ${version}`);
  return section.slice(section.indexOf("\n")).trim();
}
