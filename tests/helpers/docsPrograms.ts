import { PAGES, blocksOf } from "./pageBlocks";
import { tutorialPrograms } from "./tutorial";

/** What the pages' pieces of programs take for there, by name. */
const GIVEN: Readonly<Record<string, string>> = {
  runner: "declare const runner: Runner;",
  app: "declare const app: Runner;",
  deploy: "declare const deploy: Runner;",
  builds: "declare const builds: Runner;",
  train: "declare const train: Runner;",
  name: "declare const name: string;",
  runnerId: "declare const runnerId: number;",
  euToken: "declare const euToken: string;",
  authenticationToken: "declare const authenticationToken: string;",
  gitlab: "declare const gitlab: Emulator;",
};

/** The names of the package's entries that a piece may use without an import. */
const ENTRIES: Readonly<Record<string, readonly string[]>> = {
  "pulumi-gitlab-runners": [
    "ProjectRunnerAssignment",
    "Provider",
    "Runner",
    "RunnerAssignments",
    "RunnerProcess",
    "RunnerReady",
    "RunnerTokenLifetimes",
    "StaleRunnerCleanup",
    "requireTagCoverage",
  ],
  "pulumi-gitlab-runners/emulator": ["Emulator", "Seed"],
};

/**
 * The programs in TypeScript and JavaScript of README and docs, each as a module that can be compiled, by file
 * name. A block that another test holds may use what the modules of the docs do not have.
 */
export function docsPrograms(): Readonly<Record<string, string>> {
  const programs: Record<string, string> = {};
  for (const { place, language, code, heldBy } of PAGES.flatMap(blocksOf))
    if ((language === "ts" || language === "js") && heldBy === undefined)
      programs[`${place.replace(/\W/g, "-")}.${extensionOf(code)}`] = moduleOf(code);
  for (const [index, program] of tutorialPrograms().entries())
    programs[`docs-tutorial-after-${index + 1}-edits.ts`] = program;
  return programs;
}

/** Pulumi's programs are CommonJS, in which no module waits. */
function extensionOf(code: string): string {
  return /^await /m.test(code) ? "mts" : "ts";
}

function moduleOf(code: string): string {
  // What a program in JavaScript requires, the compiler knows as an import.
  if (/^const \{.*\} = require\(/m.test(code))
    return code.replace(/^const (\{.*\}) = require\((".*?")\);$/gm, "import $1 from $2;");
  // A piece that is an object shows a seed.
  const program = code.startsWith("{") ? `export const seed: Seed = ${code}` : code;
  const given = Object.entries(GIVEN)
    .filter(([name]) => uses(program, name) && !declares(program, name))
    .map(([, declaration]) => declaration);
  const all = [...given, program].join("\n");
  const imports = Object.entries(ENTRIES).map(([entry, names]) => {
    const needed = names.filter((name) => uses(all, name) && !imported(program, name));
    return needed.length === 0 ? "" : `import { ${needed.join(", ")} } from "${entry}";`;
  });
  const pulumi = /\bpulumi\./.test(program) && !/ as pulumi\b/.test(program);
  return [
    ...(pulumi ? ['import * as pulumi from "@pulumi/pulumi";'] : []),
    ...imports,
    all,
    "export {};",
  ].join("\n");
}

function uses(code: string, name: string): boolean {
  return new RegExp(`(?<![.\\w"])${name}\\b(?!\\s*:)`).test(code);
}

function declares(code: string, name: string): boolean {
  return new RegExp(`\\b(?:const|let) (?:\\[)?${name}\\b`).test(code);
}

function imported(code: string, name: string): boolean {
  return new RegExp(`^import \\{[^}]*\\b${name}\\b`, "m").test(code);
}
