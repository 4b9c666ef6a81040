import { listConfiguredJobs } from "./endpoints/ciLint";
import { getCurrentUser, getOwnAccessToken } from "./endpoints/credential";
import {
  getApplicationSettings,
  getMetadata,
  getPlanLimits,
  updateApplicationSettings,
} from "./endpoints/instance";
import {
  getGroup,
  getGroupMember,
  getProject,
  listGroupProjects,
  listProjects,
} from "./endpoints/namespaces";
import { assignRunner, unassignRunner } from "./endpoints/projectRunners";
import { listPendingJobs } from "./endpoints/projectJobs";
import {
  firstGroupProjects,
  listGroupProjectSwitches,
  listProjectSwitches,
} from "./endpoints/projectSwitches";
import { iterateRunnerJobPages, iterateRunnerJobs } from "./endpoints/runnerJobs";
import {
  countRunners,
  listRunnerManagers,
  listRunnerProjects,
  listRunners,
} from "./endpoints/runnerLists";
import { deleteRunnerManager, discoverRouter, verifyRunner } from "./endpoints/runnerTokens";
import {
  createRunner,
  deleteRunner,
  getMarkedRunner,
  getRunner,
  getRunnerAlone,
  registerRunner,
  resetRunnerToken,
  updateRunner,
} from "./endpoints/runners";
import { listSigningKeys } from "./endpoints/signingKeys";
import { getJobExecutionStatus } from "./graphql/jobExecutionStatus";
import { countListedRunners, iterateRunnerPages, readRunnerPage } from "./graphql/runnerPages";
import { type Transport, type TransportOptions, createTransport } from "./transport/transport";

/** GitLab's API as far as runners go: one function an endpoint or query, see the files they are in. */
export type GitLabClient = ReturnType<typeof bindEndpoints>;

/** A client of one GitLab with one credential. Nothing is sent until a function is called. */
export function createGitLabClient(options: TransportOptions): GitLabClient {
  return bindEndpoints(createTransport(options));
}

const endpoints = {
  assignRunner,
  countListedRunners,
  countRunners,
  createRunner,
  deleteRunner,
  deleteRunnerManager,
  discoverRouter,
  firstGroupProjects,
  getApplicationSettings,
  getCurrentUser,
  getGroup,
  getGroupMember,
  getJobExecutionStatus,
  getMarkedRunner,
  getMetadata,
  getOwnAccessToken,
  getPlanLimits,
  getProject,
  getRunner,
  getRunnerAlone,
  iterateRunnerJobPages,
  iterateRunnerJobs,
  iterateRunnerPages,
  listConfiguredJobs,
  listGroupProjectSwitches,
  listGroupProjects,
  listPendingJobs,
  listProjects,
  listProjectSwitches,
  listRunnerManagers,
  listRunnerProjects,
  listRunners,
  listSigningKeys,
  readRunnerPage,
  registerRunner,
  resetRunnerToken,
  unassignRunner,
  updateApplicationSettings,
  updateRunner,
  verifyRunner,
};

type Endpoints = typeof endpoints;
type Bound<F> = F extends (send: Transport, ...rest: infer A) => infer R
  ? (...rest: A) => R
  : never;

/** The client whose requests a transport sends. */
function bindEndpoints(send: Transport): {
  readonly [Name in keyof Endpoints]: Bound<Endpoints[Name]>;
} {
  return Object.fromEntries(
    Object.entries(endpoints).map(([name, endpoint]) => [
      name,
      (endpoint as (send: Transport, ...rest: unknown[]) => unknown).bind(undefined, send),
    ]),
  ) as unknown as { readonly [Name in keyof Endpoints]: Bound<Endpoints[Name]> };
}
