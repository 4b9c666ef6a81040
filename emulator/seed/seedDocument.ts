import * as v from "valibot";

import { timeFrom } from "./seedTime";
import { PROTECTED_BRANCHES } from "../rules/protectedRefs";
import {
  ACCESS_LEVELS,
  ACCESS_SETTINGS,
  JOB_STATUSES,
  REGISTRARS,
  RUNNER_TYPES,
} from "../store/records";

/** Names of GitLab's roles, and their access levels. */
export const ROLES = { guest: 10, reporter: 20, developer: 30, maintainer: 40, owner: 50 } as const;

const id = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)));
const seconds = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1)));
const visibility = v.picklist(["private", "internal", "public"]);

const user = v.strictObject({
  id,
  username: v.string(),
  name: v.optional(v.string()),
  email: v.optional(v.string()),
  admin: v.optional(v.boolean(), false),
  auditor: v.optional(v.boolean(), false),
});

const token = v.strictObject({
  /** The key of the token's value in `tokens` of the server. */
  name: v.string(),
  /** A username. */
  user: v.string(),
  scopes: v.optional(v.array(v.string()), ["api"]),
  /** Random by default. */
  token: v.optional(v.string()),
  expires_at: v.optional(v.nullable(v.pipe(v.string(), v.isoDate())), null),
  revoked: v.optional(v.boolean(), false),
});

const group = v.strictObject({
  id,
  /** The full path. The groups above it must come first. */
  full_path: v.string(),
  name: v.optional(v.string()),
  visibility: v.optional(visibility, "private"),
  runners_token: v.optional(v.string()),
  runner_registration_enabled: v.optional(v.boolean(), true),
  /** The value of the group above by default, or true without such a group. The same holds for the next. */
  shared_runners_enabled: v.optional(v.boolean()),
  allow_descendants_override_disabled_shared_runners: v.optional(v.boolean()),
  runner_token_expiration_interval: v.optional(seconds, null),
  subgroup_runner_token_expiration_interval: v.optional(seconds, null),
  project_runner_token_expiration_interval: v.optional(seconds, null),
});

const project = v.strictObject({
  id,
  path_with_namespace: v.string(),
  name: v.optional(v.string()),
  organization: v.optional(v.string(), "default"),
  visibility: v.optional(visibility, "private"),
  runners_token: v.optional(v.string()),
  runner_registration_enabled: v.optional(v.boolean(), true),
  /** The value of its group by default, or true without a group. */
  shared_runners_enabled: v.optional(v.boolean()),
  group_runners_enabled: v.optional(v.boolean(), true),
  builds_access_level: v.optional(v.picklist(ACCESS_SETTINGS), "enabled"),
  /** Names, with `*` for any text. */
  protected_branches: v.optional(v.array(v.string()), PROTECTED_BRANCHES),
  protected_tags: v.optional(v.array(v.string()), []),
  archived: v.optional(v.boolean(), false),
  /** The text of `.gitlab-ci.yml`, or an empty text for no such file. Without it, there is no repository. */
  ci_config: v.optional(v.nullable(v.string()), null),
  /** The texts of other files of its repository, by their paths: what configurations include, and components. */
  files: v.optional(v.record(v.string(), v.string()), {}),
  /** Tags of its one commit, such as the versions of components. */
  tags: v.optional(v.array(v.string()), []),
  /** The numbers (iids) of its merge requests. */
  merge_requests: v.optional(v.array(v.pipe(v.number(), v.integer(), v.minValue(1))), []),
  runner_token_expiration_interval: v.optional(seconds, null),
});

const member = v.strictObject({
  user: v.string(),
  /** The full path of a group or of a project. */
  of: v.string(),
  role: v.picklist(Object.keys(ROLES) as (keyof typeof ROLES)[]),
});

const positive = v.pipe(v.number(), v.integer(), v.minValue(1));
const limit = v.pipe(v.number(), v.integer(), v.minValue(0));

const settings = v.partial(
  v.strictObject({
    admin_mode: v.boolean(),
    allow_registration_token: v.boolean(),
    valid_runner_registrars: v.array(v.picklist(REGISTRARS)),
    runners_registration_token: v.string(),
    plan: v.picklist(["free", "premium", "ultimate"]),
    job_router_url: v.nullable(v.string()),
    runner_token_expiration_interval: seconds,
    group_runner_token_expiration_interval: seconds,
    project_runner_token_expiration_interval: seconds,
    ci_registered_group_runners: limit,
    ci_registered_project_runners: limit,
    throttle_authenticated_api_enabled: v.boolean(),
    throttle_authenticated_api_requests_per_period: positive,
    throttle_authenticated_api_period_in_seconds: positive,
    throttle_unauthenticated_api_enabled: v.boolean(),
    throttle_unauthenticated_api_requests_per_period: positive,
    throttle_unauthenticated_api_period_in_seconds: positive,
    rate_limiting_response_text: v.nullable(v.string()),
    project_api_limit: limit,
    group_api_limit: limit,
    notes_create_limit: limit,
    runner_jobs_request_api_limit: limit,
    runner_jobs_patch_trace_api_limit: limit,
    runner_jobs_endpoints_api_limit: limit,
  }),
);

