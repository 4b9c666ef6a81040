import type { Connection } from "../gitlab/connection";
import { readFleet } from "./fleetFigures";
import { readJobs } from "./jobs";
import { readManagers, readProjects, readRunner } from "./runner";
import { readAccess } from "./runnerAccess";
import { readGroup, readInstance, readOwned, readProject } from "./runnerLists";
import { readCoverage } from "./tagCoverage";
import { verify } from "./verifyRunnerToken";

/** Reads something of GitLab. */
export interface DataFunction {
  /**
   * @param args - checked here: an object, as the caller gives it.
   * @throws FunctionError that names every argument that is wrong; GitLabError for GitLab's refusal.
   */
  run(connection: Connection, args: unknown): Promise<unknown>;
}

/** Every data function, by its name in the SDK. */
export const FUNCTIONS = {
  getAllRunners: { run: readInstance },
  getFleetFigures: { run: readFleet },
  getGroupRunners: { run: readGroup },
  getProjectRunners: { run: readProject },
  getRunner: { run: readRunner },
  getRunnerAccess: { run: readAccess },
  getRunnerJobs: { run: readJobs },
  getRunnerManagers: { run: readManagers },
  getRunnerProjects: { run: readProjects },
  getRunners: { run: readOwned },
  getTagCoverage: { run: readCoverage },
  verifyRunnerToken: { run: verify },
} as const satisfies Record<string, DataFunction>;
