import { setImmediate as nextTurn } from "node:timers/promises";

import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

import type { Adapter } from "./adapters";
import type { Declared } from "./declared";
import type { Dialect, Named, Started, Surroundings } from "./dialect";
import { dynamicDialect } from "./dynamicDialect";
import { pluginDialect } from "./pluginDialect";

export type Properties = Record<string, unknown>;

/** A create or update that left something: the resource is there, and not as it should be. */
export class InitFailure extends Error {
  constructor(
    message: string,
    readonly id: string,
    readonly properties: Properties,
    /** Undefined where the provider leaves them as the engine has them. */
    readonly inputs: Properties | undefined,
  ) {
    super(message);
  }
}

const DIALECTS: Readonly<Record<Adapter, Dialect>> = {
  dynamic: dynamicDialect,
  plugin: pluginDialect,
};

/** One of the two adapters as a process of its own, spoken to as the engine does. */
export class ProviderHost {
  readonly #dialect: Dialect;
  readonly #started: Started;
  readonly #client: ResourceProviderClient;
  #operation = 0;
  #isKilled = false;

  private constructor(
    dialect: Dialect,
    started: Started,
    /** How many days its clock is ahead. */
    readonly daysAhead: number,
  ) {
    this.#dialect = dialect;
    this.#started = started;
    this.#client = new ResourceProviderClient(
      `127.0.0.1:${started.port}`,
      grpc.credentials.createInsecure(),
    );
  }

  static async start(adapter: Adapter, daysAhead = 0): Promise<ProviderHost> {
    const dialect = DIALECTS[adapter];
    return new ProviderHost(dialect, await dialect.start(daysAhead), daysAhead);
  }

  get pid(): number {
    const { pid } = this.#started.child;
    if (pid === undefined) throw new Error("the provider did not start");
    return pid;
  }

  get hasEnded(): boolean {
    return this.#started.child.exitCode !== null || this.#started.child.signalCode !== null;
  }

  kill(): void {
    this.#isKilled = true;
    this.#started.child.kill("SIGKILL");
    this.#client.close();
    this.#started.close();
  }

  /** What it has reported to the user since the last time, up to its last reply. */
  async takeOutput(): Promise<string> {
    // What was written before a reply may be read after it, but not after that of one more call.
    if (!this.#isKilled)
      await new Promise<void>((resolve) => {
        // A process that ends meanwhile gives an error, and has nothing more to say.
        this.#client.getPluginInfo(new Empty(), () => {
          resolve();
        });
      });
    await nextTurn();
    return this.#started.takeOutput();
  }

  /** The process is as a new one from here on, with this configuration. */
  async startOperation(config: Readonly<Record<string, string>>): Promise<void> {
    this.#operation += 1;
    const request = new messages.ConfigureRequest();
    request.setArgs(struct(this.#dialect.configured(config)));
    await this.#call<messages.ConfigureResponse>((done) => this.#client.configure(request, done));
  }

  /** A resource's arguments as its class registers them. */
  registered(declared: Declared, surroundings: Surroundings): Properties {
    return this.#dialect.registered(declared, surroundings);
  }

  async check(
    resource: Named,
    olds: Properties,
    news: Properties,
  ): Promise<{ inputs: Properties; failures: string[] }> {
    const request = new messages.CheckRequest();
    request.setUrn(this.#dialect.urnOf(resource));
    request.setOlds(this.#struct(olds));
    request.setNews(this.#struct(news));
    const reply = await this.#call<messages.CheckResponse>((done) =>
      this.#client.check(request, done),
    );
    const failures = reply
      .getFailuresList()
      .map((failure) => `${failure.getProperty()}: ${failure.getReason()}`);
    return { inputs: this.#plain(reply.getInputs()), failures };
  }

  /** `changes` is undefined where the host leaves the verdict to the engine. */
  async diff(
    resource: Named,
    id: string,
    olds: Properties,
    news: Properties,
    oldInputs: Properties,
  ): Promise<{ changes: boolean | undefined; replaces: string[] }> {
    const request = new messages.DiffRequest();
    request.setId(id);
    request.setUrn(this.#dialect.urnOf(resource));
    request.setOlds(this.#struct(olds));
    request.setNews(this.#struct(news));
    request.setOldInputs(this.#struct(oldInputs));
    const reply = await this.#call<messages.DiffResponse>((done) =>
      this.#client.diff(request, done),
    );
    const { DIFF_UNKNOWN, DIFF_SOME } = messages.DiffResponse.DiffChanges;
    const changes = reply.getChanges();
    return {
      changes: changes === DIFF_UNKNOWN ? undefined : changes === DIFF_SOME,
      replaces: reply.getReplacesList(),
    };
  }

  async create(resource: Named, inputs: Properties): Promise<{ id: string; outputs: Properties }> {
    const request = new messages.CreateRequest();
    request.setUrn(this.#dialect.urnOf(resource));
    request.setProperties(this.#struct(inputs));
    const reply = await this.#call<messages.CreateResponse>((done) =>
      this.#client.create(request, done),
    );
    return { id: reply.getId(), outputs: this.#plain(reply.getProperties()) };
  }

  /** Undefined when it is gone. */
  async read(
    resource: Named,
    id: string,
    outputs: Properties,
    inputs: Properties,
  ): Promise<{ outputs: Properties; inputs: Properties | undefined } | undefined> {
    const request = new messages.ReadRequest();
    request.setId(id);
    request.setUrn(this.#dialect.urnOf(resource));
    request.setProperties(this.#struct(outputs));
    request.setInputs(this.#struct(inputs));
    const reply = await this.#call<messages.ReadResponse>((done) =>
      this.#client.read(request, done),
    );
    if (reply.getId() === "") return undefined;
    return {
      outputs: this.#plain(reply.getProperties()),
      inputs: reply.hasInputs() ? this.#plain(reply.getInputs()) : undefined,
    };
  }

  async update(
    resource: Named,
    id: string,
    olds: Properties,
    news: Properties,
    oldInputs: Properties,
  ): Promise<Properties> {
    const request = new messages.UpdateRequest();
    request.setId(id);
    request.setUrn(this.#dialect.urnOf(resource));
    request.setOlds(this.#struct(olds));
    request.setNews(this.#struct(news));
    request.setOldInputs(this.#struct(oldInputs));
    const reply = await this.#call<messages.UpdateResponse>((done) =>
      this.#client.update(request, done),
    );
    return this.#plain(reply.getProperties());
  }

  async delete(
    resource: Named,
    id: string,
    outputs: Properties,
    inputs: Properties,
  ): Promise<void> {
    const request = new messages.DeleteRequest();
    request.setId(id);
    request.setUrn(this.#dialect.urnOf(resource));
    request.setProperties(this.#struct(outputs));
    request.setOldInputs(this.#struct(inputs));
    await this.#call((done) => this.#client.delete(request, done));
  }

  #struct(properties: Properties): Struct {
    return struct(this.#dialect.sent(properties, this.#operation));
  }

  #plain(properties: Struct | undefined): Properties {
    return this.#dialect.received(properties?.toJavaScript() ?? {});
  }

  #call<Reply>(
    send: (done: (error: grpc.ServiceError | null, reply: Reply) => void) => unknown,
  ): Promise<Reply> {
    return new Promise((resolve, reject) => {
      send((error, reply) => {
        if (error) reject(this.#failureOf(error));
        else resolve(reply);
      });
    });
  }

  /** The error that a reply stands for; one with details says what was made all the same. */
  #failureOf(error: grpc.ServiceError): Error {
    const [packed] = error.metadata.get("grpc-status-details-bin");
    if (packed === undefined) return new Error(error.details);
    const [detail] = Status.deserializeBinary(packed as Buffer).getDetailsList();
    if (!detail) return new Error(error.details);
    const failed = messages.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
    const inputs = this.#plain(failed.getInputs());
    return new InitFailure(
      error.details,
      failed.getId(),
      this.#plain(failed.getProperties()),
      Object.keys(inputs).length > 0 ? inputs : undefined,
    );
  }
}

function struct(properties: Properties): Struct {
  return Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);
}
