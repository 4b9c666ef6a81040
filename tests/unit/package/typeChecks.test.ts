import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

const ROOT = join(__dirname, "../../..");
const EXAMPLES = join(ROOT, "examples");
const read = (...path: string[]): string => readFileSync(join(...path), "utf8");

interface Project {
  runtime: string | { options?: { typescript?: boolean; tsconfig?: string } };
}

/** The options of an example's runtime, where it is a project of its own in TypeScript. */
function options(example: string): { tsconfig?: string } | undefined {
  const file = join(EXAMPLES, example, "Pulumi.yaml");
  if (!existsSync(file)) return undefined;
  const { runtime } = parse(read(file)) as Project;
  return typeof runtime === "object" && runtime.options?.typescript === true
    ? runtime.options
    : undefined;
}

const TYPESCRIPT = readdirSync(EXAMPLES).filter((example) => options(example) !== undefined);

test("the examples in TypeScript are found", () => {
  expect(TYPESCRIPT).toEqual([
    "access",
    "coverage",
    "fleet",
    "gitops",
    "jobs",
    "migrating",
    "reading",
    "rotation",
    "token-to-runner",
    "tokens",
  ]);
});

test.each(TYPESCRIPT)("%s has Pulumi leave its types to tsc", (example) => {
  const { tsconfig = "" } = options(example) ?? {};
  // Pulumi does not look at what the file extends.
  expect(JSON.parse(read(EXAMPLES, example, tsconfig))).toMatchObject({
    compilerOptions: { noCheck: true },
  });
  // The compiler that Pulumi brings refuses the option.
  const { devDependencies } = JSON.parse(read(EXAMPLES, example, "package.json")) as {
    devDependencies: Record<string, string>;
  };
  expect(devDependencies["typescript"]).toMatch(/^\^[6-9]\./);
});

test("the docs show the file that examples/gitops has", () => {
  const { tsconfig = "" } = options("gitops") ?? {};
  const [, shown = ""] =
    /write `tsconfig\.pulumi\.json`:\s+```json\n(.*?)```/s.exec(
      read(ROOT, "docs/type-checks.md"),
    ) ?? [];
  expect(shown).toBe(read(EXAMPLES, "gitops", tsconfig));
});
