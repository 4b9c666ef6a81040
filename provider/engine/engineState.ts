import type * as Grpc from "@grpc/grpc-js";
import type * as MonitorRpc from "@pulumi/pulumi/proto/resource_grpc_pb";
import type * as Messages from "@pulumi/pulumi/proto/resource_pb";
import type * as StructRpc from "google-protobuf/google/protobuf/struct_pb";
import * as v from "valibot";
import { EngineGoneError } from "../context/engineGone";
import type { Engine } from "./programInputs";
import type { Properties } from "../values/operation";

/** A resource of the stack's state. */
export interface Deployed {
  readonly type: string;
  readonly outputs: Properties;
}

/** What the engine is asked by. */
export interface EngineLibraries {
  readonly grpc: typeof Grpc;
  readonly monitor: typeof MonitorRpc;
  readonly messages: typeof Messages;
  readonly struct: typeof StructRpc;
}

const replySchema = v.object({
  outputs: v.record(
    v.string(),
    v.object({ type: v.string(), outputs: v.optional(v.record(v.string(), v.unknown()), {}) }),
  ),
});

/** Of a state of thousands of resources, as the SDK allows it. */
const LARGEST_REPLY = 400 * 1024 * 1024;
const LONGEST_MS = 60_000;

/**
 * The engine writes its state while others read it, and not all of it at once: with a backend of files,
 * a question of that moment ends in an error that is over a moment later. The engine has one status for
 * all its errors.
 */
const REPEATED = {
  methodConfig: [
    {
      name: [{ service: "pulumirpc.ResourceMonitor", method: "Invoke" }],
      retryPolicy: {
        maxAttempts: 5,
        initialBackoff: "0.1s",
        maxBackoff: "1s",
        backoffMultiplier: 3,
        retryableStatusCodes: ["UNKNOWN"],
      },
    },
  ],
};

/**
 * The resources that the stack's state holds now, without those that are on their way out of it. The
 * engine reads it for a program that asks by the built-in function of stack references.
 *
 * @throws {EngineGoneError} when nobody listens where the engine did.
 * @throws {Error} when the engine does not answer, or another thing.
 */
export async function readState(
  { address, stack, provider }: Engine,
  { grpc, monitor: { ResourceMonitorClient }, messages, struct }: EngineLibraries,
): Promise<Deployed[]> {
  const request = new messages.ResourceInvokeRequest();
  request.setTok("pulumi:pulumi:readStackResourceOutputs");
  if (provider !== undefined) request.setProvider(provider);
  request.setArgs(struct.Struct.fromJavaScript({ stackName: stack }));
  const monitor = new ResourceMonitorClient(address, grpc.credentials.createInsecure(), {
    "grpc.max_receive_message_length": LARGEST_REPLY,
    "grpc.service_config": JSON.stringify(REPEATED),
  });
  try {
    const reply = await new Promise<unknown>((resolve, reject) => {
      const deadline = new Date(Date.now() + LONGEST_MS);
      monitor.invoke(request, new grpc.Metadata(), { deadline }, (error, response) => {
        if (error?.code === grpc.status.UNAVAILABLE)
          reject(new EngineGoneError(`the engine has ended: ${error.details}`));
        else if (error)
          reject(new Error(`the engine does not show the stack's state: ${error.details}`));
        else resolve(response.getReturn()?.toJavaScript());
      });
    });
    return Object.values(v.parse(replySchema, reply).outputs);
  } finally {
    monitor.close();
  }
}
