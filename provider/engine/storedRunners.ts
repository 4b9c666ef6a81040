import type { StoredRunner } from "../context/heldRunners";
import { heldFingerprint } from "./programInputs";
import type { Deployed } from "./engineState";

/** As dynamic resources and as those of the plugin: a stack may be on its way from one to the other. */
const RUNNERS: readonly string[] = [
  "pulumi-nodejs:dynamic/gitlab-runners:Runner",
  "gitlab-runners:index:Runner",
];

/** The runners of a state. */
export function storedRunners(state: readonly Deployed[]): StoredRunner[] {
  return state
    .filter(({ type }) => RUNNERS.includes(type))
    .map(({ outputs }) => ({ fingerprint: heldFingerprint(outputs), outputs }));
}
