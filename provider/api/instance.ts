import { type PlanLimitsPayload, parseReply, planLimitsSchema } from "./schemas";
import type { Transport } from "./transport";

/**
 * `GET /application/plan_limits`, for administrators.
 * @see https://docs.gitlab.com/api/plan_limits/
 */
export async function getPlanLimits(send: Transport): Promise<PlanLimitsPayload> {
  const operation = "read the limits of the plan";
  const { body } = await send({ operation, method: "GET", path: "application/plan_limits" });
  return parseReply(planLimitsSchema, body, operation);
}
