import { createRequire } from "node:module";
import type { StoredRunner } from "../context/heldRunners";
import { type Engine, engineOf } from "../engine/programInputs";
import type { Properties, Resource } from "../values/operation";
import { type EngineLibraries, readState } from "../engine/engineState";
import { storedRunners } from "../engine/storedRunners";

/** What this process has heard from the program's classes, of which the engine says nothing later. */
let engine: Engine | undefined;
const urns = new Map<string, string>();

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
  return storedRunners(await readState(engine, librariesOfHost()));
}

/** The host of dynamic providers has these loaded, whichever their versions are. */
function librariesOfHost(): EngineLibraries {
  const load = createRequire(require.resolve("@pulumi/pulumi"));
  return {
    grpc: load("@grpc/grpc-js") as EngineLibraries["grpc"],
    monitor: load("./proto/resource_grpc_pb") as EngineLibraries["monitor"],
    messages: load("./proto/resource_pb") as EngineLibraries["messages"],
    struct: load("google-protobuf/google/protobuf/struct_pb") as EngineLibraries["struct"],
  };
}
