import type { StackValidationArgs, StackValidationPolicy } from "@pulumi/policy";

import { type RunnerPolicyConfiguration, runnerPolicies } from "../../../policies";
import { ASSIGNING } from "../../../policies/assignedProjects";
import type { StackResource } from "../../../policies/stackRule";
import * as dynamic from "../../../sdk";
import * as served from "../../../sdk/plugin";

/** How the engine's values reach a rule; its types leave these two out. */
const { unknownCheckingProxy, unknownStringValue: UNKNOWN } = jest.requireActual<{
  unknownCheckingProxy: (props: object) => Record<string, unknown>;
  unknownStringValue: string;
}>("@pulumi/policy/proxy");

interface Described {
  type: string;
  name: string;
  props: Record<string, unknown>;
  /** By property, the name of the resource that it comes from. */
  from?: Record<string, string>;
}

/** The resources of a stack, as a validation is given them. */
function stackOf(described: readonly Described[]): StackResource[] {
  const resources = described.map(({ type, name, props }) => {
    const propertyDependencies: Record<string, StackResource[]> = {};
    const urn = `urn:${name}`;
    return { type, name, urn, props: unknownCheckingProxy(props), propertyDependencies };
  });
  for (const [index, { from = {} }] of described.entries())
    for (const [property, source] of Object.entries(from))
      (resources[index] as (typeof resources)[number]).propertyDependencies[property] =
        resources.filter(({ name }) => name === source);
  return resources;
}

/** What the one configured rule reports, each with the URN that it is reported of. */
function reported(
  configuration: RunnerPolicyConfiguration,
  ...described: readonly Described[]
): [message: string, urn: string | undefined][] {
  const [name] = Object.keys(configuration);
  const policy = runnerPolicies(configuration).find((each) => each.name === name);
  const { validateStack, configSchema } = policy as StackValidationPolicy;
  const given = Object.fromEntries(
    Object.entries(configSchema?.properties ?? {}).map(([key, schema]) => [key, schema.default]),
  );
  const reports: [string, string | undefined][] = [];
  const args = { resources: stackOf(described), getConfig: () => given };
  void validateStack(args as unknown as StackValidationArgs, (message, urn) =>
    reports.push([message, urn]),
  );
  return reports;
}

