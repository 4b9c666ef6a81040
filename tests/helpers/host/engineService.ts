import * as grpc from "@grpc/grpc-js";
import { EngineService as Service } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { type LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { listening } from "./listening";

/** What a plugin asks of the engine that started it: to show the user what it has to say. */
export class EngineService {
  readonly #server = new grpc.Server();
  #port = 0;
  #log = "";

  static async start(): Promise<EngineService> {
    const service = new EngineService();
    service.#server.addService(
      { log: Service.log },
      {
        log: ({ request }: { request: LogRequest }, done: grpc.sendUnaryData<Empty>) => {
          const isWarning = request.getSeverity() === LogSeverity.WARNING;
          service.#log += `${isWarning ? "warning: " : ""}${request.getMessage()}\n`;
          done(null, new Empty());
        },
      },
    );
    service.#port = await listening(service.#server);
    return service;
  }

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** The lines since the last time. */
  takeLog(): string {
    const taken = this.#log;
    this.#log = "";
    return taken;
  }

  close(): void {
    this.#server.forceShutdown();
  }
}
