import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setImmediate as nextTurn } from "node:timers/promises";

import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

import { received, sent } from "./hostProperties";

export type Properties = Record<string, unknown>;

/** A create or update that left something: the resource is there, and not as it should be. */
export class InitFailure extends Error {
  constructor(
    message: string,
    readonly id: string,
    readonly properties: Properties,
  ) {
    super(message);
  }
}

const ROOT = join(__dirname, "../../..");
const URN = "urn:pulumi:dev::stack::pulumi-nodejs:dynamic/gitlab-runners:Resource::campaign";

/** The SDK's own host of dynamic providers as a process, spoken to as the engine does. */
export class ProviderHost {
  readonly #process: ChildProcess;
  readonly #client: ResourceProviderClient;
  #output = "";
  #operation = 0;

  private constructor(child: ChildProcess, port: number) {
    this.#process = child;
    this.#client = new ResourceProviderClient(
      `127.0.0.1:${port}`,
      grpc.credentials.createInsecure(),
    );
    child.stderr?.on("data", (chunk: Buffer) => {
      this.#output += chunk.toString();
    });
  }

  static async start(): Promise<ProviderHost> {
    const host = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
    const preloaded = ["freshModules.js", "../deferredModules.js"];
    const child = spawn(
      process.execPath,
      [...preloaded.flatMap((file) => ["-r", join(__dirname, file)]), host, "127.0.0.1:0"],
      // Nothing of this process's environment may decide what the provider does.
      { cwd: ROOT, env: { PATH: process.env["PATH"] } },
    );
    const lines = createInterface({ input: child.stdout });
    const port = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => {
        reject(new Error(`the host of dynamic providers ended with ${String(code)}`));
      });
      lines.once("line", (line) => {
        resolve(Number(line));
      });
    });
    return new ProviderHost(child, port);
  }

  get pid(): number {
    const { pid } = this.#process;
    if (pid === undefined) throw new Error("the host of dynamic providers did not start");
    return pid;
  }

  get hasEnded(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  kill(): void {
    this.#process.kill("SIGKILL");
    this.#client.close();
  }

  /** What it has written to its error output since the last time, up to its last reply. */
  async takeOutput(): Promise<string> {
    // What was written before a reply is there with it, but may be read after it.
    await nextTurn();
    const output = this.#output;
    this.#output = "";
    return output;
  }

  /** The process is as a new one from here on, with this configuration. */
  async startOperation(config: Readonly<Record<string, string>>): Promise<void> {
    this.#operation += 1;
    const request = new messages.ConfigureRequest();
    request.setArgs(struct(config));
    await this.#call<messages.ConfigureResponse>((done) => this.#client.configure(request, done));
  }

  async check(
    olds: Properties,
    news: Properties,
  ): Promise<{ inputs: Properties; failures: string[] }> {
    const request = new messages.CheckRequest();
    request.setUrn(URN);
    request.setOlds(this.#struct(olds));
    request.setNews(this.#struct(news));
    const reply = await this.#call<messages.CheckResponse>((done) =>
      this.#client.check(request, done),
    );
    const failures = reply
      .getFailuresList()
      .map((failure) => `${failure.getProperty()}: ${failure.getReason()}`);
    return { inputs: plain(reply.getInputs()), failures };
  }

  /** `changes` is undefined where the host leaves the verdict to the engine. */
  async diff(
    id: string,
    olds: Properties,
    news: Properties,
  ): Promise<{ changes: boolean | undefined; replaces: string[] }> {
    const request = new messages.DiffRequest();
    request.setId(id);
    request.setUrn(URN);
    request.setOlds(this.#struct(olds));
    request.setNews(this.#struct(news));
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

  async create(inputs: Properties): Promise<{ id: string; outputs: Properties }> {
    const request = new messages.CreateRequest();
    request.setUrn(URN);
    request.setProperties(this.#struct(inputs));
    const reply = await this.#call<messages.CreateResponse>((done) =>
      this.#client.create(request, done),
    );
    return { id: reply.getId(), outputs: plain(reply.getProperties()) };
  }

  /** Undefined when it is gone. */
  async read(
    id: string,
    outputs: Properties,
    inputs: Properties,
  ): Promise<{ outputs: Properties; inputs: Properties | undefined } | undefined> {
    const request = new messages.ReadRequest();
    request.setId(id);
    request.setUrn(URN);
    request.setProperties(this.#struct(outputs));
    request.setInputs(this.#struct(inputs));
    const reply = await this.#call<messages.ReadResponse>((done) =>
      this.#client.read(request, done),
    );
    if (reply.getId() === "") return undefined;
    return {
      outputs: plain(reply.getProperties()),
      inputs: reply.hasInputs() ? plain(reply.getInputs()) : undefined,
    };
  }

  async update(id: string, olds: Properties, news: Properties): Promise<Properties> {
    const request = new messages.UpdateRequest();
    request.setId(id);
    request.setUrn(URN);
    request.setOlds(this.#struct(olds));
    request.setNews(this.#struct(news));
    const reply = await this.#call<messages.UpdateResponse>((done) =>
      this.#client.update(request, done),
    );
    return plain(reply.getProperties());
  }

  async delete(id: string, outputs: Properties): Promise<void> {
    const request = new messages.DeleteRequest();
    request.setId(id);
    request.setUrn(URN);
    request.setProperties(this.#struct(outputs));
    await this.#call((done) => this.#client.delete(request, done));
  }

  #struct(properties: Properties): Struct {
    return struct(sent(properties, this.#operation));
  }

  #call<Reply>(
    send: (done: (error: grpc.ServiceError | null, reply: Reply) => void) => unknown,
  ): Promise<Reply> {
    return new Promise((resolve, reject) => {
      send((error, reply) => {
        if (error) reject(failureOf(error));
        else resolve(reply);
      });
    });
  }
}

/** The error that a reply stands for; one with details tells what was made all the same. */
function failureOf(error: grpc.ServiceError): Error {
  const [packed] = error.metadata.get("grpc-status-details-bin");
  if (packed === undefined) return new Error(error.details);
  const [detail] = Status.deserializeBinary(packed as Buffer).getDetailsList();
  if (!detail) return new Error(error.details);
  const failed = messages.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
  return new InitFailure(error.details, failed.getId(), plain(failed.getProperties()));
}

function struct(properties: Properties): Struct {
  return Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);
}

/** Secrets cross in a form of their own, and are kept here as what they are. */
function plain(properties: Struct | undefined): Properties {
  return received(inClear(properties?.toJavaScript() ?? {}) as Properties);
}

const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";

function inClear(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(inClear);
  if (SIGNATURE_KEY in value) return (value as { value?: unknown }).value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inClear(inner)]));
}
