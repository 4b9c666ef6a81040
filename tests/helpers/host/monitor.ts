import * as grpc from "@grpc/grpc-js";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { ResourceInvokeRequest } from "@pulumi/pulumi/proto/resource_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

import type { Entry } from "./hostState";
import { listening } from "./listening";

const TYPE = "pulumi-nodejs:dynamic/gitlab-runners:";

/** What a stack's program asks the engine of its state, answered as the engine does. */
export class Monitor {
  readonly #server = new grpc.Server();
  #address = "";

  private constructor(entries: () => readonly Entry[]) {
    this.#server.addService(
      { invoke: ResourceMonitorService.invoke },
      {
        invoke: (
          { request }: { request: ResourceInvokeRequest },
          done: grpc.sendUnaryData<InvokeResponse>,
        ) => {
          if (request.getTok() !== "pulumi:pulumi:readStackResourceOutputs")
            throw new Error(`there is no function ${request.getTok()} here`);
          // One that was replaced is on its way out.
          const present = entries().filter(({ isReplaced }) => !isReplaced);
          const outputs = Object.fromEntries(
            present.map(({ name, type, outputs: of }) => [
              name,
              { type: TYPE + type, outputs: of as JavaScriptValue },
            ]),
          );
          const response = new InvokeResponse();
          response.setReturn(Struct.fromJavaScript({ name: "stack", outputs }));
          done(null, response);
        },
      },
    );
  }

  static async start(entries: () => readonly Entry[]): Promise<Monitor> {
    const monitor = new Monitor(entries);
    const port = await listening(monitor.#server);
    monitor.#address = `127.0.0.1:${port}`;
    return monitor;
  }

  get address(): string {
    return this.#address;
  }

  close(): void {
    this.#server.forceShutdown();
  }
}
