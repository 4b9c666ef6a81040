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

/**
 * `GET /metadata`, which GitLab has since 15.2; needs read_user, read_api or api.
 * @see https://docs.gitlab.com/api/metadata/
 */
export async function getMetadata(send: Transport): Promise<MetadataPayload> {
  const operation = "read the version of GitLab";
  const { body } = await send({ operation, method: "GET", path: "metadata" });
  return parseReply(metadataSchema, body, operation);
}
