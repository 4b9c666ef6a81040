import { join } from "node:path";
import { readSettings } from "../../../gitlab/settings/settings";
import { packageSchema } from "../../../scripts/schema/packageSchema";
import type { FunctionSpec, ResourceSpec } from "../../../scripts/schema/spec";

const schema = packageSchema(join(__dirname, "../../.."));
const token = (name: string) => `gitlab-runners:index:${name}`;
const ref = (name: string) => ({ $ref: `#/types/${token(name)}` });
const ID = { oneOf: [{ type: "integer" }, { type: "string" }] };

function resource(name: string): ResourceSpec {
  const found = schema.resources[token(name)];
  if (found === undefined) throw new Error(`no resource ${name}`);
  return found;
}

function dataFunction(name: string): FunctionSpec {
  const found = schema.functions[token(name)];
  if (found === undefined) throw new Error(`no function ${name}`);
  return found;
}

function type(name: string) {
  const found = schema.types[token(name)];
  if (found?.type !== "object") throw new Error(`no object ${name}`);
  return found;
}

function secretsOf(properties: ResourceSpec["inputProperties"] = {}): string[] {
  return Object.keys(properties).filter((name) => properties[name]?.secret);
}

function replacing({ inputProperties }: ResourceSpec): string[] {
  return Object.keys(inputProperties)
    .filter((name) => inputProperties[name]?.willReplaceOnChanges)
    .sort();
}

