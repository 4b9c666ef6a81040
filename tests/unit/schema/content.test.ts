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
    expect(replacing(resource("RunnerReady"))).toEqual(["runnerId"]);
    expect(replacing(resource("RunnerTokenLifetimes"))).toEqual([]);
    expect(replacing(resource("StaleRunnerCleanup"))).toEqual(["groupId", "projectId"]);
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
      description:
        "Whether the runner takes jobs of every branch and tag (`not_protected`) or of protected branches " +
        "and tags only (`ref_protected`). `not_protected` by default.",
    });
    expect(schema.types[token("AccessLevel")]).toEqual({
      type: "string",
      description:
        "Whether a runner takes jobs of every branch and tag, or of protected branches and tags only.",
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
    expect(resource("RunnerAssignments").requiredInputs).toEqual(["runnerId"]);
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
          "The runner's authentication token, which GitLab does not show. It becomes the output `token`.",
        secret: true,
      },
    });
  });

  test("is described by the docstrings of its class and of its arguments, with their examples", () => {
    const { description = "" } = runner;
    expect(description).toMatch(/^A GitLab CI runner: its entry in GitLab, its settings/);
    expect(description).toContain(
      "`runnerType` creates a runner, `registrationToken` registers a runner",
    );
    expect(description).toContain("### Adopt a runner by id, by token, or by id with a new token");
    // In an example this is no tag.
    expect(description).toContain("projectId: 42 }); // or an output of @pulumi/gitlab\n```");
    expect(description.match(/{{% example %}}/g)).toHaveLength(8);
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
    expect(properties["locked"]?.description).toBe("Present if `details` is true.");
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

  test("that sets a process up takes its options and its runners, and keeps its text secret", () => {
    const { inputs, outputs } = dataFunction("configToml");
    expect(outputs.properties["text"]).toMatchObject({ type: "string", secret: true });
    expect(inputs.required).toEqual(["runners"]);
    expect(inputs.properties["runners"]).toMatchObject({
      type: "array",
      items: ref("ProcessRunner"),
    });
    expect(secretsOf(inputs.properties)).toEqual(["sentryDsn"]);
    expect(inputs.properties["concurrent"]).toMatchObject({ type: "integer" });
    const runner = type("ProcessRunner");
    expect(runner.required).toEqual(["id", "token", "executor"]);
    expect(secretsOf(runner.properties)).toEqual(["token", "environment"]);
    expect(runner.properties["docker"]).toEqual({
      ...ref("DockerOptions"),
      description:
        "`[runners.docker]` Only if `executor` is `docker`, `docker-windows`, `docker+machine` or " +
        "`docker-autoscaler`.",
    });
  });

  test("that registers a runner takes it among the options, and its own apart from them", () => {
    const { inputs } = dataFunction("registerCommand");
    const { options, ...rest } = inputs.properties;
    expect(options).toMatchObject(ref("RegisterCommandOptions"));
    expect(rest).toEqual(type("ProcessRunner").properties);
    expect(inputs.required).toEqual(["id", "token", "executor"]);
  });

  test("that sets a machine up takes what that needs apart, where it must be given or not", () => {
    const { inputs } = dataFunction("cloudInit");
    expect(inputs.required).toEqual(["runners", "options"]);
    expect(inputs.properties["options"]).toMatchObject(ref("CloudInitOptions"));
    const { properties, required } = type("CloudInitOptions");
    expect(required?.toSorted()).toEqual(["sha256", "version"]);
    expect(properties).toMatchObject({
      sha256: { type: "object", additionalProperties: { type: "string" } },
      stopTimeout: { type: "integer" },
      packages: { type: "array", items: { type: "string" } },
    });
    expect(dataFunction("helmValues").inputs.required).toEqual(["runners"]);
  });

  test("has the tables of gitlab-runner as types", () => {
    expect(type("MachineOptions").required).toEqual(["machineDriver", "machineName"]);
    expect(type("DockerOptions").required).toBeUndefined();
    expect(type("DockerOptions").properties["pullPolicy"]).toMatchObject({
      oneOf: [{ type: "string" }, { type: "array", items: { type: "string" } }],
    });
    expect(type("AutoscalerPolicy").properties).toMatchObject({
      idleCount: { type: "integer" },
      idleTime: { type: "string" },
      scaleFactor: { type: "number" },
    });
    expect(type("AutoscalerOptions").properties).toMatchObject({
      instanceReadinessTimeBuckets: { type: "array", items: { type: "number" } },
      pluginConfig: { type: "object", additionalProperties: { $ref: "pulumi.json#/Any" } },
      policy: { type: "array", items: ref("AutoscalerPolicy") },
    });
    expect(type("KubernetesAutoscaler").properties["policy"]).toMatchObject({
      items: ref("AutoscalerPolicy"),
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
    AutoscalerConnectorConfig: ["password"],
    AutoscalerOptions: ["pluginConfig"],
    AutoscalerVmIsolation: ["nestingConfig"],
    CacheAzure: ["accountKey"],
    CacheGcs: ["privateKey"],
    CacheS3: ["accessKey", "secretKey", "sessionToken"],
    CloudInitOptions: ["environment"],
    ComposeFileOptions: ["environment"],
    InstallScriptOptions: ["environment"],
    KubernetesOptions: ["bearerToken"],
    MachineOptions: ["machineOptions", "machineOptionsWithName"],
    ProcessRunner: ["token", "environment"],
    ServiceOptions: ["environment"],
    SshOptions: ["password"],
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
        "How often to repeat a failed request. 10 by default. Key: `gitlab-runners:retries`.",
    });
    expect(JSON.stringify(schema.config)).not.toContain("`gitlab:");
  });

  test("keeps what may hold a credential secret", () => {
    expect(secretsOf(inputProperties)).toEqual(["token", "headers"]);
    expect(JSON.stringify(schema)).not.toContain("defaultInfo");
  });

  test("names the variables of the environment that the settings are read from", () => {
    const variable = (name: string): string =>
      /If it is not set, `(\w+)` counts/.exec(inputProperties[name]?.description ?? "")?.[1] ?? "";
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
