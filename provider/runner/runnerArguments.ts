import * as v from "valibot";
import { splitNote } from "../../gitlab";
import { ACCESS_LEVELS, RUNNER_TYPES } from "../../gitlab/payloads/schemas";
import { RUNNER_DEFAULTS } from "../../gitlab/runnerDefaults";
import { tagListSchema } from "../../gitlab/text/texts";
import {
  constantSchema,
  drainSchema,
  flagSchema,
  idOrPathSchema,
  idSchema,
  instantSchema,
  secretTextSchema,
  textSchema,
} from "../values/argumentSchemas";
import type { InputsOf } from "../values/checking";
import { rotationSchema } from "./rotationSchema";
import type { RunnerArgument } from "./runnerArgument";

/** Of a description or note, in GitLab. */
export const LONGEST_TEXT = 1024;
const SHORTEST_TIMEOUT_S = 600;

const timeoutMessage = `must be a whole number of seconds, ${SHORTEST_TIMEOUT_S} (10 minutes) or more; leave it out for no limit of the runner's own`;

/** The kinds that most arguments are of. */
const setting = { origins: ["create", "register", "adopt"], changing: "updates" } as const;
const atCreation = { origins: ["create"], changing: "replaces" } as const;
const ofAdoption = { origins: ["adopt"], kept: "output" } as const;

/**
 * Every argument of a runner and all that becomes of it: what validates, sends, compares, reads and
 * keeps arguments goes by this table. Their names, types and descriptions for users are those of
 * `RunnerArgs` in `sdk/runner.ts`, which the compiler holds against it.
 */
export const runnerArguments = {
  runnerType: {
    ...atCreation,
    schema: constantSchema(RUNNER_TYPES),
    decides: true,
    creationAttribute: "runner_type",
  },
  // An id once GitLab was asked for it; the path that was given where it could not be asked.
  groupId: {
    ...atCreation,
    schema: idOrPathSchema("group"),
    creationAttribute: "group_id",
    kept: "output",
  },
  projectId: {
    ...atCreation,
    schema: idOrPathSchema("project"),
    creationAttribute: "project_id",
    kept: "output",
  },
  registrationToken: {
    origins: ["register"],
    schema: secretTextSchema,
    secret: true,
    decides: true,
    // It is spent when the runner exists; a later one is for later runners.
    changing: "nothing",
    kept: "output",
  },
  runnerId: { ...ofAdoption, schema: idSchema("runner"), decides: true, changing: "replaces" },
  authenticationToken: {
    ...ofAdoption,
    schema: secretTextSchema,
    secret: true,
    decides: true,
    changing: "replaces",
  },
  deleteOnDestroy: { ...ofAdoption, schema: flagSchema, changing: "updates" },
  // It is done when the runner is adopted.
  resetTokenOnAdopt: { ...ofAdoption, schema: flagSchema, changing: "nothing" },
  drain: {
    origins: ["create", "register", "adopt"],
    schema: drainSchema,
    kept: "output",
    changing: "updates",
  },
  description: {
    ...setting,
    schema: textSchema(LONGEST_TEXT),
    attribute: "description",
    cleared: "",
  },
  paused: { ...setting, schema: flagSchema, attribute: "paused", default: RUNNER_DEFAULTS.paused },
  locked: { ...setting, schema: flagSchema, attribute: "locked", default: RUNNER_DEFAULTS.locked },
  runUntagged: {
    ...setting,
    schema: flagSchema,
    attribute: "run_untagged",
    default: RUNNER_DEFAULTS.runUntagged,
  },
  tagList: {
    ...setting,
    schema: tagListSchema,
    attribute: "tag_list",
    default: RUNNER_DEFAULTS.tagList,
  },
  accessLevel: {
    ...setting,
    schema: constantSchema(ACCESS_LEVELS),
    attribute: "access_level",
    default: RUNNER_DEFAULTS.accessLevel,
  },
  // Seconds.
  maximumTimeout: {
    ...setting,
    schema: v.pipe(
      v.number(timeoutMessage),
      v.safeInteger(timeoutMessage),
      v.minValue(SHORTEST_TIMEOUT_S, timeoutMessage),
      v.maxValue(2_147_483_647, "is more than the 2147483647 seconds that GitLab can store"),
    ),
    attribute: "maximum_timeout",
    cleared: null,
  },
  maintenanceNote: {
    ...setting,
    // Copied from GitLab it may hold a marker, which is never shown as part of a note.
    schema: v.pipe(
      v.string("must be a text"),
      v.transform((text) => splitNote(text).note),
      textSchema(LONGEST_TEXT),
    ),
    attribute: "maintenance_note",
    cleared: "",
  },
  // The output of this name is the expiry of GitLab's present token.
  tokenExpiresAt: {
    ...atCreation,
    schema: instantSchema,
    creationAttribute: "token_expires_at",
    kept: "origin",
  },
  tokenRotationDeadline: {
    ...atCreation,
    schema: instantSchema,
    creationAttribute: "token_rotation_deadline",
    kept: "origin",
  },
  // Whether a change of it rotates the token, `dueRotation` decides.
  rotation: {
    origins: ["create", "register", "adopt"],
    schema: rotationSchema,
    kept: "output",
    changing: "updates",
  },
} as const satisfies Readonly<Record<string, RunnerArgument>>;

export type RunnerArguments = typeof runnerArguments;
export type ArgumentName = keyof RunnerArguments;

/** The arguments of a runner after `check`. */
export type RunnerInputs = InputsOf<RunnerArguments>;
