import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { companySeed } from "../../../emulator";
import { blocksOf } from "../../helpers/pageBlocks";

const ROOT = join(__dirname, "../../..");
const read = (name: string): string => readFileSync(join(ROOT, name), "utf8");
const DOCS = [
  ...readdirSync(ROOT),
  ...(readdirSync(join(ROOT, "docs"), { recursive: true }) as string[]).map((name) =>
    join("docs", name),
  ),
].filter((name) => name.endsWith(".md"));

/** The files and folders below `tests/` that a text names, as `e2e/drift` or `tests/e2e/drift.test.ts`. */
function testsNamed(text: string): string[] {
  const short = text.matchAll(/`((?:unit|contract|e2e|properties|clients)\/[\w/]*\w)`/g);
  const long = text.matchAll(/\b(tests\/[\w./]*\w)/g);
  return [
    ...Array.from(short, ([, name = ""]) => `tests/${name}.test.ts`),
    ...Array.from(long, ([, name = ""]) => name),
  ];
}

test("every test that the docs name exists", () => {
  const named = DOCS.flatMap((doc) => testsNamed(read(doc)).map((test) => ({ doc, test })));
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter(({ test }) => !existsSync(join(ROOT, test)))).toEqual([]);
});

test("the embedded GitLab's company has the projects of the README's first stack", () => {
  const program = blocksOf("README.md").find(({ file }) => file === "index.ts")?.code ?? "";
  const named = Array.from(program.matchAll(/projectId: "([^"]+)"/g), ([, path = ""]) => path);
  expect(named).toHaveLength(2);
  const paths = companySeed().projects?.map(({ path_with_namespace }) => path_with_namespace);
  expect(paths).toEqual(expect.arrayContaining(named));
});

test("the page from token to runner shows programs that are in examples as they are there", () => {
  const page = "docs/from-token-to-runner.md";
  const folder = "examples/token-to-runner";
  const shown = (wanted: string): string[] =>
    blocksOf(page).flatMap(({ language, code }) => (language === wanted ? [code] : []));
  const programs = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith(".ts"));
  expect(programs.length).toBeGreaterThan(3);
  // The page has the commands that a program starts with in its own text.
  const program = (name: string): string =>
    read(join(folder, name)).replace(/^\/\*\n.*? \*\/\n/s, "");
  expect(shown("ts").sort()).toEqual(programs.map(program).sort());
  for (const name of programs) expect(read(page)).toContain(`](../${folder}/${name})`);
  for (const [language, example] of [
    ["yaml", "examples/yaml/Pulumi.yaml"],
    ["python", "examples/python/__main__.py"],
  ] as const) {
    const [code] = shown(language);
    expect(code).toBeDefined();
    expect(read(example)).toContain(code);
  }
});
