import { createRequire } from "node:module";
import type { StoredRunner } from "../context/heldRunners";
import { type Engine, engineOf } from "../engine/programInputs";
import type { Properties, Resource } from "../values/operation";
import { type EngineLibraries, readState } from "./engineState";
import { storedRunners } from "./storedRunners";

/** What this process has heard from the program's classes, of which the engine says nothing later. */
let engine: Engine | undefined;
const urns = new Map<string, string>();

export function noteEngine(inputs: Properties): void {
  engine = engineOf(inputs) ?? engine;
}

/** Takes in which resource has a mark: later operations come with the mark, and not with the URN. */
export function noteUrn({ mark, urn }: Resource): void {
  if (mark !== undefined && urn !== undefined) urns.set(mark, urn);
}

export function urnOf(mark: string | undefined): string | undefined {
  return mark === undefined ? undefined : urns.get(mark);
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
