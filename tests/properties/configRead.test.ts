import { type TomlTable, type TomlValue, parse } from "smol-toml";

import type { FileTable } from "../../cli/config/configFile";
import { type Literal, Secret, Variable } from "../../cli/config/literals";
import { programOf } from "../../cli/config/program";
import { DELIVERIES } from "../../functions";
import { type Given, processOptions } from "./helpers/options";
import { holds } from "./helpers/property";

interface Process {
  readonly runners: readonly object[];
}

/** The file of a process, each runner of which has the outputs of its resource. */
function written(option: unknown): Promise<string> {
  const { runners, ...global } = option as Process;
  const known = runners.map((runner, index) => ({
    ...runner,
    id: index + 1,
    token: `glrt-${index}`,
  }));
  const process = { ...global, runners: known };
  return DELIVERIES.configToml.run(
    { form: "process", process },
    () => "https://gitlab.example.com",
  );
}

/** What a path such as `runners[0]."a.b"` names. */
function valueAt(file: TomlTable, path: string): TomlValue {
  const names = path.match(/"(?:[^"\\]|\\.)*"|[^.[\]]+/g) ?? [];
  const keys = names.map((name) => (name.startsWith('"') ? (JSON.parse(name) as string) : name));
  return keys.reduce<TomlValue>((value, key) => (value as TomlTable)[key] as TomlValue, file);
}

/** The options as a program has them that runs with the secrets of the file. */
function known(value: Literal, file: TomlTable): unknown {
  if (value instanceof Secret) return valueAt(file, value.path);
  if (Array.isArray(value)) return value.map((item) => known(item, file));
  if (!(value instanceof Map)) return value;
  const entries = Array.from(value).filter(([, item]) => !(item instanceof Variable));
  return Object.fromEntries(entries.map(([key, item]) => [key, known(item, file)]));
}

test("whatever RunnerProcess has written, config read finds the options that write it again", async () => {
  const statement = async ({ option }: Given): Promise<void> => {
    const file = parse(await written(option));
    const { options, missing } = programOf(file as FileTable);
    expect(missing).toEqual([]);
    expect(parse(await written(known(options, file)))).toEqual(file);
  };
  await holds(processOptions, statement, { runs: 200 });
});
