import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";

import { runnerPolicies } from "../../../policies";
import type { RunnerPolicyConfiguration } from "../../../policies";
import { LIFETIMES } from "../../../policies/judgedLifetimes";
import { RUNNERS } from "../../../policies/judgedRunner";
import { Runner, RunnerTokenLifetimes } from "../../../sdk";
import { Runner as ServedRunner, RunnerTokenLifetimes as Served } from "../../../sdk/plugin";

const DOCS = join(__dirname, "../../../docs/policies.md");

describe("the policies of runners", () => {
  test("judge resources of the types that Runner has", () => {
    expect(RUNNERS).toEqual([Runner.__pulumiType, ServedRunner.__pulumiType]);
    expect(LIFETIMES).toEqual([RunnerTokenLifetimes.__pulumiType, Served.__pulumiType]);
  });

  /** What a rule reports of a resource with its defaults, by both types. */
  function reported(
    types: readonly string[],
    props: Record<string, unknown>,
    configuration: RunnerPolicyConfiguration,
  ): (string[] | undefined)[] {
    const [name] = Object.keys(configuration);
    const policy = runnerPolicies(configuration).find((each) => each.name === name);
    const { validateResource, configSchema } = policy as ResourceValidationPolicy;
    const defaults = Object.fromEntries(
      Object.entries(configSchema?.properties ?? {}).map(([key, schema]) => [key, schema.default]),
    );
    return types.map((type) => {
      const reports: string[] = [];
      const args = { type, name: "it", urn: "", props, opts: {}, getConfig: () => defaults };
      for (const validate of [validateResource].flat())
        void validate?.(args as unknown as ResourceValidationArgs, (text) => reports.push(text));
      return reports;
    });
  }
  const DAYS = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
  const DUO = { runnerType: "group_type", tagList: ["docker", "gitlab--duo"], groupId: 7 };
  const OF_PROJECT = { ...DUO, runnerType: "project_type", groupId: undefined, projectId: 11 };
  const RUNNER = { runnerType: "instance_type" };
  const TEN = { "token-lifetime": { maximumDays: 10 } };

  test.each([
    [RUNNERS, DUO, { "ai-flow-runner": {} }, /^runner "it": tagList: /],
    [RUNNERS, DUO, { "ai-flow-runner": { groupIds: [8], projectIds: [7] } }, /tagList/],
    [RUNNERS, DUO, { "ai-flow-runner": { groupIds: [7] } }, undefined],
    [RUNNERS, OF_PROJECT, { "ai-flow-runner": { projectIds: [11] } }, undefined],
    [RUNNERS, { ...DUO, tagList: ["docker"] }, { "ai-flow-runner": {} }, undefined],
    [RUNNERS, { ...RUNNER, tokenExpiresAt: DAYS(11) }, TEN, /^runner "it": tokenExpiresAt: /],
    [RUNNERS, { ...RUNNER, tokenExpiresAt: DAYS(9) }, TEN, undefined],
    [RUNNERS, { ...RUNNER, rotation: { everyDays: 11 } }, TEN, /^runner "it": rotation: /],
    [RUNNERS, { ...RUNNER, rotation: { everyDays: 10 } }, TEN, undefined],
    [
      LIFETIMES,
      { projectRunnerTokenExpirationInterval: 864_001 },
      TEN,
      /^RunnerTokenLifetimes "it": projectRunnerTokenExpirationInterval: .*864000 seconds/,
    ],
    [LIFETIMES, { projectRunnerTokenExpirationInterval: 864_000 }, TEN, undefined],
    [LIFETIMES, { projectRunnerTokenExpirationInterval: 864_001 }, { "token-age": {} }, undefined],
  ])("judge %j with %j by %j", (types, props, configuration, message) => {
    const expected = message ? [expect.stringMatching(message)] : [];
    expect(reported(types, props, configuration)).toEqual([expected, expected]);
  });

  test("are described in the docs: level, keys and defaults of each", () => {
    const rows = runnerPolicies().map(({ name, description, enforcementLevel, configSchema }) => {
      const keys = Object.entries(configSchema?.properties ?? {})
        .filter(([key]) => key !== "except")
        .map(([key, schema]) => `\`${key}\`: \`${JSON.stringify(schema.default)}\``);
      return [`\`${name}\``, description.replace(/\.$/, ""), enforcementLevel, keys.join(", ")];
    });
    const table = readFileSync(DOCS, "utf8")
      .split("\n")
      .filter((line) => line.startsWith("| `"))
      .map((line) =>
        line
          .split("|")
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
    expect(table).toEqual(rows);
  });

  test("take what differs from their defaults", () => {
    const configured = runnerPolicies({
      all: "advisory",
      "maximum-timeout": { maximumSeconds: 7200 },
      "token-age": "disabled",
      "locked-project-runner": { except: ["shared"], enforcementLevel: "mandatory" },
    });
    const byName = Object.fromEntries(configured.map((policy) => [policy.name, policy]));
    expect(byName["maximum-timeout"]).toMatchObject({
      enforcementLevel: "advisory",
      configSchema: { properties: { maximumSeconds: { type: "integer", default: 7200 } } },
    });
    expect(byName["token-age"]).toMatchObject({ enforcementLevel: "disabled" });
    expect(byName["locked-project-runner"]).toMatchObject({
      enforcementLevel: "mandatory",
      configSchema: { properties: { except: { default: ["shared"] } } },
    });
  });

  test("keep their level when they are given a key", () => {
    const [, deploy] = runnerPolicies({ "protected-deploy-runner": { tags: ["prod"] } });
    expect(deploy).toMatchObject({
      name: "protected-deploy-runner",
      enforcementLevel: "mandatory",
    });
  });

  test("keep a default where a key is left undefined", () => {
    const given = { "project-count": { maximum: undefined } } as object;
    const policy = runnerPolicies(given).find(({ name }) => name === "project-count");
    expect(policy?.configSchema?.properties["maximum"]).toMatchObject({ default: 100 });
  });

  test("refuse a rule or a key that there isn't", () => {
    const refused = (configuration: object) => () => runnerPolicies(configuration);
    expect(refused({ "max-timeout": "mandatory" })).toThrow(/no rule max-timeout.*maximum-timeout/);
    expect(refused({ "token-age": { days: 3 } })).toThrow(/token-age has no key days.*maximumDays/);
    expect(refused({ "token-age": { constructor: 3 } })).toThrow(/has no key constructor/);
    expect(refused(JSON.parse('{"token-age":{"__proto__":3}}') as object)).toThrow(
      /has no key __proto__/,
    );
  });

  test.each<[configuration: object, message: string]>([
    [
      { "project-count": { maximum: -1 } },
      "project-count.maximum must be a whole number, 1 or more, not -1",
    ],
    [{ "runner-naming": { pattern: 5 } }, "runner-naming.pattern must be a text, not 5"],
    [
      { "shared-runner-groups": { groups: "acme" } },
      'shared-runner-groups.groups must be a list of texts, not "acme"',
    ],
    [
      { "token-age": "mandatry" },
      'the level of token-age must be one of advisory, mandatory, disabled, not "mandatry"',
    ],
    [{ "token-age": { enforcementLevel: 1 } }, "the level of token-age must be"],
    [{ all: "on" }, 'all must be one of advisory, mandatory, disabled, not "on"'],
    [{ "token-age": { except: ["a", 1] } }, "token-age.except must be a list of texts"],
    [
      { "minimum-runner-version": { minimum: "abc" } },
      "minimum-runner-version.minimum must be a text that matches",
    ],
    [{ "maximum-timeout": false }, "maximum-timeout must be a level or an object of its keys"],
    [
      { "maximum-timeout": null },
      "maximum-timeout must be a level or an object of its keys, not null",
    ],
    [[], "the configuration of the rules must be an object"],
  ])("refuse %j", (configuration, message) => {
    expect(() => runnerPolicies(configuration)).toThrow(message);
  });
});
