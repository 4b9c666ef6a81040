import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const ROOT = join(__dirname, "../../..");
const below = (folder: string): string[] =>
  (readdirSync(join(ROOT, folder), { recursive: true }) as string[])
    .filter((name) => !name.includes("node_modules"))
    .map((name) => join(folder, name));
const PAGES = [...readdirSync(ROOT), ...below("docs"), ...below("examples")].filter((name) =>
  name.endsWith(".md"),
);

/** What a reader sees as code is no link. */
function prose(page: string): string {
  return readFileSync(join(ROOT, page), "utf8").replace(/^```[\s\S]*?^```$/gm, "");
}

/** The anchors of a page, as GitHub and GitLab make them of its headings. */
function anchors(page: string): string[] {
  const seen = new Map<string, number>();
  const headings = prose(page).matchAll(/^#+ +(.+)$/gm);
  const slugs = Array.from(headings, ([, title = ""]) => {
    const slug = title
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, "")
      .replace(/\s/g, "-");
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
  const named = Array.from(prose(page).matchAll(/<a id="([^"]+)"/g), ([, id = ""]) => id);
  return [...slugs, ...named];
}

interface Link {
  page: string;
  target: string;
}

/** Links within the repository. */
const LINKS: Link[] = PAGES.flatMap((page) =>
  Array.from(
    prose(page)
      .replace(/`[^`\n]*`/g, "")
      .matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g),
    ([, markdown, html]) => ({ page, target: markdown ?? html ?? "" }),
  ).filter(({ target }) => !/^(https?|mailto):/.test(target)),
);

function fault({ page, target }: Link): string | undefined {
  const [path = "", anchor] = target.split("#");
  const file = path === "" ? page : relative(ROOT, join(ROOT, dirname(page), path));
  if (file.startsWith("..")) return "leads out of the repository";
  if (!existsSync(join(ROOT, file))) return `there is no ${file}`;
  if (anchor === undefined) return undefined;
  if (statSync(join(ROOT, file)).isDirectory() || !file.endsWith(".md"))
    return `${file} has no anchors`;
  return anchors(file).includes(anchor) ? undefined : `${file} has no heading #${anchor}`;
}

test("every link within the docs leads to a file, and to a heading in it", () => {
  expect(LINKS.length).toBeGreaterThan(300);
  const faults = LINKS.flatMap((link) => {
    const found = fault(link);
    return found === undefined ? [] : [{ ...link, found }];
  });
  expect(faults).toEqual([]);
});
