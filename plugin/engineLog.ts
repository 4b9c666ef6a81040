import { type ChannelCredentials, credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

const INSECURE: ChannelCredentials = credentials.createInsecure();

/** Shows lines to the user, by the engine where there is one. */
export class EngineLog {
  #engine: EngineClient | undefined;

  connect(address: string): void {
    this.#engine ??= new EngineClient(address, INSECURE);
  }

  warn(message: string): void {
    const request = new LogRequest();
    request.setSeverity(LogSeverity.WARNING);
    request.setMessage(message);
    if (!this.#engine) {
      process.stderr.write(`warning: ${message}\n`);
      return;
    }
    this.#engine.log(request, (error) => {
      // The engine has gone, and with it whoever could read this.
      if (error) process.stderr.write(`warning: ${message}\n`);
    });
  }
}
