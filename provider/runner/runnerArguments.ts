import * as v from "valibot";
import { type AccessLevel, type RunnerType, splitNote } from "../../gitlab";
import { ACCESS_LEVELS, RUNNER_TYPES } from "../../gitlab/payloads/schemas";
import { tagListSchema } from "../../gitlab/text/texts";
import {
  constantShape,
  flagShape,
  idOrPathShape,
  idShape,
  instantShape,
  textShape,
} from "../values/argumentShapes";
import type { Argument } from "../values/checking";

/** The arguments of a runner after `check`. */
export interface RunnerInputs {
  runnerType: RunnerType;
  /** An id once GitLab was asked for it; the path that was given where it could not be asked. */
  groupId: number | string;
  projectId: number | string;
  registrationToken: string;
  runnerId: number;
  authenticationToken: string;
  deleteOnDestroy: boolean;
  resetTokenOnAdopt: boolean;
  description: string;
  paused: boolean;
  locked: boolean;
  runUntagged: boolean;
  tagList: string[];
  accessLevel: AccessLevel;
  /** Seconds. */
  maximumTimeout: number;
  maintenanceNote: string;
  /** ISO 8601. */
  tokenExpiresAt: string;
  /** ISO 8601. */
  tokenRotationDeadline: string;
}

/** Of a description or note, in GitLab. */
export const LONGEST_TEXT = 1024;
const LONGEST_TOKEN = 1024;
const SHORTEST_TIMEOUT_S = 600;

const timeoutMessage = `must be a whole number of seconds, ${SHORTEST_TIMEOUT_S} (10 minutes) or more; leave it out for no limit of the runner's own`;

const secretText = v.pipe(
  v.string("must be a text"),
  v.maxLength(LONGEST_TOKEN, "is longer than any token of GitLab's"),
  v.regex(/^[\x21-\x7e]+$/, "is empty or holds white space or characters that no token has"),
);

/** What each argument must look like. */
export const runnerArguments: Readonly<Record<keyof RunnerInputs, Argument>> = {
  runnerType: { schema: constantShape(RUNNER_TYPES) },
  groupId: { schema: idOrPathShape("group") },
  projectId: { schema: idOrPathShape("project") },
  registrationToken: { schema: secretText, secret: true },
  runnerId: { schema: idShape("runner") },
  authenticationToken: { schema: secretText, secret: true },
  deleteOnDestroy: { schema: flagShape },
  resetTokenOnAdopt: { schema: flagShape },
  description: { schema: textShape(LONGEST_TEXT) },
  paused: { schema: flagShape },
  locked: { schema: flagShape },
  runUntagged: { schema: flagShape },
  tagList: { schema: tagListSchema },
  accessLevel: { schema: constantShape(ACCESS_LEVELS) },
  maximumTimeout: {
    schema: v.pipe(
      v.number(timeoutMessage),
      v.safeInteger(timeoutMessage),
      v.minValue(SHORTEST_TIMEOUT_S, timeoutMessage),
      v.maxValue(2_147_483_647, "is more than the 2147483647 seconds that GitLab can store"),
    ),
  },
  maintenanceNote: {
    // Copied from GitLab it may hold a mark, which is never shown as part of a note.
    schema: v.pipe(
      v.string("must be a text"),
      v.transform((text) => splitNote(text).note),
      textShape(LONGEST_TEXT),
    ),
  },
  tokenExpiresAt: { schema: instantShape },
  tokenRotationDeadline: { schema: instantShape },
};
