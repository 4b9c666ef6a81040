import { execFileSync, spawnSync } from "node:child_process";

import fc from "fast-check";
import { parse } from "smol-toml";

import { DELIVERIES } from "../../functions";
import { onPath } from "../../scripts/setUp/onPath";
import { type Given, processOptions } from "./helpers/options";
import { holds } from "./helpers/property";

const url = (): string => "https://gitlab.example.com/api/v4";

interface Process {
  readonly runners: readonly object[];
}

/** As a program gives them, each runner with the outputs of its resource. */
function withOutputs(option: unknown): Process {
  const { runners, ...global } = option as Process;
  return {
    ...global,
    runners: runners.map((runner, index) => ({ id: index + 1, token: `glrt-${index}`, ...runner })),
  };
}

const OF_RESOURCES = ["id", "token", "name", "url"];

/** What is in the file, without what it says of a runner that is no option. */
function optionsIn(file: Record<string, unknown>): unknown {
  const runners = (file["runners"] as Record<string, unknown>[]).map((runner) =>
    Object.fromEntries(Object.entries(runner).filter(([name]) => !OF_RESOURCES.includes(name))),
  );
  return { ...file, runners };
}

const written = (option: unknown): Promise<string> =>
  DELIVERIES.configToml.run({ form: "process", process: withOutputs(option) }, url);

test("any options come back from config.toml as they were", async () => {
  const statement = async ({ option, toml }: Given): Promise<void> => {
    expect(optionsIn(parse(await written(option)))).toEqual(toml);
  };
  await holds(processOptions, statement, { runs: 300 });
});

/** A reader of TOML 1.0 that is none of JavaScript's: Python has one since 3.11. */
const READER = `
import json, sys, tomllib
print(json.dumps([tomllib.loads(text) for text in json.load(sys.stdin)]))
`;
const python = onPath("python3");
const lacks = ((): string | undefined => {
  if (python === undefined) return "no python3 on PATH";
  const { status } = spawnSync(python, ["-c", "import tomllib"]);
  return status === 0 ? undefined : "python3 is older than 3.11";
})();

(lacks === undefined ? test : test.skip)(
  `another reader of TOML finds the same${lacks === undefined ? "" : ` (skipped: ${lacks})`}`,
  async () => {
    const given = fc.sample(processOptions, 200);
    const texts = await Promise.all(given.map(({ option }) => written(option)));
    const read = execFileSync(python ?? "", ["-c", READER], {
      input: JSON.stringify(texts),
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    const files = JSON.parse(read) as Record<string, unknown>[];
    expect(files.map(optionsIn)).toEqual(given.map(({ toml }) => toml));
  },
);