const list = <const Item extends v.GenericSchema>(
  item: Item,
): v.OptionalSchema<v.ArraySchema<Item, undefined>, readonly []> => v.optional(v.array(item), []);

/** The schema of a seed that is applied at a time, which relative times count from. */
function seedDocument(now: Date) {
  const time = timeFrom(now);
  const manager = v.strictObject({
    id,
    system_id: v.string(),
    version: v.optional(v.nullable(v.string()), null),
    revision: v.optional(v.nullable(v.string()), null),
    platform: v.optional(v.nullable(v.string()), null),
    architecture: v.optional(v.nullable(v.string()), null),
    ip_address: v.optional(v.nullable(v.string()), null),
    created_at: v.optional(time),
    contacted_at: v.optional(v.nullable(time), null),
  });

  const job = v.strictObject({
    id,
    status: v.picklist(JOB_STATUSES),
    project: v.string(),
    system_id: v.optional(v.nullable(v.string()), null),
    user: v.optional(v.string()),
    stage: v.optional(v.string(), "test"),
    name: v.optional(v.string(), "test"),
    ref: v.optional(v.string(), "main"),
    tag: v.optional(v.boolean(), false),
    allow_failure: v.optional(v.boolean(), false),
    coverage: v.optional(v.nullable(v.number()), null),
    tag_list: v.optional(v.array(v.string()), []),
    pipeline_id: v.optional(v.number(), 1),
    commit: v.optional(v.string(), "0".repeat(40)),
    created_at: v.optional(time),
    started_at: v.optional(v.nullable(time), null),
    finished_at: v.optional(v.nullable(time), null),
    failure_reason: v.optional(v.nullable(v.string()), null),
    queued_duration: v.optional(v.nullable(v.number()), null),
    /** The commands that it runs; without them `true`. */
    script: v.optional(v.array(v.string())),
    /** Its own variables, besides the predefined ones. */
    variables: v.optional(v.record(v.string(), v.string())),
  });

  const runner = v.strictObject({
    id,
    runner_type: v.picklist(RUNNER_TYPES),
    /** The full path of a group runner's group. */
    group: v.optional(v.string()),
    /** The full paths of a project runner's projects. The first is the owner project. */
    projects: v.optional(v.array(v.string()), []),
    /** A username. */
    created_by: v.optional(v.string()),
    /** How the runner was created. The prefix of its token shows this. */
    registration_type: v.optional(
      v.picklist(["authenticated_user", "registration_token"]),
      "authenticated_user",
    ),
    name: v.optional(v.nullable(v.string()), null),
    description: v.optional(v.nullable(v.string()), null),
    maintenance_note: v.optional(v.nullable(v.string()), null),
    paused: v.optional(v.boolean(), false),
    locked: v.optional(v.boolean(), false),
    run_untagged: v.optional(v.boolean(), true),
    access_level: v.optional(v.picklist(ACCESS_LEVELS), "not_protected"),
    maximum_timeout: v.optional(v.nullable(v.number()), null),
    tag_list: v.optional(v.array(v.string()), []),
    token: v.optional(v.string()),
    token_expires_at: v.optional(v.nullable(time), null),
    token_rotation_deadline: v.optional(v.nullable(time), null),
    created_at: v.optional(time),
    contacted_at: v.optional(v.nullable(time), null),
    managers: v.optional(v.array(manager), []),
    jobs: v.optional(v.array(job), []),
  });

  return v.strictObject({
    settings: v.optional(settings, {}),
    users: list(user),
    tokens: list(token),
    groups: list(group),
    projects: list(project),
    members: list(member),
    runners: list(runner),
    /** Jobs that wait for a runner. */
    jobs: list(job),
  });
}

/** What a server has at first, in GitLab's words. */
export type Seed = v.InferInput<ReturnType<typeof seedDocument>>;
export type CheckedSeed = v.InferOutput<ReturnType<typeof seedDocument>>;

/**
 * @throws Error that names every path in the document that is wrong.
 */
export function checkSeed(seed: unknown, now: Date): CheckedSeed {
  const result = v.safeParse(seedDocument(now), seed);
  if (result.success) return result.output;
  const problems = result.issues.map(
    (issue) => `  ${v.getDotPath(issue) ?? "document"}: ${issue.message}`,
  );
  throw new Error(`The seed is not valid:\n${problems.join("\n")}`);
}
