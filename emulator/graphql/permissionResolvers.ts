import type { Runner } from "../store/records";
import type { Resolvers } from "./resolver";

/** GitLab's app/graphql/types/access_level_enum.rb. */
export const ACCESS_LEVEL_VALUES = {
  no_access: 0,
  minimal_access: 5,
  guest: 10,
  planner: 15,
  reporter: 20,
  developer: 30,
  maintainer: 40,
  owner: 50,
} as const;

/** A role of the caller, by its number. */
export const accessLevelResolvers: Resolvers<number> = {
  integerValue: (level) => level,
  stringValue: (level) =>
    Object.entries(ACCESS_LEVEL_VALUES)
      .find(([, value]) => value === level)?.[0]
      .toUpperCase() ?? null,
};

/** What the caller may do with a runner: GitLab's app/graphql/types/permission_types/ci/runner.rb. */
export const runnerPermissionResolvers: Resolvers<Runner> = {
  assignRunner: (runner, _, { policy }) => policy?.canAssignRunner(runner) ?? false,
  deleteRunner: (runner, _, { policy }) => policy?.canDeleteRunner(runner) ?? false,
  readRunner: (runner, _, viewer) => viewer.canReadRunner(runner),
  updateRunner: (runner, _, viewer) => viewer.canUpdateRunner(runner),
};
