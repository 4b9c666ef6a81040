import { readFileSync } from "node:fs";

import { executorOf } from "../../../functions/delivery/executors";
import { PROCESS_KEYS, RUNNER_KEYS, named } from "../../../functions/delivery/keys/keys";
import { type Key, keysIn } from "../../../functions/delivery/keys/kinds";
import { optionName } from "../../../functions/delivery/keys/optionName";
import { ROWS } from "../../../functions/delivery/keys/table";
import { optionTypes } from "../../../scripts/runnerKeys/optionTypes";
import { FILE, formattedModule } from "../../../scripts/runnerKeys/writeOptionTypes";
import { DESCRIPTIONS, DESCRIPTIONS_OF_NAMES } from "../../../scripts/runnerKeys/descriptions";

const PATHS = ROWS.trim()
  .split("\n")
  .map((row) => row.split(" ")[0] ?? "");

const all = (keys: readonly Key[]): Key[] => keys.flatMap((key) => [key, ...all(keysIn(key.kind))]);

describe("the table of keys", () => {
  test("has each key once", () => {
    expect(new Set(PATHS).size).toBe(PATHS.length);
  });

  test("has an option for each key that no resource says, and none besides", () => {
    const ofResources = /^runners(\[\]\.(id|token|token_obtained_at|token_expires_at))?$/;
    const paths = PATHS.filter((path) => !ofResources.test(path));
    const found = all([...PROCESS_KEYS, ...RUNNER_KEYS]).map(({ path }) => path);
    expect(found.sort()).toEqual(paths.map((path) => path.replaceAll("[]", "")).sort());
  });

  test("has no two keys of one option in a table", () => {
    for (const keys of [
      PROCESS_KEYS,
      RUNNER_KEYS,
      ...all(RUNNER_KEYS).map(({ kind }) => keysIn(kind)),
    ]) {
      const options = keys.map(({ option }) => option);
      expect(new Set(options).size).toBe(options.length);
    }
  });

  test("has a flag for no two keys", () => {
    const flags = all(RUNNER_KEYS).flatMap(({ flag }) => flag ?? []);
    expect(new Set(flags).size).toBe(flags.length);
    expect(flags).toContain("--kubernetes-priority_class_name");
  });

  test.each([
    ["pull_policy", "pullPolicy"],
    ["tls-ca-file", "tlsCaFile"],
    ["enable_ipv6", "enableIpv6"],
    ["IdleCount", "idleCount"],
    ["RoleARN", "roleArn"],
    ["ServerSideEncryptionKeyID", "serverSideEncryptionKeyId"],
    ["AccessID", "accessId"],
    ["s3", "s3"],
  ])("calls %s %s", (key, option) => {
    expect(optionName(key)).toBe(option);
  });

  test("has the executors, and no others are known", () => {
    const { kind } = named(RUNNER_KEYS, "executor");
    const names = kind.is === "constant" ? kind.of : [];
    expect(names).toHaveLength(11);
    for (const name of names) expect(executorOf(name)).toBeDefined();
  });
});

describe("the types of the options", () => {
  test("are those of the table: npm run keys", () => {
    expect(readFileSync(FILE, "utf8")).toBe(formattedModule());
  });

  test("have a name each", () => {
    const names = optionTypes().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test("are described where there is something to say, and nothing is described that is not there", () => {
    const keys = all([...PROCESS_KEYS, ...RUNNER_KEYS]);
    const paths = new Set(keys.map(({ path }) => path));
    const names = new Set(keys.map(({ name }) => name));
    expect(Object.keys(DESCRIPTIONS).filter((path) => !paths.has(path))).toEqual([]);
    expect(Object.keys(DESCRIPTIONS_OF_NAMES).filter((name) => !names.has(name))).toEqual([]);
  });
});
