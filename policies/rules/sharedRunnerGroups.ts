import { textList } from "../keySchemas";
import {
  GROUP,
  PROJECT,
  groupPath,
  isLeftOut,
  runnerSwitch,
  usesInstanceRunners,
} from "../namespaces";
import type { StackRule, StackViolation } from "../stackRule";

/** Configuration of `shared-runner-groups`. */
export interface SharedRunnerGroupsConfiguration {
  /**
   * Full paths of the groups that may use instance runners, with all groups and projects below them. `*`
   * stands for any characters but `/`.
   */
  groups: string[];
}

/** Judges `Group` and `Project` of `@pulumi/gitlab`, whose switches open instance runners to projects. */
export const sharedRunnerGroups: StackRule<SharedRunnerGroupsConfiguration> = {
  name: "shared-runner-groups",
  description: "Only some groups and their projects use instance runners.",
  severity: "high",
  enforcementLevel: "mandatory",
  configuration: {
    groups: textList(
      "Full paths of the groups that may use instance runners, with all groups and projects below them. " +
        "`*` stands for any characters but `/`.",
      "*",
    ),
  },
  judgeStack: (resources, { groups }) => {
    const patterns = groups.map(patternOf);
    const ofStack = resources.filter(({ type }) => type === GROUP);
    return resources
      .filter(({ type }) => type === GROUP || type === PROJECT)
      .filter((resource) => !isAllowed(groupPath(resource, ofStack), patterns))
      .filter((resource) => usesInstanceRunners(resource, ofStack) === true)
      .map((resource): StackViolation => {
        const property = runnerSwitch(resource);
        const off =
          resource.type === PROJECT
            ? "false"
            : '"disabled_and_unoverridable" ("disabled_and_overridable" if groups below may use them)';
        const why = isLeftOut(resource, property)
          ? "left out, it allows instance runners"
          : "it allows instance runners";
        return {
          resource,
          what: resource.type === PROJECT ? "project" : "group",
          property,
          message:
            `${why}, which this rule keeps for other groups. Set it to ${off}, or add the group to ` +
            "groups of this rule.",
        };
      });
  },
};

/** To GitLab, two paths are the same if they differ only in the case of letters. */
function patternOf(group: string): RegExp {
  const parts = group.split("*").map((part) => part.replace(/[^\w-]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join("[^/]*")}(/|$)`, "i");
}

/** A path that is not known yet may be one of the groups, if there are any. */
function isAllowed(path: string | undefined, patterns: readonly RegExp[]): boolean {
  return path === undefined ? patterns.length > 0 : patterns.some((each) => each.test(path));
}
