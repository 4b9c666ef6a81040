import { statSync } from "node:fs";
import { join } from "node:path";

import { type Publication, sourceAddress } from "../schema/publication";

/** Code, which has no links; the target of a link; that of one in HTML. */
const LINK =
  /^```[^]*?^```$|`[^`\n]*`|(?<before>\]\()(?<markdown>[^)\s]+)(?=\))|(?<start>(?:src|href)=")(?<html>[^"]+)(?=")/gm;

/**
 * A README for npm's page of a version: relative links lead to the files of the release in the repository.
 * npm resolves such links for some hosts of repositories only, and the package does not have the files.
 * See https://github.com/npm/cli/issues/6206
 *
 * @param root - the folder of the repository, with the files.
 * @throws Error for a link to a file that is not there.
 */
export function npmReadme(
  readme: string,
  root: string,
  publication: Publication,
  version: string,
): string {
  return readme.replace(LINK, (text: string, ...groups: unknown[]) => {
    const { before, markdown, start, html } = groups.at(-1) as Record<string, string | undefined>;
    const target = markdown ?? html;
    if (target === undefined || /^(?:[a-z]+:|#)/.test(target)) return text;
    const [path = "", anchor] = target.split("#");
    const kind = statSync(join(root, path)).isDirectory() ? "tree" : "blob";
    const address = sourceAddress(publication, version, path, kind);
    return `${before ?? start ?? ""}${address}${anchor === undefined ? "" : `#${anchor}`}`;
  });
}