describe("shared-runner-groups", () => {
  const group = (name: string, props: object, from?: Record<string, string>): Described => ({
    type: "gitlab:index/group:Group",
    name,
    props: { ...props },
    ...(from && { from }),
  });
  const project = (props: object, from?: Record<string, string>): Described => ({
    type: "gitlab:index/project:Project",
    name: "site",
    props: { ...props },
    ...(from && { from }),
  });
  const of = (...groups: string[]): RunnerPolicyConfiguration => ({
    "shared-runner-groups": { groups },
  });
  /** Projects that exist. */
  const at = (pathWithNamespace: string, sharedRunnersEnabled = true): Described =>
    project({ pathWithNamespace, sharedRunnersEnabled });

  test.each([
    ["by default", { "shared-runner-groups": {} }, at("other/site")],
    ["of the group", of("acme"), at("acme/site")],
    ["in any case of letters", of("acme"), at("Acme/site")],
    ["of a group below", of("acme"), at("acme/team/site")],
    ["of a group of a pattern", of("acme/*-ci"), at("acme/web-ci/site")],
    ["without instance runners", of("acme"), at("other/site", false)],
  ])("allows a project %s", (_which, configuration, described) => {
    expect(reported(configuration, described)).toEqual([]);
  });

  test.each([
    ["of another group", of("acme"), at("other/site")],
    ["of a group whose name begins alike", of("acme"), at("acme-labs/site")],
    ["of a group that ends alike", of("acme"), at("labs/acme/site")],
    ["of the group above", of("acme/team"), at("acme/site")],
    ["of a group below one of a pattern", of("acme/*-ci"), at("acme/web/app-ci/site")],
    ["of a group that a dot does not stand for", of("a.me"), at("acme/site")],
    ["where no group may", of(), at("acme/site")],
    ["not known to be anywhere, where no group may", of(), project({ sharedRunnersEnabled: true })],
  ])("refuses a project %s", (_which, configuration, described) => {
    expect(reported(configuration, described)).toEqual([
      [
        expect.stringMatching(/^project "site": sharedRunnersEnabled: .*Set it to false/),
        "urn:site",
      ],
    ]);
  });

  test("judges a group by its switch", () => {
    const names = (sharedRunnersSetting: string): unknown[] =>
      reported(of("acme"), group("other", { path: "other", sharedRunnersSetting }));
    expect(names("enabled")).toEqual([
      [
        expect.stringMatching(
          /^group "other": sharedRunnersSetting: .*"disabled_and_unoverridable"/,
        ),
        "urn:other",
      ],
    ]);
    expect(names("disabled_and_overridable")).toEqual([]);
    expect(names("disabled_and_unoverridable")).toEqual([]);
  });

  describe("before the first apply", () => {
    const NEW = { id: UNKNOWN, fullPath: UNKNOWN };
    const top = group("top", { ...NEW, path: "acme", sharedRunnersSetting: "enabled" });
    const below = (props: object = {}): Described =>
      group(
        "below",
        { ...NEW, path: "team", parentId: UNKNOWN, sharedRunnersSetting: "enabled", ...props },
        { parentId: "top" },
      );
    const site = (props: object = {}, from: Record<string, string> = {}): Described =>
      project(
        { pathWithNamespace: UNKNOWN, namespaceId: UNKNOWN, sharedRunnersEnabled: true, ...props },
        { namespaceId: "below", ...from },
      );
    const refused = (configuration: RunnerPolicyConfiguration, ...all: Described[]): unknown[] =>
      reported(configuration, ...all).map(([, urn]) => urn);

    test("finds the paths by the groups of the stack", () => {
      const all = [top, below(), site()];
      expect(refused(of("acme"), ...all)).toEqual([]);
      expect(refused(of("acme/team"), ...all)).toEqual(["urn:top"]);
      expect(refused(of("other"), ...all)).toEqual(["urn:top", "urn:below", "urn:site"]);
    });

    test("finds a group that exists by its id", () => {
      const existing = group("below", {
        id: "7",
        fullPath: "acme/team",
        path: "team",
        parentId: 3,
        sharedRunnersSetting: "enabled",
      });
      const inIt = site({ namespaceId: 7 }, { namespaceId: "nothing" });
      expect(refused(of("acme/team"), existing, inIt)).toEqual([]);
      expect(refused(of("other"), existing, inIt)).toEqual(["urn:below", "urn:site"]);
    });

    test("counts a switch that is left out as that of the group above, and as on at the top", () => {
      const left = { sharedRunnersEnabled: UNKNOWN };
      const off = { sharedRunnersSetting: "disabled_and_overridable" };
      const open = group("top", { ...NEW, path: "acme", sharedRunnersSetting: UNKNOWN });
      expect(refused(of("other"), open, below(off), site(left))).toEqual(["urn:top"]);
      expect(
        reported(of("other"), open, below({ sharedRunnersSetting: UNKNOWN }), site(left)),
      ).toEqual([
        [expect.stringMatching(/^group "top": sharedRunnersSetting: left out, /), "urn:top"],
        [expect.stringMatching(/^group "below": sharedRunnersSetting: left out, /), "urn:below"],
        [expect.stringMatching(/^project "site": sharedRunnersEnabled: left out, /), "urn:site"],
      ]);
    });

    test("holds nothing against a switch or a path that is not known yet", () => {
      const elsewhere = { type: "pulumi:pulumi:StackReference", name: "elsewhere", props: {} };
      const later = { sharedRunnersEnabled: UNKNOWN };
      const from = { sharedRunnersEnabled: "elsewhere" };
      expect(refused(of("labs"), elsewhere, site(later, from))).toEqual([]);
      const under = { ...below(), from: { parentId: "elsewhere" } };
      expect(refused(of("labs"), elsewhere, under, site())).toEqual([]);
      expect(refused(of("acme"), site({ namespaceId: 99 }))).toEqual([]);
    });
  });

  test("follows groups that a state edited by hand has in a circle once", () => {
    const inCircle = (name: string, id: string, parentId: number): Described =>
      group(name, { id, parentId, path: name, fullPath: `acme/${name}` });
    const circle = [inCircle("one", "1", 2), inCircle("two", "2", 1)];
    const site = project({ namespaceId: 1, sharedRunnersEnabled: true });
    expect(reported(of("acme"), ...circle, site)).toEqual([]);
    expect(reported(of("labs"), ...circle, site)).toHaveLength(3);
  });

  test("skips exceptions and resources of other types", () => {
    const except = { "shared-runner-groups": { groups: ["acme"], except: ["site"] } };
    expect(reported(except, at("other/site"))).toEqual([]);
    expect(reported(of("acme"), { ...at("other/site"), type: "other:Project" })).toEqual([]);
  });
});

