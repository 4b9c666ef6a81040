import type { Had } from "../../scripts/languages/getLanguageTools";
import type { ToolName } from "../../scripts/languages/tools";
import { onPath } from "../../scripts/setUp/onPath";

/** The variable by which the set-up shows the tests where each tool is, or why it isn't. */
const LANGUAGE_TOOLS = "GITLAB_RUNNERS_TESTS_LANGUAGE_TOOLS";

/** What the set-up gets: the tools of the engine, and packages from PyPI by their interpreter. */
export type TestTool = ToolName | "pythonPackages";
export type TestTools = Readonly<Record<TestTool, Had>>;

/** Called by the set-up: which tests are skipped is decided before they could wait for a tool. */
export function leaveLanguageTools(tools: TestTools): void {
  process.env[LANGUAGE_TOOLS] = JSON.stringify(tools);
}

/** What a test needs: what the set-up gets, or a program on PATH. */
export interface Needs<Tool extends TestTool> {
  tools: readonly Tool[];
  programs?: readonly string[];
}

/** A test that is skipped, and says why in its name, where something that it needs cannot be had. */
export function testWith<Tool extends TestTool>(
  { tools, programs = [] }: Needs<Tool>,
  name: string,
  run: (paths: Readonly<Record<Tool, string>>) => Promise<void>,
  timeout?: number,
): void {
  const left = process.env[LANGUAGE_TOOLS];
  if (left === undefined) throw new Error("the set-up has left no language tools");
  const had = JSON.parse(left) as TestTools;
  const paths: Partial<Record<TestTool, string>> = {};
  const missing: string[] = [];
  for (const tool of tools) {
    const found = had[tool];
    if ("path" in found) paths[tool] = found.path;
    else missing.push(`no ${tool}: ${found.missing.replaceAll(/\s+/g, " ")}`);
  }
  for (const program of programs)
    if (onPath(program) === undefined) missing.push(`no ${program} on PATH`);
  if (missing.length > 0) test.skip(`${name} (${missing.join("; ")})`, () => undefined);
  else test(name, () => run(paths as Record<Tool, string>), timeout);
}
