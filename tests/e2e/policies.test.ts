import { type Emulator, companySeed, startEmulator } from "../../emulator";
import type { RunnerPolicyConfiguration } from "../../policies";
import { ask, environmentOf, runnerAt } from "../helpers/gitlab";
import { blocksOf } from "../helpers/pageBlocks";
import { PolicyPackFolder } from "../helpers/policyPack";
import { type Shown, Stack } from "../helpers/stack";

const CONFIGURATION: RunnerPolicyConfiguration = {
  "protected-deploy-runner": { tags: ["deploy"] },
  "maximum-timeout": { maximumSeconds: 3600 },
  "runner-naming": { pattern: "^[a-z][a-z0-9-]*$" },
  "minimum-runner-version": { minimum: "18.11" },
  "token-age": { maximumDays: 90 },
  "shared-runner-groups": { groups: ["acme"] },
  "project-count": { maximum: 2 },
};
const pack = (configuration: RunnerPolicyConfiguration): string => `
const { PolicyPack } = require("@pulumi/policy");
const { runnerPolicies } = require("pulumi-gitlab-runners/policies");
new PolicyPack("runners", { policies: runnerPolicies(${JSON.stringify(configuration)}) });
`;

/** Keeps every rule of settings. */
const KEPT = `
const { ProjectRunnerAssignment, Runner, RunnerAssignments } = require("pulumi-gitlab-runners");
const kept = {
  runnerType: "instance_type", description: "kept", tagList: ["a"], runUntagged: false,
  maximumTimeout: 3600, maintenanceNote: "Ask Ada.",
};
const ofProject = { ...kept, runnerType: "project_type", projectId: "acme/handbook", locked: true };
`;
/** A project of `@pulumi/gitlab`, whose plugin is not here. */
const PROJECT = `
class Project extends require("@pulumi/pulumi").ComponentResource {
  constructor(name, namespace) {
    super("gitlab:index/project:Project", name);
    const pathWithNamespace = namespace + "/" + name;
    this.registerOutputs({ pathWithNamespace, sharedRunnersEnabled: true });
  }
}
`;
const SETTINGS = `${KEPT}${PROJECT}
new Runner("kept", kept);
new Runner("kept-untagged", { ...kept, runnerType: "group_type", groupId: "acme", runUntagged: true });
new Runner("kept-deploy", { ...kept, tagList: ["deploy"], accessLevel: "ref_protected" });
new Runner("kept-project", ofProject);
new Runner("untagged", { ...kept, runUntagged: true });
new Runner("deploy", { ...kept, tagList: ["deploy"] });
const unlocked = new Runner("unlocked", { ...ofProject, locked: false });
new ProjectRunnerAssignment("app", { runnerId: unlocked.id, projectId: "acme/products/shop" });
new RunnerAssignments("site", { runnerId: unlocked.id, projectIds: ["acme/products/billing"] });
new Project("inside", "acme/products");
new Project("outside", "labs");
new Runner("no-timeout", { ...kept, maximumTimeout: undefined });
new Runner("long-timeout", { ...kept, maximumTimeout: 3601 });
new Runner("no-note", { ...kept, maintenanceNote: undefined });
new Runner("unnamed", { ...kept, description: "Kept No More" });
`;
const VIOLATED = [
  "advisory maintenance-note no-note",
  "advisory project-count unlocked",
  "advisory runner-naming unnamed",
  "mandatory locked-project-runner unlocked",
  "mandatory maximum-timeout long-timeout",
  "mandatory maximum-timeout no-timeout",
  "mandatory no-untagged-shared-runner untagged",
  "mandatory protected-deploy-runner deploy",
  "mandatory shared-runner-groups outside",
];

/** What the engine says was violated: level, rule, resource. */
function violations({ output }: Shown): string[] {
  const found = output.matchAll(/- \[(\w+)\] \[severity: \w+\] +([\w-]+) +\([^()]*: ([\w-]+)\)/g);
  return [...found].map(([, level, rule, name]) => `${level} ${rule} ${name}`).sort();
}

