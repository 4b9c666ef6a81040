import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { docsCommands } from "../helpers/docsCommands";

const run = promisify(execFile);

/** The engine's commands, as `stack output`, with the options of each: what it completes in a shell. */
async function engineCommands(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { stdout } = await run("pulumi", ["gen-completion", "bash"]);
  const functions = stdout.matchAll(/^_pulumi_([\w-]+)\(\)\n\{\n([\s\S]*?)^\}/gm);
  return new Map(
    Array.from(functions, ([, name = "", body = ""]) => [
      name.replaceAll("_", " "),
      new Set(Array.from(body.matchAll(/flags\+=\("(--?[\w-]+)=?"\)/g), ([, flag = ""]) => flag)),
    ]),
  );
}

test("the engine has each command and option that README and docs name", async () => {
  const commands = await engineCommands();
  const named = docsCommands().filter(({ words }) => words[0] === "pulumi");
  expect(named.length).toBeGreaterThan(80);
  const unknown = named.flatMap(({ place, words: [, first = "", second, ...rest] }) => {
    const isGroup = [...commands.keys()].some((name) => name.startsWith(`${first} `));
    const command =
      isGroup && second !== undefined && !second.startsWith("-") ? `${first} ${second}` : first;
    const options = commands.get(command);
    if (options === undefined) return [`${place}: pulumi ${command}`];
    return [second ?? "", ...rest]
      .filter((word) => word.startsWith("-"))
      .map((word) => word.replace(/=.*/, ""))
      .filter((word) => !options.has(word))
      .map((word) => `${place}: pulumi ${command} ${word}`);
  });
  expect(unknown).toEqual([]);
});
