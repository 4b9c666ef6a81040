import type { JOB_STATUSES } from "../gitlab/payloads/schemas";
import type {
  AccessLevel,
  RunnerCreator,
  RunnerGroup,
  RunnerProject,
  RunnerStatus,
  RunnerType,
} from "./runnerTypes";

/** A runner as GitLab lists it. */
export interface RunnerSummary {
  id: number;
  description?: string | undefined;
  runnerType: RunnerType;
  paused: boolean;
  isShared: boolean;
  /** Whether the runner is online. Undefined for a runner that never contacted GitLab. */
  online?: boolean | undefined;
  status: RunnerStatus;
  /** The name that a registered runner gave itself. */
  name?: string | undefined;
  /** ISO 8601. Needs GitLab 18. */
  createdAt?: string | undefined;
  /** Present if the access token may see it. */
  createdBy?: RunnerCreator | undefined;
  /** `active` while the runner runs jobs, otherwise `idle`. Needs GitLab 18. */
  jobExecutionStatus?: string | undefined;
}

/** Everything that GitLab reports about a runner. */
export interface RunnerDetails extends RunnerSummary {
  tagList: string[];
  runUntagged: boolean;
  locked: boolean;
  /** The longest that a job may run, in seconds. */
  maximumTimeout?: number | undefined;
  accessLevel: AccessLevel;
  /** The version of the gitlab-runner that contacted GitLab last. */
  version?: string | undefined;
  revision?: string | undefined;
  platform?: string | undefined;
  architecture?: string | undefined;
  /** When the runner last contacted GitLab, ISO 8601. */
  contactedAt?: string | undefined;
  /** Present if the access token may update the runner. */
  maintenanceNote?: string | undefined;
  /** When the runner's token expires, ISO 8601. Undefined if it never does, and in GitLab before 19. */
  tokenExpiresAt?: string | undefined;
  /** The projects that may use the runner, of those that the access token may see. */
  projects?: RunnerProject[] | undefined;
  groups?: RunnerGroup[] | undefined;
}

/** A gitlab-runner process that uses a runner's token. */
export interface RunnerManager {
  id: number;
  systemId: string;
  version?: string | undefined;
  revision?: string | undefined;
  platform?: string | undefined;
  architecture?: string | undefined;
  ipAddress?: string | undefined;
  status: string;
  /** ISO 8601. */
  createdAt?: string | undefined;
  /** ISO 8601. */
  contactedAt?: string | undefined;
  jobExecutionStatus?: string | undefined;
}

/** A job that a runner ran or is running. */
export interface RunnerJob {
  id: number;
  status: JobStatus;
  stage: string;
  name: string;
  ref: string;
  tag: boolean;
  /** Percent. */
  coverage?: number | undefined;
  allowFailure: boolean;
  /** ISO 8601. */
  createdAt: string;
  /** ISO 8601. */
  startedAt?: string | undefined;
  /** ISO 8601. */
  finishedAt?: string | undefined;
  /** How long the job ran, in seconds. */
  duration?: number | undefined;
  /** How long the job waited for a runner, in seconds. */
  queuedDuration?: number | undefined;
  failureReason?: string | undefined;
  webUrl: string;
  user?: RunnerCreator | undefined;
  pipeline?: { id: number; status: string; webUrl?: string | undefined } | undefined;
  project?: RunnerProject | undefined;
}

/** The statuses that GitLab has for a job. */
export type JobStatus = (typeof JOB_STATUSES)[number];
