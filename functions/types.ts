import type { JOB_STATUSES } from "../gitlab/payloads/schemas";
import type {
  AccessLevel,
  RunnerCreator,
  RunnerGroup,
  RunnerProject,
  RunnerStatus,
  RunnerType,
} from "./runnerTypes";

/** A runner as GitLab's lists have it. */
export interface RunnerSummary {
  id: number;
  description?: string | undefined;
  runnerType: RunnerType;
  paused: boolean;
  isShared: boolean;
  /** Undefined for a runner that never contacted GitLab. */
  online?: boolean | undefined;
  status: RunnerStatus;
  /** The name that a registered runner gave itself. */
  name?: string | undefined;
  /** ISO 8601. GitLab 18. */
  createdAt?: string | undefined;
  /** Where the credential may see it. */
  createdBy?: RunnerCreator | undefined;
  /** `active` while it runs jobs, else `idle`. GitLab 18. */
  jobExecutionStatus?: string | undefined;
}

/** All that GitLab reports of a runner. */
export interface RunnerDetails extends RunnerSummary {
  tagList: string[];
  runUntagged: boolean;
  locked: boolean;
  /** Seconds. */
  maximumTimeout?: number | undefined;
  accessLevel: AccessLevel;
  /** Of the gitlab-runner that contacted GitLab last. */
  version?: string | undefined;
  revision?: string | undefined;
  platform?: string | undefined;
  architecture?: string | undefined;
  /** ISO 8601. */
  contactedAt?: string | undefined;
  /** Where the credential may update the runner. */
  maintenanceNote?: string | undefined;
  /** When its token expires, ISO 8601; undefined for never, and in GitLab before 19. */
  tokenExpiresAt?: string | undefined;
  /** Those that the credential may see. */
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

/** A job that a runner ran or runs. */
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
  /** Seconds. */
  duration?: number | undefined;
  /** Seconds. */
  queuedDuration?: number | undefined;
  failureReason?: string | undefined;
  webUrl: string;
  user?: RunnerCreator | undefined;
  pipeline?: { id: number; status: string; webUrl?: string | undefined } | undefined;
  project?: RunnerProject | undefined;
}

/** Every status of a job that GitLab knows. */
export type JobStatus = (typeof JOB_STATUSES)[number];
