import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const EXAMPLES = join(__dirname, "../../../examples");
const FOLDERS = readdirSync(EXAMPLES).filter((name) =>
  statSync(join(EXAMPLES, name)).isDirectory(),
);
const PROGRAMS = FOLDERS.filter((name) => existsSync(join(EXAMPLES, name, "index.ts")));

/** The keys of the configuration that a program does not run without. */
function requiredKeys(program: string): string[] {
  const calls = program.matchAll(/\.require(?:Secret|Object|SecretObject)?(?:<.*?>)?\("(\w+)"\)/g);
  return Array.from(calls, ([, key = ""]) => key);
}

test.each(PROGRAMS)("examples/%s says how to run it, with each setting that it needs", (name) => {
  const program = readFileSync(join(EXAMPLES, name, "index.ts"), "utf8");
  const [, head = ""] = /^\/\*\n(.*?) \*\/\n/s.exec(program) ?? [];
  expect(head).toMatch(/ {3}pulumi preview/);
  const missing = requiredKeys(program).filter(
    (key) => !new RegExp(`config set (--secret )?${key}\\b`).test(head),
  );
  expect(missing).toEqual([]);
});

test("the list of the examples has each folder", () => {
  const list = readFileSync(join(EXAMPLES, "README.md"), "utf8");
  for (const name of FOLDERS) expect(list).toContain(`](${name})`);
});
