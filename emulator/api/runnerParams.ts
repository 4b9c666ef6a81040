import { type ParamRules, type Params } from "../http/params";
import type { RunnerAttributes } from "../rules/runnerModel";
import { RUNNER_STATUSES } from "../rules/status";
import { ACCESS_LEVELS, RUNNER_TYPES } from "../store/records";

/** The attributes of a runner that callers send, in three routes. */
export const RUNNER_ATTRIBUTES = {
  description: { type: "string" },
  maintenance_note: { type: "string" },
  paused: { type: "boolean" },
  locked: { type: "boolean" },
  access_level: { type: "string", values: ACCESS_LEVELS },
  run_untagged: { type: "boolean" },
  tag_list: { type: "tags" },
  maximum_timeout: { type: "integer" },
} as const satisfies ParamRules;

/** The filters of lists of runners. */
export const RUNNER_FILTERS = {
  type: { type: "string", values: RUNNER_TYPES },
  paused: { type: "boolean" },
  status: { type: "string", values: RUNNER_STATUSES },
  tag_list: { type: "tags" },
  version_prefix: { type: "string", pattern: /^[\d+.]+/ },
} as const satisfies ParamRules;

/** Scopes of the whole API; each route allows some of them. */
export const SCOPE = {
  scope: {
    type: "string",
    values: ["specific", "shared", ...RUNNER_TYPES, ...RUNNER_STATUSES],
  },
} as const satisfies ParamRules;

/** What was sent, by the model's names. */
export function attributesFrom(
  params: Params<typeof RUNNER_ATTRIBUTES> & { active?: boolean | null | undefined },
): Partial<RunnerAttributes> {
  const { paused, active } = params;
  const attributes: Partial<RunnerAttributes> = {};
  if (params.description !== undefined) attributes.description = params.description;
  if (params.maintenance_note !== undefined) attributes.maintenance_note = params.maintenance_note;
  if (paused != null) attributes.active = !paused;
  if (active != null) attributes.active = active;
  if (params.locked != null) attributes.locked = params.locked;
  if (params.access_level != null) attributes.access_level = params.access_level;
  if (params.run_untagged != null) attributes.run_untagged = params.run_untagged;
  if (params.tag_list != null) attributes.tag_list = params.tag_list;
  if (params.maximum_timeout !== undefined) attributes.maximum_timeout = params.maximum_timeout;
  return attributes;
}

/** On creation, blank values are as good as not sent: `attributes_for_keys` of lib/api/helpers.rb. */
export function withoutBlanks<Attributes extends object>(attributes: Attributes): Attributes {
  const isBlank = (value: unknown): boolean =>
    value === null || (typeof value === "string" && !/[^\p{White_Space}]/u.test(value));
  return Object.fromEntries(
    Object.entries(attributes).filter(([, value]) => !isBlank(value)),
  ) as Attributes;
}
