import type { ApplicationLimit } from "./rules/rateLimits";

/** The releases of GitLab that the server can imitate. "newest" is 19. */
export const VERSIONS = ["15", "16", "17", "18.2", "18.7", "18.11", "newest"] as const;
/** A release of GitLab that the server can imitate. */
export type Version = (typeof VERSIONS)[number];

/** The commit that every release says it is built from. */
export const REVISION = "0123abcdef0";

/** What the types of GraphQL have in a release. */
export interface GraphqlFeatures {
  /** `managers`, a new runner's token, and the arguments `versionPrefix`, `creatorId` and so on. */
  managers: boolean;
  /** `version`, `platformName` and the like of a runner itself. */
  managerFieldsOfRunners: boolean;
  /** What the field `status` takes as `legacyMode`, and whether that still means anything. */
  legacyMode: "none" | "ignored" | "paused";
  /** `ACTIVE` and `PAUSED` of `CiRunnerStatus`. */
  pausedStatus: boolean;
  /** What `jobExecutionStatus` calls a runner that has jobs. */
  busy: "RUNNING" | "ACTIVE";
  /** In which order a runner's projects come. */
  projectOrder: "asc" | "desc";
  /** What ends that the creator can read a new runner's token: a manager, or a request for jobs. */
  tokenShownUntil: "manager" | "jobs";
  creationMethod: boolean;
  /** Known of 18.5, not from when on. */
  creationState: boolean;
  /** `maxAccessLevel` of groups and projects; known of 18.5, not from when on. */
  maxAccessLevel: boolean;
  /** `currentUser.runners`, from 18.3. */
  runnersOfUser: boolean;
  /** `ownerProject` has the type `ProjectInterface`; known of 18.5, not from when on. */
  ownerIsInterface: boolean;
  /** The filter `tagList` also finds tags that contain what it says; it is not known from when on. */
  partialTags: boolean;
}

/** What a client can see of a release. Times are the first of the releases above that has it. */
export interface Features {
  /** What `GET /version` says. */
  version: string;
  /** `POST /user/runners`, runner managers and the scope `create_runner`. */
  createByUser: boolean;
  /** The scope `manage_runner`. */
  manageRunnerScope: boolean;
  /** Whether registration tokens work unless the settings say otherwise. */
  registrationTokensByDefault: boolean;
  /** How long tokens of runners look. */
  tokenForm: "plain" | "partitioned" | "routable";
  /** Verification answers with JSON; before, with the text "200". */
  verifyAnswersJson: boolean;
  /** Any heartbeat sets the contact time; before, not that of a runner made by a user. */
  contactForEveryToken: boolean;
  /** Any heartbeat ends a runner's creation; later, only a request for jobs does. */
  creationEndsByHeartbeat: boolean;
  /** A runner's owner project cannot be unassigned; before, its last one could not. */
  ownerProjectRule: boolean;
  /** A project runner that lost all its projects cannot be assigned again. */
  orphanTakeoverRefused: boolean;
  /** `created_at`, `created_by` and `job_execution_status`. */
  creationAttributes: boolean;
  /** `GET /runners/router/discovery`. */
  routerDiscovery: boolean;
  /** `token_expires_at` and `token_rotation_deadline` (Premium), from 18.10. */
  explicitTokenExpiry: boolean;
  /** How far ahead `token_expires_at` may be, days: gitlab-org/gitlab!253825 raised it. */
  maxTokenExpiryDays: number;
  /** `GET /runners/:id` has `token_expires_at`: gitlab-org/gitlab!253821. */
  detailsTellTokenExpiry: boolean;
  /** Assigning a runner to a project needs the right to make runners there. */
  assignmentNeedsCreation: boolean;
  /**
   * `GET /runners/:id/projects`, `include_projects`, and no `projects` in an update's answer:
   * gitlab-org/gitlab!208298.
   */
  runnerProjects: boolean;
  /** `404 Runner Not Found`; before, `404 Not found`. */
  namesMissingRunner: boolean;
  /** Auditors may list all runners. */
  auditorsListAll: boolean;
  /** A locked runner cannot be unassigned except by administrators. */
  lockedBlocksUnassign: boolean;
  /** Maintainers of a group may list its runners; before, only owners. */
  groupMaintainersList: boolean;
  /**
   * What a runner gets to know of its job: the whole since gitlab-org/gitlab has `pipeline_id` there,
   * long without that, and short without namespaces, instance and queue either.
   */
  jobInfo: "short" | "long" | "whole";
  /** A group's setting may go by the name `disabled_with_override`, too. */
  sharedRunnersOldName: boolean;
  /**
   * Enabling instance runners in a group does so in all that is below it; not known from when on
   * (GitLab's app/services/groups/update_shared_runners_service.rb).
   */
  enablingReachesBelow: boolean;
  /** An archived project cannot be transferred; not known from when on. */
  archivedStay: boolean;
  /** The endpoints that have a limit of their own. */
  limits: readonly ApplicationLimit[];
  /** Such a limit says by `Retry-After` when to come back. */
  limitsTellWhen: boolean;
  /** A throttle sends its figures in every answer; before, in those that it refuses. */
  limitsInEveryAnswer: boolean;
  /** What a job's token asks of `/jobs` counts for no throttle. */
  jobTokensUnthrottled: boolean;
  graphql: GraphqlFeatures;
}

