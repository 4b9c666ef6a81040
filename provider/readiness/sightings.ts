import { type RunnerManagerPayload, VERIFICATION_SYSTEM_ID } from "../../gitlab";

/** The system id of the one manager by which GitLab notes all contacts without a system id. */
export const WITHOUT_SYSTEM_ID = "<legacy>";

/**
 * One contact is not enough: `gitlab-runner register` and `gitlab-runner verify` make one, too, and
 * then no process has to run.
 */
export const CONTACTS_NEEDED = 2;

/** What GitLab shows of a runner's machines at one time. */
export interface Look {
  readonly managers: readonly RunnerManagerPayload[];
  /** The ids of the jobs that a machine runs, by the manager's id; of those that were asked for. */
  readonly jobs: ReadonlyMap<number, readonly number[]>;
}

/** A machine, as looks have shown it since the wait began. */
export interface Machine {
  readonly systemId: string;
  readonly version?: string | undefined;
  /** By GitLab's clock, ISO 8601. */
  readonly contactedAt?: string | undefined;
  /** How many looks showed another contact than the one before, made with the runner's present token. */
  readonly contacts: number;
  /**
   * Jobs that it may have taken with an earlier token. As long as it runs no other job, its contacts
   * may be those of these jobs, which go on when the runner's token is reset.
   */
  readonly oldJobs?: readonly number[] | undefined;
}

/** By the manager's id in GitLab. */
export type Sightings = ReadonlyMap<number, Machine>;

/**
 * Takes in a look. Contacts are compared with those that an earlier look showed, and never with a
 * clock: what counts has happened since the wait began, whatever GitLab's clock and ours say.
 *
 * @param before - what earlier looks have shown; undefined for the first one.
 * @param isTokenNew - whether machines may still run jobs that they got with an earlier token.
 * @see app/models/ci/runner_manager.rb in GitLab's source: each contact is in the cache at once, and
 *   in the database after 40 minutes or more; the API shows the cache
 */
export function noteLook(
  before: Sightings | undefined,
  { managers, jobs }: Look,
  isTokenNew: boolean,
): Sightings {
  const machines = managers.filter(({ system_id: id }) => id !== VERIFICATION_SYSTEM_ID);
  return new Map(
    machines.map((manager) => {
      const known = before?.get(manager.id);
      const present = {
        systemId: manager.system_id,
        version: manager.version ?? undefined,
        contactedAt: manager.contacted_at ?? undefined,
      };
      const running = jobs.get(manager.id) ?? [];
      const progress = known
        ? progressOf(known, present.contactedAt, isBusy(manager), running)
        : firstSight(before === undefined, present.contactedAt, {
            oldJobs: isInDoubt(before, manager, isTokenNew) ? running : undefined,
          });
      return [manager.id, { ...present, ...progress }];
    }),
  );
}

/** Whether the jobs of a machine decide what its contacts show. */
export function isInDoubt(
  before: Sightings | undefined,
  manager: RunnerManagerPayload,
  isTokenNew: boolean,
): boolean {
  const isOld = before ? before.get(manager.id)?.oldJobs !== undefined : isTokenNew;
  return isOld && isBusy(manager);
}

/** Whether a machine runs a job. GitLab before 18 does not report it. */
function isBusy({ job_execution_status: status }: RunnerManagerPayload): boolean {
  return status === "active";
}

type Progress = Pick<Machine, "contacts" | "oldJobs">;

function firstSight(
  isFirstLook: boolean,
  contactedAt: string | undefined,
  { oldJobs }: Pick<Machine, "oldJobs">,
): Progress {
  if (isFirstLook) return { contacts: 0, oldJobs };
  // GitLab makes a manager at the first contact with the runner's token.
  return { contacts: contactedAt === undefined ? 0 : 1 };
}

function progressOf(
  { contacts, contactedAt: before, oldJobs }: Machine,
  now: string | undefined,
  isBusyNow: boolean,
  running: readonly number[],
): Progress {
  if (oldJobs) {
    // It asked for that job with the present token.
    if (running.some((job) => !oldJobs.includes(job))) return { contacts: CONTACTS_NEEDED };
    // The contact that is seen now can be the last one of the old job.
    return isBusyNow ? { contacts: 0, oldJobs } : { contacts: 0 };
  }
  const isLater =
    now !== undefined && (before === undefined || Date.parse(now) > Date.parse(before));
  return { contacts: isLater ? contacts + 1 : contacts };
}
