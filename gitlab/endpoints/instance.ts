import {
  type ApplicationSettingsPayload,
  type MetadataPayload,
  type PlanLimitsPayload,
  applicationSettingsSchema,
  metadataSchema,
  parseReply,
  planLimitsSchema,
} from "../payloads/schemas";
import type { Transport } from "../transport/transport";

/**
 * `GET /application/plan_limits`, for administrators.
 * @see https://docs.gitlab.com/api/plan_limits/
 */
export async function getPlanLimits(send: Transport): Promise<PlanLimitsPayload> {
  const operation = "read the limits of the plan";
  const { body } = await send({ operation, method: "GET", path: "application/plan_limits" });
  return parseReply(planLimitsSchema, body, operation);
}

/**
 * `GET /application/settings`, for administrators.
 * @see https://docs.gitlab.com/api/settings/
 */
export async function getApplicationSettings(send: Transport): Promise<ApplicationSettingsPayload> {
  const operation = "read the settings of GitLab";
  const { body } = await send({ operation, method: "GET", path: "application/settings" });
  return parseReply(applicationSettingsSchema, body, operation);
}

/** How long tokens of new runners live, in seconds; null is for ever. */
export type TokenExpirationIntervals = Partial<
  Record<
    | "runner_token_expiration_interval"
    | "group_runner_token_expiration_interval"
    | "project_runner_token_expiration_interval",
    number | null
  >
>;

/**
 * `PUT /application/settings`, for administrators. GitLab leaves every setting that is not sent.
 * @see https://docs.gitlab.com/api/settings/
 */
export async function updateApplicationSettings(
  send: Transport,
  settings: TokenExpirationIntervals,
): Promise<ApplicationSettingsPayload> {
  const operation = "change the settings of GitLab";
  const { body } = await send({
    operation,
    method: "PUT",
    path: "application/settings",
    json: settings,
  });
  return parseReply(applicationSettingsSchema, body, operation);
}

/**
 * `GET /metadata`, which GitLab has since 15.2; needs read_user, read_api or api.
 * @see https://docs.gitlab.com/api/metadata/
 */
export async function getMetadata(send: Transport): Promise<MetadataPayload> {
  const operation = "read the version of GitLab";
  const { body } = await send({ operation, method: "GET", path: "metadata" });
  return parseReply(metadataSchema, body, operation);
}
