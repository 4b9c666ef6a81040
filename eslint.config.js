"use strict";

const { defineConfig } = require("eslint/config");
const tseslint = require("typescript-eslint");

const WRITERS = [
  "cli/terminal.ts",
  "provider/dynamic/configure.ts",
  "plugin/engineLog.ts",
  "plugin/main.ts",
];

const borders = require("./borders");

module.exports = defineConfig(
  { ignores: ["dist/", "coverage/", "**/node_modules/"] },
  tseslint.configs.strictTypeChecked,
  {
    // One program for all, as the check of types has it: an example may have a tsconfig.json for its
    // users, by which the package is the compiled one.
    languageOptions: { parserOptions: { project: "tsconfig.json", tsconfigRootDir: __dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Node's runner of tests waits for them.
      "@typescript-eslint/no-floating-promises": [
        "error",
        {
          allowForKnownSafeCalls: [
            { from: "package", name: ["before", "test"], package: "node:test" },
          ],
        },
      ],
      // `== null` asks for null and undefined at once.
      eqeqeq: ["error", "always", { null: "ignore" }],
    },
  },
  {
    // What is from outside gets out through a place that escapes it.
    files: ["cli/**", "gitlab/**", "functions/**", "provider/**", "plugin/**", "sdk/**"],
    ignores: WRITERS,
    rules: {
      "no-console": "error",
      "no-restricted-properties": [
        "error",
        ...["stdout", "stderr"].map((property) => ({
          object: "process",
          property,
          message: `Only ${WRITERS.join(" and ")} write, and escape what they write.`,
        })),
      ],
    },
  },
  ...borders.map(({ folder, forbidden }) => ({
    files: [`${folder}/**`],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: forbidden, message: "See CONTRIBUTING.md, folders." }] },
      ],
    },
  })),
  { files: ["**/*.{js,cjs}"], ...tseslint.configs.disableTypeChecked },
  // Of the providers that they use, tests/clients/providers.test.ts has the types.
  {
    files: ["examples/rotation/{kubernetes,secretManager}.ts"],
    ...tseslint.configs.disableTypeChecked,
  },
  { files: ["**/*.{js,cjs}"], rules: { "@typescript-eslint/no-require-imports": "off" } },
);
