import { gitlabLink } from "../../../cli/fleetPage/gitlabLink";
import type { FleetRunner } from "../../../cli/fleetPage/readFleet";
import { isOld } from "../../../cli/health/releases";
import { HOSTILE } from "../../helpers/markup";

describe("a version of gitlab-runner is old", () => {
  test.each([
    ["19.4.0", "19.4.0-ee", false],
    ["19.2.1", "19.4.0-ee", false],
    ["19.1.9", "19.4.0-ee", true],
    ["18.11.0", "19.1.3", false],
    ["18.10.0", "19.1.3", true],
    ["17.9.1", "19.0.0", true],
    ["v18.0.0", "19.4.0", true],
    ["20.0.0", "19.4.0", false],
    ["18.5.0~pre.12.gabc", "19.4.0", true],
  ])("%s with GitLab %s: %s", (version, gitlab, old) => {
    expect(isOld(version, gitlab)).toBe(old);
  });

  test.each(["", "development version", "99999.1.0", "18", ...HOSTILE])(
    "never where %j is no version",
    (version) => {
      expect(isOld(version, "19.4.0")).toBe(false);
      expect(isOld("17.0.0", version)).toBe(false);
    },
  );
});

describe("the page of a runner in GitLab", () => {
  const member = { url: "https://gitlab.example.com/git", isAdmin: false };
  const admin = { ...member, isAdmin: true };
  const of = (
    type: FleetRunner["listed"]["runner_type"],
    owners: { group?: string; projects?: string[] } = {},
  ): FleetRunner => {
    const listed = { id: 7, runner_type: type, status: "online", paused: false };
    const { group, projects = [] } = owners;
    return {
      listed: listed as FleetRunner["listed"],
      details: {
        ...listed,
        groups: group === undefined ? [] : [{ id: 1, name: "A", web_url: group }],
        projects: projects.map((path, id) => ({ id, path_with_namespace: path })),
      } as unknown as NonNullable<FleetRunner["details"]>,
    };
  };

  test.each([
    ["instance_type", {}],
    ["group_type", { group: "https://gitlab.example.com/git/groups/acme" }],
    ["project_type", { projects: ["acme/shop"] }],
  ] as const)("is in the Admin area for administrators, of %s, too", (type, owners) => {
    expect(gitlabLink(of(type, { ...owners } as never), admin)).toBe(
      "https://gitlab.example.com/git/admin/runners/7",
    );
  });

  test("is in its group or its first project for others", () => {
    const group = of("group_type", { group: "https://gitlab.example.com/git/groups/acme/sub" });
    expect(gitlabLink(group, member)).toBe(
      "https://gitlab.example.com/git/groups/acme/sub/-/runners/7",
    );
    const project = of("project_type", { projects: ["acme/shop", "acme/web"] });
    expect(gitlabLink(project, member)).toBe(
      "https://gitlab.example.com/git/acme/shop/-/runners/7",
    );
  });

  test("is nowhere for others, of an instance runner and of one whose owner is hidden", () => {
    expect(gitlabLink(of("instance_type"), member)).toBeUndefined();
    expect(gitlabLink(of("group_type"), member)).toBeUndefined();
    expect(gitlabLink(of("project_type"), member)).toBeUndefined();
  });

  test.each([...HOSTILE, "..", "a/../../admin", "//evil.example", "a b/c", "a?b", "a#b", "a//b"])(
    "leads nowhere through a path that GitLab does not allow, %j",
    (path) => {
      expect(gitlabLink(of("project_type", { projects: [path] }), member)).toBeUndefined();
      const group = of("group_type", { group: `javascript:alert(1)//groups/${path}` });
      expect(gitlabLink(group, member)).toBeUndefined();
    },
  );
});