describe("the policies of runners", () => {
  let gitlab: Emulator;
  let packFolder: PolicyPackFolder;
  let stack: Stack;
  const shown: string[] = [];
  const judged = async (...args: string[]): Promise<Shown> => {
    const preview = await stack.preview("--policy-pack", packFolder.directory, ...args);
    shown.push(preview.output);
    return preview;
  };

  beforeAll(async () => {
    gitlab = await startEmulator({ seed: companySeed() });
    packFolder = await PolicyPackFolder.create(pack(CONFIGURATION));
    const env = { ...environmentOf(gitlab), ...packFolder.env };
    stack = await Stack.create({ program: SETTINGS, plugin: true, env });
  });
  afterAll(async () => {
    await stack.dispose();
    packFolder.dispose();
    await gitlab.close();
  });

  test("find each rule violated, and none where it is kept, before anything is changed", async () => {
    const preview = await judged();
    expect(violations(preview)).toEqual(VIOLATED);
    expect(preview.exitCode).toBe(1);
    const page = blocksOf("docs/policies.md").map(({ code }) => code);
    const shownThere = page.find((code) => code.startsWith("- [mandatory]"))?.split(/\n *|…/);
    expect(shownThere).toHaveLength(5);
    for (const text of shownThere ?? []) expect(preview.output).toContain(text);
    gitlab.requests.clear();
    const up = await stack.up("--policy-pack", packFolder.directory);
    expect(up.exitCode).toBe(1);
    expect(stack.resource("deploy")).toBeUndefined();
  });

  test("judge runners that the plugin serves alike", async () => {
    stack.program(SETTINGS.replace("pulumi-gitlab-runners", "$&/plugin"));
    const preview = await judged();
    expect(violations(preview)).toEqual(VIOLATED);
    expect(preview.exitCode).toBe(1);
    stack.program(SETTINGS);
  });

  test("are configured by a file: level, keys, exceptions", async () => {
    const file = (configuration: RunnerPolicyConfiguration): string =>
      packFolder.write("configuration.json", JSON.stringify(configuration));
    const lenient = file({
      all: "advisory",
      "maximum-timeout": { enforcementLevel: "advisory", maximumSeconds: 4000 },
      "locked-project-runner": { except: ["unlocked"], enforcementLevel: "mandatory" },
      "runner-naming": "disabled",
      "protected-deploy-runner": { tags: [] },
      "shared-runner-groups": { except: ["outside"] },
      "project-count": { maximum: 3 },
    });
    const preview = await judged("--policy-pack-config", lenient);
    expect(violations(preview)).toEqual([
      "advisory maintenance-note no-note",
      "advisory maximum-timeout no-timeout",
      "advisory no-untagged-shared-runner untagged",
    ]);
    expect(preview.exitCode).toBe(0);

    const wrong = file({ "maximum-timeout": { maximumSeconds: 60 } });
    const refused = await judged("--policy-pack-config", wrong);
    expect(refused.output).toContain("maximumSeconds: Must be greater than or equal to 600");
    expect(refused.exitCode).not.toBe(0);
  });

  test("hold nothing against a value that is not known yet, and judge all the others", async () => {
    stack.program(`${KEPT}
const later = new Runner("later", kept).token;
const unknown = (value) => later.apply(() => value);
new Runner("unknown", {
  ...kept, description: unknown("No"), tagList: [unknown("deploy")], runUntagged: unknown(true),
  maximumTimeout: unknown(9999), maintenanceNote: unknown(""),
});
new Runner("untagged", { ...kept, runUntagged: true });
`);
    const preview = await judged();
    expect(violations(preview)).toEqual(["mandatory no-untagged-shared-runner untagged"]);
  });

  test("judge an adopted runner by what GitLab reports of it: versions, projects and tokens too", async () => {
    stack.program(`${KEPT}
new Runner("adopted-good", { runnerId: 2, ...kept, runnerType: undefined });
new Runner("adopted-bad", { runnerId: 1 });
new Runner("adopted-old", { runnerId: 5, ...kept, runnerType: undefined });
new Runner("adopted-site", { runnerId: 17, ...kept, runnerType: undefined, locked: true });
new Runner("created", kept);
`);
    const third = await ask(gitlab, "POST", "/projects/acme%2Fhandbook/runners", { runner_id: 17 });
    expect(third.status).toBe(201);
    const before = await judged();
    expect(violations(before)).toEqual([]);
    expect(before.exitCode).toBe(0);
    expect((await stack.up()).exitCode).toBe(0);
    expect(await runnerAt(gitlab, 1)).toMatchObject({ run_untagged: true });

    const after = await judged("--refresh");
    expect(violations(after)).toEqual([
      "advisory minimum-runner-version adopted-old",
      "advisory project-count adopted-site",
      "advisory runner-naming adopted-bad",
      "mandatory no-untagged-shared-runner adopted-bad",
    ]);
    expect(after.exitCode).toBe(1);
  });

  test("find a token that is old, or about to expire", async () => {
    const age = (attribute: string, days: number): void => {
      const then = new Date(Date.now() + days * 24 * 60 * 60 * 1000);
      stack.editResources((resources) => {
        const created = resources.find(({ urn }) => urn.endsWith("::created"));
        if (!created?.outputs) throw new Error("there is no runner `created`");
        created.outputs[attribute] = then.toISOString();
      });
    };
    const aged = async (): Promise<string[]> =>
      violations(await judged()).filter((text) => text.includes("token-age"));
    age("tokenObtainedAt", -89);
    expect(await aged()).toEqual([]);
    age("tokenObtainedAt", -91);
    expect(await aged()).toEqual(["advisory token-age created"]);
    age("tokenObtainedAt", -1);
    age("tokenExpiresAt", 8);
    expect(await aged()).toEqual([]);
    age("tokenExpiresAt", 6);
    expect(await aged()).toEqual(["advisory token-age created"]);
  });

  test("show no token", async () => {
    const { output } = await stack.pulumi("stack", "export", "--stack", "dev", "--show-secrets");
    const tokens = output.match(/glrt-[\w.-]+/g) ?? [];
    expect(tokens.length).toBeGreaterThan(0);
    expect(shown.length).toBeGreaterThan(8);
    for (const token of tokens) expect(shown.join("\n")).not.toContain(token);
  });
});