describe("a resource in the schema", () => {
  const runner = resource("Runner");

  test("marks its credentials as secrets, as inputs and as outputs", () => {
    expect(secretsOf(runner.inputProperties)).toEqual(["registrationToken", "authenticationToken"]);
    expect(secretsOf(runner.properties)).toEqual(["token"]);
  });

  test("says which arguments replace it", () => {
    expect(replacing(runner)).toEqual([
      "groupId",
      "projectId",
      "runnerId",
      "runnerType",
      "tokenExpiresAt",
      "tokenRotationDeadline",
    ]);
    expect(replacing(resource("ProjectRunnerAssignment"))).toEqual(["projectId", "runnerId"]);
    expect(replacing(resource("RunnerAssignments"))).toEqual(["runnerId"]);
  });

  test("takes over what a stack made by the dynamic type of the same name", () => {
    for (const [name, { aliases }] of Object.entries(schema.resources)) {
      const dynamic = name.replace(
        "gitlab-runners:index:",
        "pulumi-nodejs:dynamic/gitlab-runners:",
      );
      expect(aliases).toEqual([{ type: dynamic }]);
    }
  });

  test("takes a plain text where an enum is", () => {
    expect(runner.inputProperties["accessLevel"]).toEqual({
      oneOf: [{ type: "string" }, { type: "string", ...ref("AccessLevel") }],
      description: "`not_protected` by default.",
    });
    expect(schema.types[token("AccessLevel")]).toEqual({
      type: "string",
      description:
        "Whether a runner takes jobs of every branch and tag, or of protected ones only.",
      enum: [
        { name: "NotProtected", value: "not_protected" },
        { name: "RefProtected", value: "ref_protected" },
      ],
    });
  });

  test("names the constants of an output, which is a plain text", () => {
    expect(runner.properties?.["accessLevel"]).toEqual({
      type: "string",
      description: "One of `not_protected` or `ref_protected`.",
    });
  });

  test("takes ids as numbers and as texts, and gives them as numbers", () => {
    expect(runner.inputProperties["projectId"]).toMatchObject(ID);
    expect(resource("RunnerAssignments").inputProperties["projectIds"]).toMatchObject({
      type: "array",
      items: ID,
    });
    expect(runner.properties?.["projectId"]).toMatchObject({ type: "integer" });
  });

  test("requires the outputs that are never undefined, and no others", () => {
    expect(runner.required).toEqual(expect.arrayContaining(["runnerType", "tagList", "status"]));
    expect(runner.required).not.toContain("description");
    expect(runner.requiredInputs).toBeUndefined();
    expect(resource("RunnerAssignments").requiredInputs).toEqual(["runnerId", "projectIds"]);
  });

  test("shows nothing of what the SDK keeps for itself", () => {
    const names = Object.values(schema.resources).flatMap((each) => [
      ...Object.keys(each.properties ?? {}),
      ...Object.keys(each.inputProperties),
    ]);
    expect(names.filter((name) => name.startsWith("__") || name === "declared")).toEqual([]);
  });

  test("says what is deprecated", () => {
    expect(runner.inputProperties["registrationToken"]?.deprecationMessage).toMatch(/runnerType/);
    expect(runner.properties?.["active"]?.deprecationMessage).toMatch(/`paused`/);
    const { inputs } = dataFunction("getRunners");
    expect(inputs.properties["scope"]?.deprecationMessage).toMatch(/`status`/);
  });

  test("can be given the token of a runner that is only read", () => {
    expect(runner.stateInputs?.properties).toEqual({
      token: {
        type: "string",
        description:
          "Its authentication token, which GitLab does not show; kept as the `token` output.",
        secret: true,
      },
    });
  });

  test("is described by the docstrings of its class and of its arguments, with their examples", () => {
    const { description = "" } = runner;
    expect(description).toMatch(/^A CI runner of GitLab: its entry in GitLab, its settings/);
    expect(description).toContain("It comes into being in one of three ways");
    expect(description).toContain("### Adopted, by id, by token, or by id with a new token");
    // In an example this is no tag.
    expect(description).toContain("projectId: 42 }); // or an output of @pulumi/gitlab\n```");
    expect(description.match(/{{% example %}}/g)).toHaveLength(6);
    expect(description).not.toMatch(/@see|@link|{@/);
  });
});

describe("a function in the schema", () => {
  test("answers an object as it is", () => {
    expect(dataFunction("getRunner").inputs.properties["id"]).toMatchObject(ID);
    expect(dataFunction("getRunner").outputs.properties["tagList"]).toEqual({
      type: "array",
      items: { type: "string" },
    });
  });

  test("answers a list under a name", () => {
    expect(dataFunction("getRunnerJobs").outputs).toEqual({
      type: "object",
      properties: { jobs: { type: "array", items: ref("RunnerJob") } },
      required: ["jobs"],
    });
  });

  test("has the arguments and the results of all overloads", () => {
    const { inputs } = dataFunction("getRunners");
    expect(inputs.properties["details"]).toMatchObject({ type: "boolean" });
    expect(inputs.required).toBeUndefined();
    const { properties, required } = type("RunnerSummary");
    expect(properties["locked"]?.description).toBe("Where `details` is true.");
    expect(required).toEqual(["id", "runnerType", "paused", "isShared", "status"]);
  });

  test("distinguishes whole numbers from fractions", () => {
    expect(type("RunnerFigures").properties).toMatchObject({
      jobs: { type: "integer" },
      busyShare: { type: "number" },
      failureReasons: { type: "object", additionalProperties: { type: "integer" } },
      runner: ref("RunnerDetails"),
    });
  });

  test("names a type that has no name in the SDK by its property", () => {
    expect(type("RunnerJob").properties["pipeline"]).toEqual(ref("RunnerJobPipeline"));
    expect(type("TagCoverageUnavailable").required).toEqual(["protectedRefsOnly", "reason"]);
  });

  test("that sets a process up takes the runner and the options, and keeps its text secret", () => {
    const { inputs, outputs } = dataFunction("configToml");
    expect(outputs.properties["text"]).toMatchObject({ type: "string", secret: true });
    expect(inputs.required).toEqual(["id", "token", "executor"]);
    expect(secretsOf(inputs.properties)).toEqual(["token", "settings", "environment"]);
    expect(inputs.properties["docker"]).toEqual({
      ...ref("DockerOptions"),
      description: "Where `executor` is `docker`, `docker-windows` or `docker-autoscaler`.",
    });
    expect(type("DockerOptions").required).toEqual(["image"]);
    expect(type("DockerOptions").properties["settings"]).toEqual({
      type: "object",
      additionalProperties: { $ref: "pulumi.json#/Any" },
      description: "Any other key, in gitlab-runner's own spelling.",
      secret: true,
    });
  });
});

test("a type marks what is or may hold a credential", () => {
  const secrets = Object.fromEntries(
    Object.entries(schema.types)
      .map(([name, spec]) => [
        name.replace(token(""), ""),
        spec.type === "object" ? secretsOf(spec.properties) : [],
      ])
      .filter(([, names]) => names?.length),
  ) as Record<string, string[]>;
  expect(secrets).toEqual({
    AutoscalerOptions: ["settings", "pluginConfig", "connectorConfig"],
    CustomOptions: ["settings"],
    DockerOptions: ["settings"],
    KubernetesOptions: ["settings"],
    SshOptions: ["settings", "password"],
  });
});

describe("the provider in the schema", () => {
  const { inputProperties } = schema.provider;

  test("takes what the configuration takes, under the plugin's own keys", () => {
    const { enableAutoCiSupport, ...others } = schema.config.variables;
    expect(others).toEqual(inputProperties);
    expect(enableAutoCiSupport).toMatchObject({ type: "boolean" });
    expect(inputProperties["retries"]).toEqual({
      type: "integer",
      description:
        "How often a failed request is repeated; `gitlab-runners:retries`, 10 by default.",
    });
    expect(JSON.stringify(schema.config)).not.toContain("`gitlab:");
  });

  test("keeps what may hold a credential secret", () => {
    expect(secretsOf(inputProperties)).toEqual(["token", "headers"]);
    expect(JSON.stringify(schema)).not.toContain("defaultInfo");
  });

  test("names the variables of the environment that the settings are read from", () => {
    const variable = (name: string): string =>
      /Where it is not set, `(\w+)` counts/.exec(inputProperties[name]?.description ?? "")?.[1] ??
      "";
    const settings = readSettings({
      config: () => undefined,
      environment: {
        [variable("token")]: "glpat-of-the-environment",
        [variable("baseUrl")]: "https://gitlab.example.com",
        [variable("earlyAuthCheck")]: "false",
      },
    });
    expect(settings.transport.token).toBe("glpat-of-the-environment");
    expect(settings.transport.apiUrl).toContain("https://gitlab.example.com");
    expect(settings.earlyAuthCheck).toBe(false);
  });
});

test("the generated package of npm is not called as this one", () => {
  expect(schema.language["nodejs"]).toMatchObject({ packageName: "pulumi-gitlab-runners-sdk" });
});
