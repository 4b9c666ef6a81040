import type { StoredRunner } from "../context/heldRunners";
import type { Properties, Resource } from "../values/operation";
import { type Deployed, type Engine, readState } from "./engineState";
import { engineOf, fingerprintOf } from "./programInputs";

/** What this process has heard from the program's classes, of which the engine says nothing later. */
let engine: Engine | undefined;
const urns = new Map<string, string>();

const RUNNER = "pulumi-nodejs:dynamic/gitlab-runners:Runner";

export function noteEngine(inputs: Properties): void {
  engine = engineOf(inputs) ?? engine;
}

/** Takes in which resource has a fingerprint: later operations come with the fingerprint, and not with the URN. */
export function noteUrn({ fingerprint, urn }: Resource): void {
  if (fingerprint !== undefined && urn !== undefined) urns.set(fingerprint, urn);
}

export function urnOf(fingerprint: string | undefined): string | undefined {
  return fingerprint === undefined ? undefined : urns.get(fingerprint);
}

/** @throws {Error} when the engine cannot be asked. */
export async function readRunners(): Promise<StoredRunner[]> {
  if (!engine) throw new Error("the program does not say where its engine is");
  return storedRunners(await readState(engine));
}

/** The runners of a state. */
export function storedRunners(state: readonly Deployed[]): StoredRunner[] {
  return state
    .filter(({ type }) => type === RUNNER)
    .map(({ outputs }) => ({ fingerprint: fingerprintOf(outputs), outputs }));
}
