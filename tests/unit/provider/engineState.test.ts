import * as grpc from "@grpc/grpc-js";
import * as struct from "google-protobuf/google/protobuf/struct_pb";
import { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import * as monitor from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/resource_pb";
import { EngineGoneError } from "../../../provider/context/engineGone";
import { type Deployed, readState } from "../../../provider/engine/engineState";
import { listening } from "../../helpers/host/listening";

const OUTPUTS = { one: { type: "a:b:Runner", outputs: { runnerId: 1 } } };
/** As the engine answers while another of its threads writes the file. */
const BEING_WRITTEN: Partial<grpc.StatusObject> = {
  code: grpc.status.UNKNOWN,
  details: "failed to load checkpoint: EOF",
};

describe("the stack's state, asked of the engine", () => {
  let server: grpc.Server;
  let failures: Partial<grpc.StatusObject>[];
  let asked: number;
  let read: () => Promise<Deployed[]>;
  beforeEach(async () => {
    asked = 0;
    server = new grpc.Server();
    server.addService(
      { invoke: monitor.ResourceMonitorService.invoke },
      {
        invoke: (_call: unknown, done: grpc.sendUnaryData<InvokeResponse>) => {
          asked += 1;
          const failure = failures.shift();
          if (failure) {
            done(failure);
            return;
          }
          const response = new InvokeResponse();
          response.setReturn(struct.Struct.fromJavaScript({ outputs: OUTPUTS }));
          done(null, response);
        },
      },
    );
    const address = `127.0.0.1:${await listening(server)}`;
    const libraries = { grpc, monitor, messages, struct };
    read = () => readState({ address, stack: "dev", retains: false }, libraries);
  });
  afterEach(() => {
    server.forceShutdown();
  });

  test("is asked for again when the engine is just writing it", async () => {
    failures = [BEING_WRITTEN, BEING_WRITTEN];
    expect(await read()).toEqual([OUTPUTS.one]);
    expect(asked).toBe(3);
  });

  test("is not known when the engine goes on failing", async () => {
    failures = Array.from({ length: 9 }, () => BEING_WRITTEN);
    await expect(read()).rejects.toThrow(
      "the engine does not show the stack's state: failed to load checkpoint: EOF",
    );
    expect(asked).toBe(5);
  });

  test("is not asked for again when the engine is gone", async () => {
    failures = [{ code: grpc.status.UNAVAILABLE, details: "closing" }];
    await expect(read()).rejects.toThrow(EngineGoneError);
    expect(asked).toBe(1);
  });
});
