import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { type Seed, startEmulator } from "../../../emulator";

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

test("the seed for the first stack has the projects that the README's program names", async () => {
  const [, json = ""] = /```json\n(.*?)```/s.exec(read("docs/emulator.md")) ?? [];
  const [, program = ""] = /`index\.ts`:\s+```ts\n(.*?)```/s.exec(read("README.md")) ?? [];
  const named = Array.from(program.matchAll(/projectId: "([^"]+)"/g), ([, path = ""]) => path);
  expect(named).toHaveLength(2);
  const gitlab = await startEmulator({ seed: JSON.parse(json) as Seed });
  try {
    for (const path of named) {
      const answer = await fetch(`${gitlab.url}/api/v4/projects/${encodeURIComponent(path)}`, {
        headers: { "PRIVATE-TOKEN": gitlab.tokens["root"] ?? "" },
      });
      expect([path, answer.status]).toEqual([path, 200]);
    }
  } finally {
    await gitlab.close();
  }
});
