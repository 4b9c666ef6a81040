import type { RateLimitSettings } from "../rules/rateLimits";

/** What the server holds, in GitLab's words. Times are ISO 8601 in UTC with milliseconds. */

export interface User {
  id: number;
  username: string;
  name: string;
  email: string;
  admin: boolean;
  auditor: boolean;
}

export interface AccessToken {
  id: number;
  /** What the seed calls it. */
  name: string;
  token: string;
  user_id: number;
  scopes: string[];
  created_at: string;
  /** The first day on which it is no longer valid, `YYYY-MM-DD`. */
  expires_at: string | null;
  revoked: boolean;
}

export type Visibility = "private" | "internal" | "public";

export interface Group {
  id: number;
  name: string;
  path: string;
  full_path: string;
  parent_id: number | null;
  visibility: Visibility;
  runners_token: string;
  runner_registration_enabled: boolean;
  shared_runners_enabled: boolean;
  /** A file of state that an older version wrote does not have it. */
  allow_descendants_override_disabled_shared_runners?: boolean;
  /** Seconds; for its own runners, those of its subgroups and those of its projects. */
  runner_token_expiration_interval: number | null;
  subgroup_runner_token_expiration_interval: number | null;
  project_runner_token_expiration_interval: number | null;
  created_at: string;
}

export const ACCESS_SETTINGS = ["disabled", "private", "enabled"] as const;
export type AccessSetting = (typeof ACCESS_SETTINGS)[number];

export interface Project {
  id: number;
  name: string;
  path: string;
  path_with_namespace: string;
  group_id: number | null;
  organization: string;
  visibility: Visibility;
  runners_token: string;
  runner_registration_enabled: boolean;
  shared_runners_enabled: boolean;
  group_runners_enabled: boolean;
  /** Whether CI/CD is on; a file of state that an older version wrote has none of these three. */
  builds_access_level?: AccessSetting;
  /** Names, with `*` for any text. */
  protected_branches?: string[];
  protected_tags?: string[];
  /** The text of its `.gitlab-ci.yml`; null when it has no repository. */
  ci_config: string | null;
  /** Seconds. */
  runner_token_expiration_interval: number | null;
  created_at: string;
}

export interface MergeRequest {
  id: number;
  /** Its number in its project. */
  iid: number;
  project_id: number;
}

/** A comment on a merge request. */
export interface Note {
  id: number;
  merge_request_id: number;
  author_id: number;
  body: string;
  confidential: boolean;
  created_at: string;
  updated_at: string;
}

export interface Member {
  id: number;
  user_id: number;
  group_id: number | null;
  project_id: number | null;
  /** 10 guest, 20 reporter, 30 developer, 40 maintainer, 50 owner. */
  access_level: number;
}

export const RUNNER_TYPES = ["instance_type", "group_type", "project_type"] as const;
export type RunnerType = (typeof RUNNER_TYPES)[number];

export const ACCESS_LEVELS = ["not_protected", "ref_protected"] as const;
export type AccessLevel = (typeof ACCESS_LEVELS)[number];

export interface Runner {
  id: number;
  runner_type: RunnerType;
  group_id: number | null;
  /** In the order of assignment: the first is the owner project. */
  project_ids: number[];
  creator_id: number | null;
  name: string | null;
  description: string | null;
  maintenance_note: string | null;
  active: boolean;
  locked: boolean;
  run_untagged: boolean;
  access_level: AccessLevel;
  /** Seconds. */
  maximum_timeout: number | null;
  tag_list: string[];
  token: string;
  token_expires_at: string | null;
  token_rotation_deadline: string | null;
  created_at: string;
  updated_at: string;
  contacted_at: string | null;
  creation_state: "started" | "finished";
}

export interface RunnerManager {
  id: number;
  runner_id: number;
  system_id: string;
  version: string | null;
  revision: string | null;
  platform: string | null;
  architecture: string | null;
  ip_address: string | null;
  created_at: string;
  contacted_at: string | null;
  creation_state: "started" | "finished";
}

export const JOB_STATUSES = [
  "created",
  "waiting_for_resource",
  "preparing",
  "waiting_for_callback",
  "pending",
  "running",
  "success",
  "failed",
  "canceling",
  "canceled",
  "skipped",
  "manual",
  "scheduled",
] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

export interface Job {
  id: number;
  status: JobStatus;
  stage: string;
  name: string;
  ref: string;
  tag: boolean;
  /** Whether its ref was protected when it was created. */
  protected?: boolean;
  allow_failure: boolean;
  coverage: number | null;
  tag_list: string[];
  project_id: number;
  runner_id: number | null;
  system_id: string | null;
  user_id: number | null;
  pipeline_id: number;
  commit: string;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  erased_at: string | null;
  /** Seconds. */
  queued_duration: number | null;
  failure_reason: string | null;
  /** Bytes of log that a runner has sent. */
  trace_size: number;
  /** Null until a runner has the job. */
  token: string | null;
}

/** Who may make runners of their own, in words of the setting `valid_runner_registrars`. */
export const REGISTRARS = ["project", "group"] as const;
export type Registrar = (typeof REGISTRARS)[number];

export interface Settings extends RateLimitSettings {
  /** Whether an administrator's token needs the scope `admin_mode`. */
  admin_mode: boolean;
  allow_registration_token: boolean;
  /** Where others than administrators may make runners. */
  valid_runner_registrars: Registrar[];
  runners_registration_token: string;
  /** Names the instance. */
  uuid: string;
  /** The licence: decides on the Premium attributes. */
  plan: "free" | "premium" | "ultimate";
  /** The modulus of the public key that it signs with, base64url. */
  signing_key: string;
  /** The address that router discovery tells; null while there is no router. */
  job_router_url: string | null;
  /** Seconds. */
  runner_token_expiration_interval: number | null;
  group_runner_token_expiration_interval: number | null;
  project_runner_token_expiration_interval: number | null;
  /** Limits per group and per project; 0 is none. */
  ci_registered_group_runners: number;
  ci_registered_project_runners: number;
}
