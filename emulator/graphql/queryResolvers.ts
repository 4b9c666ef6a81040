import { findGroup, findProject } from "../rules/namespaces";
import type { Group, Project, Runner, User } from "../store/records";
import { REVISION } from "../versions";
import { idOf } from "./globalId";
import type { Resolvers } from "./resolver";
import { type RunnerArguments, allRunners } from "./runnerLists";

/** What a query may cost and what it costs. */
export interface Costs {
  limit: number;
  score: number;
}

/** What GitLab does not have, and what the caller may not see, is null without an error. */
export const queryResolvers: Resolvers<Costs> = {
  currentUser: (_, __, { policy }): User | undefined => policy?.caller.user,
  group: (_, { fullPath }: { fullPath: string }, viewer): Group | null => {
    const group = isPath(fullPath) ? findGroup(fullPath, viewer.instance.store) : undefined;
    return group && viewer.canSeeGroup(group) ? group : null;
  },
  metadata: (_, __, { policy, instance }) =>
    policy && {
      version: instance.features.version,
      revision: REVISION,
      enterprise: instance.features.version.endsWith("-ee"),
      kas: { enabled: false, version: null, externalUrl: null },
    },
  project: (_, { fullPath }: { fullPath: string }, viewer): Project | null => {
    const project = isPath(fullPath) ? findProject(fullPath, viewer.instance.store) : undefined;
    return project && viewer.canSeeProject(project) ? project : null;
  },
  queryComplexity: (costs) => costs,
  runner: (_, { id }: { id: string }, viewer): Runner | null => {
    const runner = viewer.instance.store.runners.get(idOf(id, "Ci::Runner"));
    return runner && viewer.canReadRunner(runner) ? runner : null;
  },
  runners: (_, wanted: RunnerArguments, viewer) => allRunners(wanted, viewer),
};

/** REST takes an id in place of a path, GraphQL does not. */
function isPath(text: string): boolean {
  return !/^\d+$/.test(text);
}
