import * as v from "valibot";
import { RUNNER_STATUSES } from "../gitlab";
import { RUNNER_TYPES } from "../gitlab/payloads/schemas";
import { constantSchema, tagsSchema, textSchema } from "./arguments";

/** GitLab's filters of every list of runners. */
export const runnerFilters = {
  type: v.optional(constantSchema(RUNNER_TYPES)),
  status: v.optional(constantSchema(RUNNER_STATUSES)),
  paused: v.optional(v.boolean("must be true or false")),
  tagList: v.optional(tagsSchema),
  versionPrefix: v.optional(
    v.pipe(textSchema, v.regex(/^[\d.]+$/, "must be the beginning of a version, such as 18.7")),
  ),
};
