import * as v from "valibot";
import { RUNNER_STATUSES } from "../../provider/api";
import { RUNNER_TYPES } from "../../provider/api/schemas";
import { constantSchema } from "./arguments";

/** GitLab's filters of every list of runners. */
export const runnerFilters = {
  type: v.optional(constantSchema(RUNNER_TYPES)),
  status: v.optional(constantSchema(RUNNER_STATUSES)),
  paused: v.optional(v.boolean("must be true or false")),
  tagList: v.optional(v.array(v.string("must hold texts"), "must be a list of texts")),
  versionPrefix: v.optional(
    v.pipe(v.string(), v.regex(/^[\d.]+$/, "must be the beginning of a version, such as 18.7")),
  ),
};
