import * as grpc from "@grpc/grpc-js";
import * as struct from "google-protobuf/google/protobuf/struct_pb";
import type { EngineLibraries } from "../provider/dynamic/engineState";

/** What the engine is asked by for the state; most of it is loaded when that is asked for. */
export function engineLibraries(): EngineLibraries {
  /* eslint-disable @typescript-eslint/no-require-imports -- an import would be eager */
  return {
    grpc,
    monitor: require("@pulumi/pulumi/proto/resource_grpc_pb") as EngineLibraries["monitor"],
    messages: require("@pulumi/pulumi/proto/resource_pb") as EngineLibraries["messages"],
    struct,
  };
  /* eslint-enable @typescript-eslint/no-require-imports */
}
