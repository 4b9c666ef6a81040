import * as v from "valibot";
import { UnexpectedReplyError, UnknownOutcomeError } from "../transport/errors";

/**
 * What GitLab sends, as far as this package uses it: unknown keys are dropped, names stay as on the
 * wire. Attributes that a GitLab version in support does not send yet, or no longer, are optional.
 */
const nullish = <S extends v.GenericSchema>(schema: S) => v.optional(v.nullable(schema));

export const RUNNER_TYPES = ["instance_type", "group_type", "project_type"] as const;
export const ACCESS_LEVELS = ["not_protected", "ref_protected"] as const;

const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const text = v.string();

/** Entity `Ci::Runner`: what lists and an assignment answer. */
export const runnerSchema = v.object({
  id,
  description: nullish(text),
  active: v.optional(v.boolean()),
  paused: v.boolean(),
  is_shared: v.boolean(),
  runner_type: v.picklist(RUNNER_TYPES),
  name: nullish(text),
  online: nullish(v.boolean()),
  status: text,
  ip_address: nullish(text),
  created_at: nullish(text),
  created_by: nullish(v.object({ id, username: text, name: text })),
  job_execution_status: nullish(text),
});

/** Entity `BasicProjectDetails`, its identifying part. */
export const projectSchema = v.object({
  id,
  name: text,
  path_with_namespace: text,
});

export const groupSchema = v.object({ id, name: text, web_url: nullish(text) });

/**
 * Entity `Ci::RunnerDetails`. `projects` is absent from the answer to an update, and where it was not
 * asked for.
 */
export const runnerDetailsSchema = v.object({
  ...runnerSchema.entries,
  tag_list: v.array(text),
  run_untagged: v.boolean(),
  locked: v.boolean(),
  maximum_timeout: nullish(v.number()),
  access_level: v.picklist(ACCESS_LEVELS),
  version: nullish(text),
  revision: nullish(text),
  platform: nullish(text),
  architecture: nullish(text),
  contacted_at: nullish(text),
  maintenance_note: nullish(text),
  /** Null for a token that never expires; absent before GitLab reported it. */
  token_expires_at: nullish(text),
  projects: v.optional(v.array(projectSchema)),
  groups: v.optional(v.array(groupSchema)),
});

/** A set of JSON Web Keys, as far as it distinguishes one GitLab from another. */
export const signingKeysSchema = v.object({
  keys: v.pipe(v.array(v.object({ kid: text })), v.minLength(1), v.maxLength(20)),
});

/** Entity `Ci::RunnerRegistrationDetails`: create, register and verify. */
export const runnerRegistrationSchema = v.object({
  id,
  token: v.pipe(text, v.minLength(1)),
  token_expires_at: nullish(text),
});

/** Entity `Ci::ResetTokenResult`. */
export const resetTokenSchema = v.object({
  token: v.pipe(text, v.minLength(1)),
  token_expires_at: nullish(text),
});

/** Entity `Ci::RunnerManager`. */
export const runnerManagerSchema = v.object({
  id,
  system_id: text,
  version: nullish(text),
  revision: nullish(text),
  platform: nullish(text),
  architecture: nullish(text),
  created_at: nullish(text),
  contacted_at: nullish(text),
  ip_address: nullish(text),
  status: text,
  job_execution_status: nullish(text),
});

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

/** Entity `Ci::JobBasicWithProject`. */
export const jobSchema = v.object({
  id,
  status: text,
  stage: text,
  name: text,
  ref: text,
  tag: v.boolean(),
  coverage: nullish(v.number()),
  allow_failure: v.boolean(),
  created_at: text,
  started_at: nullish(text),
  finished_at: nullish(text),
  duration: nullish(v.number()),
  queued_duration: nullish(v.number()),
  failure_reason: nullish(text),
  web_url: text,
  user: nullish(v.object({ id, username: text, name: text })),
  pipeline: nullish(v.object({ id, status: text, web_url: nullish(text) })),
  project: nullish(projectSchema),
});

/** Entity `Ci::Job` of a job that waits, with the tags that it asks for. */
export const pendingJobSchema = v.object({
  id,
  name: text,
  ref: text,
  created_at: text,
  /** Seconds; how long the job has waited so far. */
  queued_duration: nullish(v.number()),
  web_url: text,
  tag_list: v.array(text),
});

/** `GET /groups/:id`. */
export const groupDetailsSchema = v.object({
  id,
  name: text,
  full_path: text,
  parent_id: nullish(id),
  /** Whether instance runners may serve it. */
  shared_runners_setting: nullish(text),
});

