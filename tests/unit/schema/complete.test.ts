import { readFileSync } from "node:fs";
import { join } from "node:path";
import { KEYS } from "../../../gitlab/settings/keys";
import { RESULT_NAMES } from "../../../plugin/functionResults";
import { optionTypes } from "../../../scripts/runnerKeys/optionTypes";
import { packageSchema } from "../../../scripts/schema/packageSchema";
import * as sdk from "../../../sdk";

const ROOT = join(__dirname, "../../..");
const schema = packageSchema(ROOT);
const token = (name: string) => `gitlab-runners:index:${name}`;

/** The properties that an interface declares itself, read from its text. */
function declared(file: string, name: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const [, body = ""] = new RegExp(`interface ${name} [^{]*{\n([\\s\\S]*?)\n}`).exec(text) ?? [];
  const names = [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??:/gm)].map(([, key = ""]) => key);
  if (names.length === 0) throw new Error(`${file} declares no property of ${name}`);
  return names;
}

function sorted(names: Iterable<string>): string[] {
  return [...names].sort();
}

/** Types of options of which others consist. */
const SECTIONS = ["SharedProcessOptions", "ProcessOptions", "SharedRunnerOptions"];

describe("the schema has every argument of the SDK and no other", () => {
  test.each([
    ["Runner", "sdk/runner.ts"],
    ["ProjectRunnerAssignment", "sdk/projectRunnerAssignment.ts"],
    ["RunnerAssignments", "sdk/runnerAssignments.ts"],
    ["RunnerReady", "sdk/runnerReady.ts"],
    ["RunnerTokenLifetimes", "sdk/runnerTokenLifetimes.ts"],
    ["StaleRunnerCleanup", "sdk/staleRunnerCleanup.ts"],
  ])("of %s", (name, file) => {
    const { inputProperties = {} } = schema.resources[token(name)] ?? {};
    expect(sorted(Object.keys(inputProperties))).toEqual(sorted(declared(file, `${name}Args`)));
  });

  test("of the provider", () => {
    const names = declared("sdk/provider.ts", "ProviderArgs");
    expect(sorted(Object.keys(schema.provider.inputProperties))).toEqual(sorted(names));
  });

  test("of the configuration, as the plugin takes it", () => {
    expect(sorted(Object.keys(schema.config.variables))).toEqual(sorted(Object.keys(KEYS)));
  });

  const LIST = ["runnerLists", "GetRunnersArgs", "GetRunnersDetailsArgs"];
  test.each([
    ["getRunner", ["runner", "GetRunnerArgs"]],
    ["getRunnerManagers", ["runner", "GetRunnerArgs"]],
    ["getRunnerProjects", ["runner", "GetRunnerArgs"]],
    ["getRunnerJobs", ["jobs", "GetRunnerJobsArgs"]],
    ["getRunners", LIST],
    ["getAllRunners", LIST],
    ["getProjectRunners", [...LIST, "GetProjectRunnersArgs"]],
    ["getGroupRunners", [...LIST, "GetGroupRunnersArgs"]],
    ["getFleetFigures", ["fleetFigures", "GetFleetFiguresArgs"]],
    ["getRunnerAccess", ["runnerAccess", "GetRunnerAccessArgs"]],
    ["getTagCoverage", ["tagCoverage", "GetTagCoverageArgs"]],
    ["verifyRunnerToken", ["verifyRunnerToken", "VerifyRunnerTokenArgs"]],
  ])("of %s", (name, [file = "", ...interfaces]) => {
    const names = interfaces.flatMap((each) => declared(`functions/${file}.ts`, each));
    const { inputs } = schema.functions[token(name)] ?? {};
    expect(sorted(Object.keys(inputs?.properties ?? {}))).toEqual(sorted(names));
  });

  const ofOptions = optionTypes().filter(({ name }) => !SECTIONS.includes(name));
  test.each(ofOptions.map(({ name, keys }) => [name, keys] as const))("of %s", (name, keys) => {
    const found = schema.types[token(name)];
    const options = keys.map(({ option }) => option);
    expect(sorted(Object.keys(found?.type === "object" ? found.properties : {}))).toEqual(
      sorted(options),
    );
  });
});

test("the schema has the resources of the SDK and no other", () => {
  const classes = [
    "Runner",
    "ProjectRunnerAssignment",
    "RunnerAssignments",
    "RunnerReady",
    "RunnerTokenLifetimes",
    "StaleRunnerCleanup",
  ];
  expect(sorted(Object.keys(schema.resources))).toEqual(sorted(classes.map(token)));
  const exported = Object.keys(sdk).filter(
    (name) => /^[A-Z]/.test(name) && name !== "Provider" && name !== "RunnerProcess",
  );
  expect(sorted(exported)).toEqual(sorted(classes));
});

test("the schema has the functions of the SDK that ask GitLab, the methods that set a runner up and no other", () => {
  const asking = Object.keys(sdk).filter((name) => /^(get|verify)/.test(name));
  const plain = asking.filter((name) => !name.endsWith("Output"));
  const all = [sdk.Runner, sdk.RunnerProcess].flatMap(({ prototype }) =>
    Object.getOwnPropertyNames(prototype),
  );
  const methods = new Set(all.filter((name) => name !== "constructor"));
  expect(sorted(Object.keys(schema.functions))).toEqual(sorted([...plain, ...methods].map(token)));
});

test("every list has the name that the plugin gives it", () => {
  for (const [name, property] of Object.entries(RESULT_NAMES)) {
    const { outputs } = schema.functions[token(name)] ?? {};
    expect(Object.keys(outputs?.properties ?? {})).toEqual([property]);
  }
});

describe("references in the schema", () => {
  const references = new Set(
    [...JSON.stringify(schema).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target = ""]) => target),
  );
  references.delete("pulumi.json#/Any");

  test("lead to a type, and every type is referred to", () => {
    const targets = Object.keys(schema.types).map((name) => `#/types/${name}`);
    expect(sorted(references)).toEqual(sorted(targets));
  });
});
