import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import MarkdownIt from "markdown-it";

import { npmReadme } from "../../../scripts/release/npmReadme";
import { publicationOf } from "../../../scripts/schema/publication";

const ROOT = join(__dirname, "../../..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const REPOSITORY = "https://gitlab.com/acme/pulumi-gitlab-runners";

const forNpm = (readme: string, root = ROOT, repository = REPOSITORY): string => {
  const publication = publicationOf({ repository });
  if (publication === undefined) throw new Error("no publication");
  return npmReadme(readme, root, publication, "0.2.0");
};

/** The targets of the links, as a reader of the page has them. */
function targets(markdown: string): string[] {
  const inline = new MarkdownIt({ html: true })
    .parse(markdown, {})
    .flatMap(({ children }) => children ?? []);
  return inline.flatMap((token) => token.attrGet("href") ?? token.attrGet("src") ?? []);
}

const isRelative = (target: string): boolean => !/^(?:https:|#)/.test(target);

describe("the README on npm's page", () => {
  test("leads to the release's files, each of which is in the repository", () => {
    const before = targets(README);
    const relative = before.filter(isRelative);
    expect(relative.length).toBeGreaterThan(40);

    const after = targets(forNpm(README));
    expect(after).toHaveLength(before.length);
    expect(after.filter(isRelative)).toEqual([]);
    const moved = after.filter((_, index) => isRelative(before[index] ?? ""));
    for (const target of moved) {
      const [, kind, path = ""] =
        /\/-\/(blob|tree)\/v0\.2\.0\/([^#]+)/.exec(target.replace(REPOSITORY, "")) ?? [];
      expect(target.startsWith(`${REPOSITORY}/-/`)).toBe(true);
      expect({ path, isThere: existsSync(join(ROOT, path)) }).toEqual({ path, isThere: true });
      expect(statSync(join(ROOT, path)).isDirectory()).toBe(kind === "tree");
    }
    // What stays as it is does so.
    expect(after.filter((target) => !moved.includes(target))).toEqual(
      before.filter((target) => !isRelative(target)),
    );
  });

  test("says nothing else than in the repository", () => {
    const text = (markdown: string): string =>
      new MarkdownIt().render(markdown).replace(/href="[^"]*"/g, "");
    expect(text(forNpm(README))).toBe(text(README));
  });

  test("has the addresses of GitHub for a project there", () => {
    const github = forNpm("[a](docs/plugin.md#a)", ROOT, "https://github.com/acme/runners");
    expect(github).toBe("[a](https://github.com/acme/runners/blob/v0.2.0/docs/plugin.md#a)");
  });

  test("keeps code, anchors and addresses, and reads links of HTML", () => {
    const folder = mkdtempSync(join(tmpdir(), "gitlab-runners-readme-"));
    writeFileSync(join(folder, "a.svg"), "");
    const kept = "`[a](a.svg)` [b](#b) [c](https://example.com)\n\n```md\n[a](a.svg)\n```\n";
    expect(forNpm(kept, folder)).toBe(kept);
    expect(forNpm('<img src="a.svg">', folder)).toBe(
      `<img src="${REPOSITORY}/-/blob/v0.2.0/a.svg">`,
    );
    expect(() => forNpm("[a](gone.md)", folder)).toThrow("gone.md");
    rmSync(folder, { recursive: true });
  });
});
