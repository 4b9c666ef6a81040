import {
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type UntypedServiceImplementation,
  type sendUnaryData,
} from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  type CheckRequest,
  CheckResponse,
  ConfigureResponse,
  type CreateRequest,
  CreateResponse,
  type DiffRequest,
  DiffResponse,
  ProviderHandshakeResponse,
  type ReadRequest,
  ReadResponse,
  type UpdateRequest,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct, Value } from "google-protobuf/google/protobuf/struct_pb";

import { bareRequest } from "./bareRequest";
import { ANSWERED, DEFAULTS, DETAILS, TOKEN } from "./values";

/** The form in which a secret crosses to the engine. */
const SECRET = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value: TOKEN,
};

/** A plugin that does nothing but give values, of which it touches as few as it can. */
const service: UntypedServiceImplementation = {
  handshake: answered(() => {
    const response = new ProviderHandshakeResponse();
    response.setAcceptSecrets(true);
    return response;
  }),
  attach: answered(() => new Empty()),
  cancel: answered(() => new Empty()),
  getPluginInfo: answered(() => {
    const info = new PluginInfo();
    info.setVersion("1.0.0");
    return info;
  }),
  checkConfig: answered((request: CheckRequest) => {
    const response = new CheckResponse();
    response.setInputs(request.getNews());
    return response;
  }),
  diffConfig: answered(unchanged),
  configure: answered(() => {
    const response = new ConfigureResponse();
    response.setAcceptsecrets(true);
    response.setSupportspreview(true);
    return response;
  }),
  check: answered((request: CheckRequest) => {
    const response = new CheckResponse();
    response.setInputs(withValues(request.getNews(), DEFAULTS));
    return response;
  }),
  diff: answered((request: DiffRequest) =>
    timeoutOf(request.getOlds()) === timeoutOf(request.getNews()) ? unchanged() : changed(),
  ),
  create: answered((request: CreateRequest) => {
    const inputs = request.getProperties();
    const response = new CreateResponse();
    response.setId(inputs?.getFieldsMap().get("description")?.getStringValue() ?? "");
    response.setProperties(withValues(inputs, { ...ANSWERED, token: SECRET }));
    return response;
  }),
  read: answered(async (request: ReadRequest) => {
    await bareRequest();
    const response = new ReadResponse();
    response.setId(request.getId());
    response.setInputs(request.getInputs());
    response.setProperties(withValues(request.getProperties(), DETAILS));
    return response;
  }),
  update: answered((request: UpdateRequest) => {
    const response = new UpdateResponse();
    response.setProperties(withValues(request.getNews(), { ...ANSWERED, token: SECRET }));
    return response;
  }),
  delete: answered(() => new Empty()),
};

function unchanged(): DiffResponse {
  const response = new DiffResponse();
  response.setChanges(DiffResponse.DiffChanges.DIFF_NONE);
  return response;
}

function changed(): DiffResponse {
  const response = new DiffResponse();
  response.setChanges(DiffResponse.DiffChanges.DIFF_SOME);
  return response;
}

function timeoutOf(struct: Struct | undefined): number | undefined {
  return struct?.getFieldsMap().get("maximumTimeout")?.getNumberValue();
}

/** The values that came, with more of them. */
function withValues(
  struct = new Struct(),
  more: Readonly<Record<string, JavaScriptValue>>,
): Struct {
  const fields = struct.getFieldsMap();
  for (const [name, value] of Object.entries(more)) fields.set(name, Value.fromJavaScript(value));
  return struct;
}

function answered<Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
): (call: ServerUnaryCall<Request, Response>, reply: sendUnaryData<Response>) => void {
  return ({ request }, reply) => {
    Promise.resolve(request)
      .then(answer)
      .then(
        (response) => {
          reply(null, response);
        },
        (error: unknown) => {
          reply(error as Error);
        },
      );
  };
}

const server = new Server();
server.addService(ResourceProviderService, service);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
