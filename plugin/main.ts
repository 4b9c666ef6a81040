import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { EngineLog } from "./engineLog";
import { providerService } from "./service";

/** Of a state with thousands of runners, as the engine allows it. */
const LARGEST_MESSAGE = 400 * 1024 * 1024;
const LOOK_FOR_PARENT_MS = 2_000;

/** Serves the provider to the engine that starts it, which gives its own address as argument. */
function main([engine]: readonly string[]): void {
  const log = new EngineLog();
  if (engine !== undefined) log.connect(engine);
  const server = new Server({
    "grpc.max_receive_message_length": LARGEST_MESSAGE,
    "grpc.max_send_message_length": LARGEST_MESSAGE,
  });
  server.addService(ResourceProviderService, providerService(log));
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    // The engine reads the port from the first line.
    process.stdout.write(`${port}\n`);
  });
  endWithParent();
}

/** An engine that was killed cannot end what it started. */
function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit();
  }, LOOK_FOR_PARENT_MS).unref();
}

main(process.argv.slice(2));
