import { parse as yaml } from "yaml";

import { PAGES, type PageBlock, blocksOf, codeInSentences } from "./pageBlocks";
import { type ShellCommand, shellCommands } from "./shellCommands";

/** A command that a page shows. */
export interface DocsCommand {
  readonly place: string;
  readonly words: ShellCommand;
}

/** A piece of code in a sentence that is a command of ours or of the tools that readers use. */
const IN_SENTENCE = /^(?:pulumi [a-z]|npm run |npx )/;

/**
 * Every command of README and docs: those in blocks for a shell, in the scripts of pipelines, and in
 * sentences.
 */
export function docsCommands(): DocsCommand[] {
  return PAGES.flatMap((page) => [
    ...blocksOf(page).flatMap((block) =>
      scriptsOf(block).map((script) => ({ place: block.place, script })),
    ),
    ...codeInSentences(page)
      .filter((code) => IN_SENTENCE.test(code))
      .map((script) => ({ place: page, script })),
  ]).flatMap(({ place, script }) => shellCommands(script).map((words) => ({ place, words })));
}

/** Whether a block is a `.gitlab-ci.yml`. */
export function isPipeline({ language, code }: PageBlock): boolean {
  return language === "yaml" && /^ +script:/m.test(code);
}

function scriptsOf(block: PageBlock): string[] {
  if (block.language === "sh") return [block.code];
  if (!isPipeline(block)) return [];
  const pipeline = yaml(block.code, { merge: true }) as Record<string, unknown>;
  return Object.values(pipeline).flatMap((job) => {
    const { before_script: before = [], script = [] } = (job ?? {}) as {
      before_script?: unknown[];
      script?: unknown[];
    };
    // GitLab takes texts only; the linter says so of anything else.
    return [...before, ...script].filter((line) => typeof line === "string");
  });
}
