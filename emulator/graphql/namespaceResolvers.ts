import { groupSummary, project as projectSummary } from "../api/entities";
import type { Group, Project } from "../store/records";
import { globalId } from "./globalId";
import type { Resolvers } from "./resolver";
import {
  type GroupRunnerArguments,
  type RunnerArguments,
  runnersOfGroup,
  runnersOfProject,
} from "./runnerLists";

export const groupResolvers: Resolvers<Group> = {
  id: ({ id }) => globalId("Group", id),
  fullName: (group, _, { instance }) => groupSummary(group, instance)["full_name"],
  fullPath: ({ full_path }) => full_path,
  maxAccessLevel: (group, _, { policy }) => policy?.groupLevel(group) ?? 0,
  runners: (group, wanted: GroupRunnerArguments, viewer) => runnersOfGroup(group, wanted, viewer),
  webUrl: (group, _, { instance }) => groupSummary(group, instance)["web_url"],
};

export const projectResolvers: Resolvers<Project> = {
  id: ({ id }) => globalId("Project", id),
  fullPath: ({ path_with_namespace }) => path_with_namespace,
  maxAccessLevel: (project, _, { policy }) => policy?.projectLevel(project) ?? 0,
  nameWithNamespace: (project, _, { instance }) =>
    projectSummary(project, instance)["name_with_namespace"],
  runners: (project, wanted: RunnerArguments, viewer) => runnersOfProject(project, wanted, viewer),
  webUrl: (project, _, { instance }) => projectSummary(project, instance)["web_url"],
};