/** Entity `Project`: what decides which runners it uses. */
export const projectSwitchesSchema = v.object({
  ...projectSchema.entries,
  archived: v.optional(v.boolean()),
  /** GitLab shows these three to whom it shows the settings of CI/CD, the last to maintainers. */
  builds_access_level: v.optional(text),
  jobs_enabled: v.optional(v.boolean()),
  group_runners_enabled: nullish(v.boolean()),
  shared_runners_enabled: v.boolean(),
  /** The group or user that it belongs to. */
  namespace: nullish(v.object({ id, kind: text, full_path: text })),
});

/** `GET /projects/:id`. Only who may change the project's runners sees its interval, in seconds. */
export const projectDetailsSchema = v.object({
  ...projectSwitchesSchema.entries,
  runner_token_expiration_interval: nullish(v.number()),
});

/** `GET /groups/:id/members/all/:user_id`. */
export const memberSchema = v.object({ id, access_level: v.number() });

/** `GET /application/plan_limits`, the limits on runners; 0 is none. */
export const planLimitsSchema = v.object({
  ci_registered_group_runners: v.number(),
  ci_registered_project_runners: v.number(),
});

/** `GET /metadata`. */
export const metadataSchema = v.object({ version: text });

/** `GET /application/settings`: who registers runners, and how long tokens live, in seconds. */
export const applicationSettingsSchema = v.object({
  allow_runner_registration_token: v.optional(v.boolean()),
  valid_runner_registrars: v.optional(v.array(text)),
  runner_token_expiration_interval: nullish(v.number()),
  group_runner_token_expiration_interval: nullish(v.number()),
  project_runner_token_expiration_interval: nullish(v.number()),
});

/** `GET /personal_access_tokens/self`. */
export const accessTokenSchema = v.object({
  name: text,
  scopes: v.array(text),
  active: v.boolean(),
  expires_at: nullish(text),
});

/** `GET /user`. */
export const userSchema = v.object({ id, username: text, is_admin: v.optional(v.boolean()) });

export type JobPayload = v.InferOutput<typeof jobSchema>;
export type PendingJobPayload = v.InferOutput<typeof pendingJobSchema>;
export type RunnerManagerPayload = v.InferOutput<typeof runnerManagerSchema>;
export type ProjectPayload = v.InferOutput<typeof projectSchema>;
export type JobStatus = (typeof JOB_STATUSES)[number];
export type RunnerPayload = v.InferOutput<typeof runnerSchema>;
export type RunnerDetailsPayload = v.InferOutput<typeof runnerDetailsSchema>;
export type RunnerRegistrationPayload = v.InferOutput<typeof runnerRegistrationSchema>;
export type ResetTokenPayload = v.InferOutput<typeof resetTokenSchema>;
export type ProjectDetailsPayload = v.InferOutput<typeof projectDetailsSchema>;
export type ProjectSwitchesPayload = v.InferOutput<typeof projectSwitchesSchema>;
export type GroupDetailsPayload = v.InferOutput<typeof groupDetailsSchema>;
export type AccessTokenPayload = v.InferOutput<typeof accessTokenSchema>;
export type MemberPayload = v.InferOutput<typeof memberSchema>;
export type PlanLimitsPayload = v.InferOutput<typeof planLimitsSchema>;
export type MetadataPayload = v.InferOutput<typeof metadataSchema>;
export type ApplicationSettingsPayload = v.InferOutput<typeof applicationSettingsSchema>;
export type UserPayload = v.InferOutput<typeof userSchema>;
export type RunnerType = (typeof RUNNER_TYPES)[number];
export type AccessLevel = (typeof ACCESS_LEVELS)[number];

/**
 * Validates a reply.
 *
 * @throws {UnexpectedReplyError} naming the first attribute that is not as GitLab documents it.
 *   Its value is not quoted: it may be a token.
 */
export function parseReply<S extends v.GenericSchema>(
  schema: S,
  body: unknown,
  operation: string,
): v.InferOutput<S> {
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const at = v.getDotPath(issue) ?? "the reply itself";
  throw new UnexpectedReplyError(
    `cannot ${operation}: GitLab's reply is not as documented, at ${at}: expected ` +
      `${issue.expected ?? "another value"}. Is a proxy in between, or is this GitLab older than 15?`,
  );
}

/**
 * The same for the reply to a request that created something: what cannot be read leaves open
 * whether it did, and the caller must learn where to look.
 *
 * @throws {UnknownOutcomeError}
 */
export function parseCreated<S extends v.GenericSchema>(
  schema: S,
  body: unknown,
  operation: string,
): v.InferOutput<S> {
  try {
    return parseReply(schema, body, operation);
  } catch (error) {
    if (!(error instanceof UnexpectedReplyError)) throw error;
    const created = v.safeParse(v.object({ id }), body);
    const where = created.success ? ` (its reply names the id ${created.output.id})` : "";
    throw new UnknownOutcomeError(
      `it is unknown whether GitLab did this: ${operation}${where}. ${error.message} ` +
        "Check in GitLab before you repeat it",
    );
  }
}
