import type { User } from "../store/records";
import { globalId } from "./globalId";
import type { Resolvers } from "./resolver";
import { type RunnerArguments, runnersOfCaller } from "./runnerLists";

export const userResolvers: Resolvers<User> = {
  id: ({ id }) => globalId("User", id),
  bot: () => false,
  webUrl: ({ username }, _, { instance }) => `${instance.url}/${username}`,
};

export const currentUserResolvers: Resolvers<User> = {
  ...userResolvers,
  runners: (_, wanted: RunnerArguments, viewer) => runnersOfCaller(wanted, viewer),
};
