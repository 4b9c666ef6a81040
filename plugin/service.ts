import {
  type ServerUnaryCall,
  type ServiceError,
  type UntypedServiceImplementation,
  type sendUnaryData,
} from "@grpc/grpc-js";
import { PluginInfo, type PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import {
  CheckFailure,
  type CheckRequest,
  CheckResponse,
  type ConfigureRequest,
  ConfigureResponse,
  type CreateRequest,
  CreateResponse,
  type DeleteRequest,
  type DiffRequest,
  GetSchemaResponse,
  type InvokeRequest,
  InvokeResponse,
  type ProviderHandshakeRequest,
  ProviderHandshakeResponse,
  type ReadRequest,
  ReadResponse,
  type UpdateRequest,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { SECRET_KEYS } from "../gitlab/settings/keys";
import { printable } from "../gitlab/text/shown";
import type { ShownFailure } from "../provider/engine/failures";
import { configurationFailures, configurationOf, namedAlike, withOwnKeys } from "./configuration";
import { diffResponse } from "./detailedDiff";
import type { EngineLog } from "./engineLog";
import { failure } from "./initFailure";
import { invoke } from "./invokes";
import { PluginProcess } from "./pluginProcess";
import { PluginResource } from "./pluginResource";
import { RESOURCES, typeOf } from "./resources";
import { packageSchema, schemaText } from "./schemaFile";
import { received, sent } from "./wireProperties";

/** The requests that the engine sends to a provider, each by its method's name. */
export function providerService(log: EngineLog): UntypedServiceImplementation {
  const answered = answering(log);
  const shared = new PluginProcess(log);
  const cancelled = new AbortController();
  const { signal } = cancelled;
  const resources = new Map(
    Object.entries(RESOURCES).map(([type, served]) => [
      type,
      new PluginResource(shared, type, served),
    ]),
  );
  const resourceOf = (urn: string): PluginResource => {
    const type = typeOf(urn);
    const resource = resources.get(type);
    if (!resource) throw new Error(`there is no resource ${printable(type)}`);
    return resource;
  };

  return {
    handshake: answered((request: ProviderHandshakeRequest) => {
      log.connect(request.getEngineAddress());
      const response = new ProviderHandshakeResponse();
      response.setAcceptSecrets(true);
      return response;
    }),

    attach: answered((request: PluginAttach) => {
      log.connect(request.getAddress());
      return new Empty();
    }),

    getPluginInfo: answered(() => {
      const info = new PluginInfo();
      info.setVersion(packageSchema().version);
      return info;
    }),

    getSchema: answered(() => {
      const response = new GetSchemaResponse();
      response.setSchema(schemaText());
      return response;
    }),

    checkConfig: answered((request: CheckRequest) => {
      const news = received(request.getNews());
      const failures = configurationFailures(news.values);
      const response = new CheckResponse();
      response.setInputs(sent(news.values, [...news.secrets, ...SECRET_KEYS]));
      response.setFailuresList(failures.map(checkFailure));
      return response;
    }),

    // Whether another address is another GitLab, each resource finds out for itself.
    diffConfig: answered((request: DiffRequest) => {
      const olds = received(request.getOldInputs() ?? request.getOlds()).values;
      const news = received(request.getNews()).values;
      return diffResponse({}, namedAlike(olds), namedAlike(news));
    }),

    configure: answered((request: ConfigureRequest) => {
      const given = received(request.getArgs()).values;
      shared.configure(configurationOf(given, request.getUrn() ?? "", process.env));
      const response = new ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      return response;
    }),

    invoke: answered(async (request: InvokeRequest) => {
      const response = new InvokeResponse();
      response.setReturn(await invoke(shared, request.getTok(), request.getArgs()));
      return response;
    }),

    check: answered(async (request: CheckRequest) => {
      const urn = request.getUrn();
      const { inputs, failures } = await resourceOf(urn).check(
        { urn, signal },
        request.getOlds(),
        request.getNews(),
      );
      const response = new CheckResponse();
      response.setInputs(inputs);
      response.setFailuresList(failures.map(checkFailure));
      return response;
    }),

    diff: answered(async (request: DiffRequest) => {
      const urn = request.getUrn();
      return resourceOf(urn).diff(
        { urn, signal },
        request.getId(),
        request.getOlds(),
        request.getNews(),
        request.getOldInputs(),
      );
    }),

    create: answered(async (request: CreateRequest) => {
      const urn = request.getUrn();
      const { id, outputs } = await resourceOf(urn).create(
        { urn, signal, timeout: request.getTimeout(), isPreview: request.getPreview() },
        request.getProperties(),
      );
      const response = new CreateResponse();
      response.setId(id);
      response.setProperties(outputs);
      return response;
    }),

    read: answered(async (request: ReadRequest) => {
      const urn = request.getUrn();
      const { id, outputs, inputs } = await resourceOf(urn).read(
        { urn, signal },
        request.getId(),
        request.getProperties(),
        request.getInputs(),
      );
      const response = new ReadResponse();
      response.setId(id);
      response.setProperties(outputs);
      response.setInputs(inputs);
      return response;
    }),

    update: answered(async (request: UpdateRequest) => {
      const urn = request.getUrn();
      const outputs = await resourceOf(urn).update(
        { urn, signal, timeout: request.getTimeout(), isPreview: request.getPreview() },
        request.getId(),
        request.getOlds(),
        request.getNews(),
        request.getOldInputs(),
      );
      const response = new UpdateResponse();
      response.setProperties(outputs);
      return response;
    }),

    delete: answered(async (request: DeleteRequest) => {
      const urn = request.getUrn();
      await resourceOf(urn).delete(
        { urn, signal, timeout: request.getTimeout() },
        request.getId(),
        request.getProperties(),
      );
      return new Empty();
    }),

    cancel: answered(() => {
      cancelled.abort(new Error("the operation was cancelled"));
      return new Empty();
    }),
  };
}

function checkFailure({ property, reason }: ShownFailure): CheckFailure {
  const refusal = new CheckFailure();
  refusal.setProperty(property);
  refusal.setReason(withOwnKeys(reason));
  return refusal;
}

type Answered = <Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
) => (call: ServerUnaryCall<Request, Response>, reply: sendUnaryData<Response>) => void;

/** Methods that reply with an answer, or with the failure to find one, once the user's lines are out. */
function answering(log: EngineLog): Answered {
  return (answer) => (call, reply) => {
    Promise.resolve(call.request)
      .then(answer)
      .finally(() => log.flush())
      .then(
        (response) => {
          reply(null, response);
        },
        (error: unknown) => {
          reply(failureOf(error));
        },
      );
  };
}

function failureOf(error: unknown): Partial<ServiceError> {
  if (!(error instanceof Error)) return failure(String(error));
  const { answer } = error as { answer?: Partial<ServiceError> };
  return answer ?? failure(withOwnKeys(error.message));
}
