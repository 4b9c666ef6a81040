import { join } from "node:path";
import { ACCESS_LEVELS, JOB_STATUSES, RUNNER_TYPES } from "../../../gitlab/payloads/schemas";
import { SECRET_KEYS } from "../../../gitlab/settings/keys";
import { assignmentArguments } from "../../../provider/handlers/projectRunnerAssignment";
import { assignmentsArguments } from "../../../provider/handlers/runnerAssignments";
import { readyArguments } from "../../../provider/handlers/runnerReady";
import { lifetimeArguments } from "../../../provider/handlers/runnerTokenLifetimes";
import { cleanupArguments } from "../../../provider/handlers/staleRunnerCleanup";
import { runnerArguments } from "../../../provider/runner/runnerArguments";
import { packageSchema } from "../../../scripts/schema/packageSchema";
import type { PropertySpec } from "../../../scripts/schema/spec";

/*
 * The schema is made of the SDK's interfaces, and the provider goes by its tables: what both say of an
 * argument must be the same.
 */

const schema = packageSchema(join(__dirname, "../../.."));
const token = (name: string) => `gitlab-runners:index:${name}`;

function inputsOf(name: string): Record<string, PropertySpec> {
  const found = schema.resources[token(name)];
  if (found === undefined) throw new Error(`no resource ${name}`);
  return found.inputProperties;
}

function names<Entry>(table: Readonly<Record<string, Entry>>, is: (entry: Entry) => unknown) {
  return Object.keys(table)
    .filter((name) => is(table[name] as Entry))
    .sort();
}

interface Entry {
  readonly secret?: boolean;
  readonly changing?: string;
  readonly default?: unknown;
  readonly required?: boolean;
  readonly schema: unknown;
}
const TABLE: Readonly<Record<string, Entry>> = runnerArguments;

describe("the schema says of the arguments of a runner what the table says", () => {
  const inputs = inputsOf("Runner");

  test("which are secrets", () => {
    expect(names(inputs, ({ secret }) => secret)).toEqual(names(TABLE, ({ secret }) => secret));
  });

  test("which replace the runner, if only at times in its description", () => {
    const replacing = names(TABLE, ({ changing }) => changing === "replaces");
    expect(replacing).toContain("authenticationToken");
    expect(names(inputs, ({ willReplaceOnChanges }) => willReplaceOnChanges)).toEqual(
      replacing.filter((name) => name !== "authenticationToken"),
    );
    expect(
      names(inputs, ({ description = "" }) => /Changing it .*replaces/.test(description)),
    ).toEqual(replacing);
  });

  test("what leaving them out means", () => {
    for (const [name, { default: fallback }] of Object.entries(TABLE)) {
      if (typeof fallback !== "boolean" && typeof fallback !== "string") continue;
      const { description = "" } = inputs[name] ?? {};
      expect([name, description.toLowerCase()]).toEqual([
        name,
        expect.stringMatching(new RegExp(`\\b${String(fallback)}\`? by default`)),
      ]);
    }
  });
});

test.each<[string, Readonly<Record<string, Entry>>]>([
  ["Runner", runnerArguments],
  ["ProjectRunnerAssignment", assignmentArguments],
  ["RunnerAssignments", assignmentsArguments],
  ["RunnerReady", readyArguments],
  ["RunnerTokenLifetimes", lifetimeArguments],
  ["StaleRunnerCleanup", cleanupArguments],
])("the schema requires the arguments of %s that the table requires", (name, table) => {
  const { requiredInputs = [] } = schema.resources[token(name)] ?? {};
  expect([...requiredInputs].sort()).toEqual(names(table, ({ required }) => required));
});

test("the keys of the configuration that are secrets are those of the table", () => {
  expect(names(schema.config.variables, ({ secret }) => secret)).toEqual([...SECRET_KEYS].sort());
});

test.each<[string, readonly string[]]>([
  ["RunnerType", RUNNER_TYPES],
  ["AccessLevel", ACCESS_LEVELS],
  ["JobStatus", JOB_STATUSES],
])("the enum %s has the values that the client of GitLab knows", (name, values) => {
  const type = schema.types[token(name)];
  if (type?.type !== "string") throw new Error(`no enum ${name}`);
  expect(type.enum.map(({ value }) => value)).toEqual(values);
});
