import { readFileSync } from "node:fs";
import { join } from "node:path";

import { runnerPolicies } from "../../../policies";
import { RUNNERS } from "../../../policies/judgedRunner";
import { Runner } from "../../../sdk";
import { Runner as ServedRunner } from "../../../sdk/plugin";

const DOCS = join(__dirname, "../../../docs/policies.md");

describe("the policies of runners", () => {
  test("judge resources of the types that Runner has", () => {
    expect(RUNNERS).toEqual([Runner.__pulumiType, ServedRunner.__pulumiType]);
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

  test("refuse a rule or a key that there isn't", () => {
    const refused = (configuration: object) => () => runnerPolicies(configuration);
    expect(refused({ "max-timeout": "mandatory" })).toThrow(/no rule max-timeout.*maximum-timeout/);
    expect(refused({ "token-age": { days: 3 } })).toThrow(/token-age has no key days.*maximumDays/);
    expect(refused({ "token-age": { constructor: 3 } })).toThrow(/has no key constructor/);
    expect(refused(JSON.parse('{"token-age":{"__proto__":3}}') as object)).toThrow(
      /has no key __proto__/,
    );
  });
});