const RUNNER_JOBS_LIMITS = [
  "runner_jobs_request_api_limit",
  "runner_jobs_patch_trace_api_limit",
  "runner_jobs_endpoints_api_limit",
] as const;

const NUMBERS: Record<Version, string> = {
  "15": "15.11.13-ee",
  "16": "16.11.10-ee",
  "17": "17.11.7-ee",
  "18.2": "18.2.8-ee",
  "18.7": "18.7.6-ee",
  "18.11": "18.11.3-ee",
  newest: "19.4.0-ee",
};

export function featuresOf(version: Version): Features {
  const from = (first: Version): boolean => VERSIONS.indexOf(version) >= VERSIONS.indexOf(first);
  return {
    version: NUMBERS[version],
    createByUser: from("16"),
    manageRunnerScope: from("17"),
    registrationTokensByDefault: !from("17"),
    tokenForm: from("18.7") ? "routable" : from("18.2") ? "partitioned" : "plain",
    verifyAnswersJson: from("16"),
    contactForEveryToken: from("18.7") || version === "15",
    creationEndsByHeartbeat: !from("18.7"),
    ownerProjectRule: from("18.2"),
    orphanTakeoverRefused: from("18.2"),
    creationAttributes: from("18.7"),
    routerDiscovery: from("18.7"),
    explicitTokenExpiry: from("18.11"),
    maxTokenExpiryDays: from("newest") ? 21 : 15,
    detailsTellTokenExpiry: from("newest"),
    assignmentNeedsCreation: from("17"),
    runnerProjects: from("18.11"),
    namesMissingRunner: from("newest"),
    auditorsListAll: from("newest"),
    lockedBlocksUnassign: from("newest"),
    groupMaintainersList: from("newest"),
    jobInfo: from("newest") ? "whole" : from("18.7") ? "long" : "short",
    sharedRunnersOldName: !from("18.2"),
    enablingReachesBelow: from("18.2"),
    archivedStay: from("newest"),
    limits: [
      "notes_create_limit",
      ...(from("18.2") ? (["project_api_limit", "group_api_limit"] as const) : []),
      ...(from("18.7") ? RUNNER_JOBS_LIMITS : []),
    ],
    limitsTellWhen: from("18.7"),
    limitsInEveryAnswer: from("newest"),
    jobTokensUnthrottled: from("newest"),
    graphql: {
      managers: from("16"),
      managerFieldsOfRunners: !from("17"),
      legacyMode: from("17") ? "none" : from("16") ? "ignored" : "paused",
      pausedStatus: !from("17"),
      busy: from("17") ? "ACTIVE" : "RUNNING",
      projectOrder: from("16") ? "desc" : "asc",
      tokenShownUntil: from("newest") ? "jobs" : "manager",
      creationMethod: from("17"),
      creationState: from("18.7"),
      maxAccessLevel: from("18.7"),
      runnersOfUser: from("18.7"),
      ownerIsInterface: from("18.7"),
      partialTags: from("18.7"),
    },
  };
}
