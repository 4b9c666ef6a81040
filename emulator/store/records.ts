import type { RateLimitSettings } from "../rules/rateLimits";

/**
 * What the server holds, in GitLab's words. Times are ISO 8601 in UTC with milliseconds. Nobody but
 * the store changes a record, so that no change escapes the state file.
 */

export interface User {
  readonly id: number;
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly admin: boolean;
  readonly auditor: boolean;
}

export interface AccessToken {
  readonly id: number;
  /** What the seed calls it. */
  readonly name: string;
  readonly token: string;
  readonly user_id: number;
  readonly scopes: readonly string[];
  readonly created_at: string;
  /** The first day on which it is no longer valid, `YYYY-MM-DD`. */
  readonly expires_at: string | null;
  readonly revoked: boolean;
}

export type Visibility = "private" | "internal" | "public";

export interface Group {
  readonly id: number;
  readonly name: string;
  readonly path: string;
  readonly full_path: string;
  readonly parent_id: number | null;
  readonly visibility: Visibility;
  readonly runners_token: string;
  readonly runner_registration_enabled: boolean;
  readonly shared_runners_enabled: boolean;
  /** A file of state that an older version wrote does not have it. */
  readonly allow_descendants_override_disabled_shared_runners?: boolean;
  /** Seconds; for its own runners, those of its subgroups and those of its projects. */
  readonly runner_token_expiration_interval: number | null;
  readonly subgroup_runner_token_expiration_interval: number | null;
  readonly project_runner_token_expiration_interval: number | null;
  readonly created_at: string;
}

export const ACCESS_SETTINGS = ["disabled", "private", "enabled"] as const;
export type AccessSetting = (typeof ACCESS_SETTINGS)[number];

export interface Project {
  readonly id: number;
  readonly name: string;
  readonly path: string;
  readonly path_with_namespace: string;
  readonly group_id: number | null;
  readonly organization: string;
  readonly visibility: Visibility;
  readonly runners_token: string;
  readonly runner_registration_enabled: boolean;
  readonly shared_runners_enabled: boolean;
  readonly group_runners_enabled: boolean;
  /** Whether CI/CD is on; a file of state that an older version wrote has none of these three. */
  readonly builds_access_level?: AccessSetting;
  /** Names, with `*` for any text. */
  readonly protected_branches?: readonly string[];
  readonly protected_tags?: readonly string[];
  /** The text of its `.gitlab-ci.yml`; null when it has no repository. */
  readonly ci_config: string | null;
  /** A file of state that an older version wrote does not have it. */
  readonly archived?: boolean;
  /** The texts of other files of its repository, by their paths. */
  readonly files?: Readonly<Record<string, string>>;
  /** The tags of its one commit. */
  readonly tags?: readonly string[];
  /** Seconds. */
  readonly runner_token_expiration_interval: number | null;
  readonly created_at: string;
}

export interface MergeRequest {
  readonly id: number;
  /** Its number in its project. */
  readonly iid: number;
  readonly project_id: number;
}

/** A comment on a merge request. */
export interface Note {
  readonly id: number;
  readonly merge_request_id: number;
  readonly author_id: number;
  readonly body: string;
  readonly confidential: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface Member {
  readonly id: number;
  readonly user_id: number;
  readonly group_id: number | null;
  readonly project_id: number | null;
  /** 10 guest, 20 reporter, 30 developer, 40 maintainer, 50 owner. */
  readonly access_level: number;
}

export const RUNNER_TYPES = ["instance_type", "group_type", "project_type"] as const;
export type RunnerType = (typeof RUNNER_TYPES)[number];

export const ACCESS_LEVELS = ["not_protected", "ref_protected"] as const;
export type AccessLevel = (typeof ACCESS_LEVELS)[number];

export interface Runner {
  readonly id: number;
  readonly runner_type: RunnerType;
  readonly group_id: number | null;
  /** In the order of assignment: the first is the owner project. */
  readonly project_ids: readonly number[];
  readonly creator_id: number | null;
  readonly name: string | null;
  readonly description: string | null;
  readonly maintenance_note: string | null;
  readonly active: boolean;
  readonly locked: boolean;
  readonly run_untagged: boolean;
  readonly access_level: AccessLevel;
  /** Seconds. */
  readonly maximum_timeout: number | null;
  readonly tag_list: readonly string[];
  readonly token: string;
  readonly token_expires_at: string | null;
  readonly token_rotation_deadline: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly contacted_at: string | null;
  readonly creation_state: "started" | "finished";
}

export interface RunnerManager {
  readonly id: number;
  readonly runner_id: number;
  readonly system_id: string;
  readonly version: string | null;
  readonly revision: string | null;
  readonly platform: string | null;
  readonly architecture: string | null;
  readonly ip_address: string | null;
  readonly created_at: string;
  readonly contacted_at: string | null;
  readonly creation_state: "started" | "finished";
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
  readonly id: number;
  readonly status: JobStatus;
  readonly stage: string;
  readonly name: string;
  readonly ref: string;
  readonly tag: boolean;
  /** Whether its ref was protected when it was created. */
  readonly protected?: boolean;
  readonly allow_failure: boolean;
  readonly coverage: number | null;
  readonly tag_list: readonly string[];
  readonly project_id: number;
  readonly runner_id: number | null;
  readonly system_id: string | null;
  readonly user_id: number | null;
  readonly pipeline_id: number;
  readonly commit: string;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly erased_at: string | null;
  /** Seconds. */
  readonly queued_duration: number | null;
  readonly failure_reason: string | null;
  /** The commands that it runs. */
  readonly script?: readonly string[] | undefined;
  /** Its own variables. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** Bytes of log that a runner has sent. */
  readonly trace_size: number;
  /** Null until a runner has the job. */
  readonly token: string | null;
}

/** Who may make runners of their own, in words of the setting `valid_runner_registrars`. */
export const REGISTRARS = ["project", "group"] as const;
export type Registrar = (typeof REGISTRARS)[number];

export interface Settings extends RateLimitSettings {
  /** Whether an administrator's token needs the scope `admin_mode`. */
  readonly admin_mode: boolean;
  readonly allow_registration_token: boolean;
  /** Where others than administrators may make runners. */
  readonly valid_runner_registrars: readonly Registrar[];
  readonly runners_registration_token: string;
  /** Names the instance. */
  readonly uuid: string;
  /** The licence: decides on the Premium attributes. */
  readonly plan: "free" | "premium" | "ultimate";
  /** The modulus of the public key that it signs with, base64url. */
  readonly signing_key: string;
  /** The address that router discovery returns; null while there is no router. */
  readonly job_router_url: string | null;
  /** Seconds. */
  readonly runner_token_expiration_interval: number | null;
  readonly group_runner_token_expiration_interval: number | null;
  readonly project_runner_token_expiration_interval: number | null;
  /** Limits per group and per project; 0 is none. */
  readonly ci_registered_group_runners: number;
  readonly ci_registered_project_runners: number;
}
