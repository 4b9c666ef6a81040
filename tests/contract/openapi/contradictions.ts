interface Correction {
  entity: string;
  attribute: string;
  truth: object;
  reason: string;
}

/** Attributes that an entity has in releases after the description, and how that is known. */
export const ADDITIONS: readonly Correction[] = [
  {
    entity: "RunnerDetails",
    attribute: "token_expires_at",
    truth: { type: "string", format: "date-time" },
    reason: "gitlab-org/gitlab!253821 exposes it",
  },
];

/**
 * Where GitLab's description of its API is not what GitLab answers: an attribute of an entity, what
 * it is in truth, and how that is known. The description is generated from the entities, and an
 * attribute that is exposed there without a type is described as a text.
 */
export const CONTRADICTIONS: readonly Correction[] = [
  {
    entity: "RunnerDetails",
    attribute: "locked",
    truth: { type: "boolean" },
    reason: "exposed without a type; the column is a boolean and clients decode one",
  },
  {
    entity: "RunnerDetails",
    attribute: "run_untagged",
    truth: { type: "boolean" },
    reason: "exposed without a type; the column is a boolean and clients decode one",
  },
  {
    entity: "RunnerDetails",
    attribute: "maximum_timeout",
    truth: { type: "integer" },
    reason: "exposed without a type; the column is a number of seconds",
  },
  {
    entity: "RunnerDetails",
    attribute: "tag_list",
    truth: { type: "array", items: { type: "string" } },
    reason: "exposed without a type; it is a list of tags, in the page on the API of runners too",
  },
  {
    entity: "RunnerDetails",
    attribute: "projects",
    truth: { type: "array", items: { $ref: "#/schemas/BasicProjectDetails" } },
    reason: "exposed without is_array; a runner has several",
  },
  {
    entity: "RunnerDetails",
    attribute: "groups",
    truth: { type: "array", items: { $ref: "#/schemas/BasicGroupDetails" } },
    reason: "exposed without is_array; spec/requests/api/ci/runners_spec.rb expects a list",
  },
  {
    entity: "BasicGroupDetails",
    attribute: "id",
    truth: { type: "integer" },
    reason: "exposed without a type; ids of groups are numbers",
  },
  {
    entity: "RunnerRegistrationDetails",
    attribute: "id",
    truth: { type: "integer" },
    reason: "exposed without a type; gitlab-runner decodes a number",
  },
];
