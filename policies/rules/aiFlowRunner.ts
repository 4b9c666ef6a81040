import { idList, textList } from "../keySchemas";
import type { RunnerRule } from "../runnerRule";

/** Configuration of `ai-flow-runner`. */
export interface AiFlowRunnerConfiguration {
  /** Tags of the jobs of AI flows. */
  tags: string[];
  /** The ids of the groups whose group runners may run flows. */
  groupIds: number[];
  /** The ids of the projects whose project runners may run flows. */
  projectIds: number[];
}

/** GitLab Duo's flows are jobs with the tag `gitlab--duo`, which run what a model writes. */
export const aiFlowRunner: RunnerRule<AiFlowRunnerConfiguration> = {
  name: "ai-flow-runner",
  description: "A runner with a tag for AI flows belongs to a group or project that may run them.",
  severity: "high",
  enforcementLevel: "mandatory",
  reads: "settings",
  configuration: {
    tags: textList("Tags of the jobs of AI flows.", "gitlab--duo"),
    groupIds: idList("The ids of the groups whose group runners may run flows."),
    projectIds: idList("The ids of the projects whose project runners may run flows."),
  },
  judge: ({ tagList = [], groupId, projectId }, { tags, groupIds, projectIds }) => {
    if (!tagList.some((tag) => tags.includes(tag))) return undefined;
    if (groupId !== undefined && groupIds.includes(Number(groupId))) return undefined;
    if (projectId !== undefined && projectIds.includes(Number(projectId))) return undefined;
    return {
      property: "tagList",
      message:
        "it has a tag for AI flows, and flows are not allowed there. Take the tag from tagList, or add " +
        "the group to groupIds or the project to projectIds of this rule.",
    };
  },
};
