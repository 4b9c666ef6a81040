import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { membersOfExported } from "../../../scripts/schema/members";
import { Sources } from "../../../scripts/schema/sources";
import { TypeReader } from "../../../scripts/schema/typeReader";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "schema-"));
  mkdirSync(join(root, "sdk"));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

/** The schema of the interface `Args` of an SDK that consists of one file. */
function read(text: string) {
  writeFileSync(join(root, "sdk", "index.ts"), text);
  const reader = new TypeReader(new Sources(root));
  return reader.object(membersOfExported(reader.sources, "Args"), "input");
}

describe("what the schema cannot say", () => {
  test.each([
    ["any", "any"],
    ["unknown", "unknown"],
    ["symbol", "symbol"],
    ["null", "string | null"],
    ["a number that is a constant", "1 | 2"],
    ["a tuple", "[string, number]"],
    ["a function", "() => string"],
    ["a type of elsewhere", "Date"],
    ["a type of another package", "pulumi.Resource"],
    ["a type of types", "Partial<Other>"],
    ["keys that are no texts", "Record<number, string>"],
    ["what a list holds", "unknown[]"],
    ["what an Input holds", "pulumi.Input<bigint>"],
  ])("is an error that names the place: %s", (_what, type) => {
    const text = [
      'import type * as pulumi from "@pulumi/pulumi";',
      "export interface Other { one: string }",
      `export interface Args {\n  value: ${type};\n}`,
    ];
    expect(() => read(text.join("\n"))).toThrow(/sdk\/index\.ts:4:\d+: .*schema.*|keys must be/);
  });

  test("is a method", () => {
    expect(() => read("export interface Args {\n  run(): string;\n}")).toThrow(
      /sdk\/index\.ts:2:3: the schema has properties only: run\(\)/,
    );
  });

  test("is a name that two types have", () => {
    const text = `
      export interface Args { one: { two: Twin<string> }; three: Twin<boolean> }
      interface Twin<T> { value: T }`;
    expect(() => read(text)).toThrow("two types are called Twin");
  });
});

test("what it can say it finds through names, parameters and several files", () => {
  writeFileSync(
    join(root, "sdk", "other.ts"),
    `export interface Base<T> {
      /** Of {@link Args}. */
      base?: readonly T[] | undefined;
    }
    export const WORDS = ["one-word", "two"] as const;
    export type Word = (typeof WORDS)[number];`,
  );
  const text = `import { type Base, type Word } from "./other";
    export interface Args extends Base<pulumi.Input<boolean>> { word: pulumi.Input<Word> }`;
  expect(read(text)).toEqual({
    type: "object",
    properties: {
      base: { type: "array", items: { type: "boolean" }, description: "Of `Args`." },
      word: {
        oneOf: [{ type: "string" }, { type: "string", $ref: "#/types/gitlab-runners:index:Word" }],
      },
    },
    required: ["word"],
  });
});