describe("project-count", () => {
  const TWO: RunnerPolicyConfiguration = { "project-count": { maximum: 2 } };
  const FROM = { runnerId: "docker" };
  const runner = (props: object): Described => ({
    type: dynamic.Runner.__pulumiType,
    name: "docker",
    props: { runnerType: "project_type", ...props },
  });
  const assignments = (props: object, from?: Record<string, string>): Described => ({
    type: dynamic.RunnerAssignments.__pulumiType,
    name: "sites",
    props: { runnerId: UNKNOWN, ...props },
    ...(from && { from }),
  });
  const assignment = (projectId: number | string, from = FROM): Described => ({
    type: dynamic.ProjectRunnerAssignment.__pulumiType,
    name: `site-${projectId}`,
    props: { runnerId: UNKNOWN, projectId },
    from,
  });
  const ofRunner = (count: number): unknown[] => [
    [
      expect.stringMatching(`^runner "docker": projects: ${count} projects .* allows 2`),
      "urn:docker",
    ],
  ];

  test("knows the types of the assignments", () => {
    const classes = [dynamic, served].flatMap((from) => [
      from.ProjectRunnerAssignment.__pulumiType,
      from.RunnerAssignments.__pulumiType,
    ]);
    expect([...ASSIGNING].sort()).toEqual(classes.sort());
  });

  test("counts the owner and each project that the stack assigns once", () => {
    const all = [runner({ projectId: 1 }), assignments({ projectIds: [1, 2] }, FROM)];
    expect(reported(TWO, ...all)).toEqual([]);
    expect(reported(TWO, ...all, assignment(2))).toEqual([]);
    expect(reported(TWO, ...all, assignment(3))).toEqual(ofRunner(3));
    expect(reported(TWO, ...all, assignment("acme/new"))).toEqual(ofRunner(3));
  });

  test("counts runners apart, also those that the stack does not have", () => {
    const others = assignments({ runnerId: 7, projectIds: [5, 6] });
    const all = [runner({ projectId: 1 }), assignment(2), others];
    expect(reported(TWO, ...all)).toEqual([]);
    expect(reported(TWO, ...all, assignments({ runnerId: "7", ownerProjectId: 8 }))).toEqual([
      [expect.stringMatching(/^assignment "sites": runnerId: 3 projects /), "urn:sites"],
    ]);
  });

  test("counts what GitLab reported of a runner that the stack does not assign", () => {
    const projects = [{ id: 1 }, { id: 2 }, { id: 3 }];
    expect(reported(TWO, runner({ projects }))).toEqual(ofRunner(3));
    // If it counted a project that the stack takes the runner from, nobody could reduce the number.
    expect(reported(TWO, runner({ projects }), assignment(1))).toEqual([]);
    expect(reported(TWO, runner({ runnerType: "instance_type" }))).toEqual([]);
  });

  test("leaves out what is not known yet", () => {
    const unknown = assignments({ projectIds: UNKNOWN }, FROM);
    const partly = assignments({ projectIds: [1, 2, UNKNOWN] }, FROM);
    const nobody = assignments({ projectIds: [1, 2, 3] });
    const all = [runner({ projectId: UNKNOWN, projects: UNKNOWN }), unknown, partly, nobody];
    expect(reported(TWO, ...all)).toEqual([]);
  });

  test("skips exceptions, and allows 100 projects by default", () => {
    const projects = (count: number): object[] =>
      Array.from({ length: count }, (_, id) => ({ id }));
    const byDefault = { "project-count": {} };
    expect(reported(byDefault, runner({ projects: projects(100) }))).toEqual([]);
    expect(reported(byDefault, runner({ projects: projects(101) }))).toHaveLength(1);
    const except = { "project-count": { maximum: 2, except: ["docker"] } };
    expect(reported(except, runner({ projects: projects(3) }))).toEqual([]);
  });
});
