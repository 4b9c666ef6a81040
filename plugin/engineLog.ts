import { type ChannelCredentials, credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

const INSECURE: ChannelCredentials = credentials.createInsecure();

/** Shows lines to the user, by the engine where there is one. */
export class EngineLog {
  #engine: EngineClient | undefined;
  /** Lines that the engine has not taken yet. */
  readonly #sending = new Set<Promise<void>>();

  connect(address: string): void {
    this.#engine ??= new EngineClient(address, INSECURE);
  }

  warn(message: string): void {
    this.#show(LogSeverity.WARNING, message, `warning: ${message}`);
  }

  info(message: string): void {
    this.#show(LogSeverity.INFO, message, message);
  }

  /** @param line - what stands for it on standard error, where there is no engine. */
  #show(severity: LogSeverity, message: string, line: string): void {
    const request = new LogRequest();
    request.setSeverity(severity);
    request.setMessage(message);
    if (!this.#engine) {
      process.stderr.write(`${line}\n`);
      return;
    }
    const engine = this.#engine;
    const sending = new Promise<void>((resolve) => {
      engine.log(request, (error) => {
        // The engine has gone, and with it whoever could read this.
        if (error) process.stderr.write(`${line}\n`);
        resolve();
      });
    }).finally(() => this.#sending.delete(sending));
    this.#sending.add(sending);
  }

  /** Ends when the engine has every line: it stops the plugin as soon as the last reply is there. */
  async flush(): Promise<void> {
    await Promise.all(this.#sending);
  }
}
