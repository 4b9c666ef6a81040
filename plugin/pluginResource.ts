import type { Properties, ResourceHandler } from "../provider/values/operation";
import { plain } from "../provider/values/operation";
import { withMistakesRefused } from "../provider/checks/configurationMistakes";
import { argumentsOf, notedWith, stateOf } from "../provider/engine/storedProperties";
import { shownFailures, type ShownFailure } from "../provider/engine/failures";
import { withLimits } from "../provider/handlers/operationLimits";
import { PartialFailure } from "../provider/values/partialFailure";
import type { DiffResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { withOwnKeys } from "./configuration";
import { providerText } from "../stack/providerEntry";
import { changedInputs, diffResponse } from "./detailedDiff";
import { failure } from "./initFailure";
import type { PluginProcess } from "./pluginProcess";
import { predictCreation, predictUpdate } from "./prediction";
import type { ServedResource } from "./resources";
import { packageSchema, type ResourceSchema, secretsOf } from "./schemaFile";
import { type Received, received, sent } from "./wireProperties";

/** What the engine says of an operation beside the values. */
export interface Request {
  readonly urn: string;
  readonly signal: AbortSignal;
  /** Seconds; 0 for no limit of the resource's own. */
  readonly timeout?: number;
  readonly isPreview?: boolean;
  /** What the state has of the resource, where no program declares it. */
  readonly stored?: Properties;
}

/** The operations of one kind of resource, as the engine calls them. */
export class PluginResource {
  readonly #process: PluginProcess;
  readonly #served: ServedResource;
  readonly #handler: ResourceHandler;
  readonly #type: string;

  constructor(process: PluginProcess, type: string, served: ServedResource) {
    this.#process = process;
    this.#type = type;
    this.#served = served;
    this.#handler = withLimits(withMistakesRefused(served.handlerOf(process.context)));
  }

  async check(
    request: Request,
    oldStruct: Struct | undefined,
    newStruct: Struct | undefined,
  ): Promise<{ inputs: Struct; failures: ShownFailure[] }> {
    const olds = received(oldStruct);
    const news = received(newStruct);
    const given = argumentsOf(news.values);
    const before = argumentsOf(olds.values);
    this.#process.noteChecked(request.urn, news.values, Object.keys(before).length > 0);
    const operation = this.#operation(request);
    const { inputs, failures, ...noted } = await this.#handler.check(operation, before, given);
    const secrets = this.#secretInputs(news);
    const marked = failures.map((each) => ({
      ...each,
      reason: withoutSecrets(each.reason, news),
      ...(secrets.includes(each.property) && { isSecret: true }),
    }));
    return {
      inputs: sent({ ...inputs, ...notedWith(noted, olds.values) }, secrets),
      failures: shownFailures(marked, given),
    };
  }

  async diff(
    request: Request,
    id: string,
    oldStruct: Struct | undefined,
    newStruct: Struct | undefined,
    oldInputStruct: Struct | undefined,
  ): Promise<DiffResponse> {
    const olds = received(oldStruct);
    const news = argumentsOf(received(newStruct).values);
    const oldInputs = argumentsOf(received(oldInputStruct).values);
    const difference = await this.#handler.diff(
      this.#operation(request),
      id,
      stateOf(olds.values),
      news,
    );
    return diffResponse(difference, oldInputs, news);
  }

  async create(
    request: Request,
    struct: Struct | undefined,
  ): Promise<{ id: string; outputs: Struct }> {
    const inputs = received(struct);
    const values = argumentsOf(inputs.values);
    const { properties } = this.#schema;
    if (request.isPreview === true) {
      const outputs = predictCreation(properties, values);
      return { id: "", outputs: this.#outputs(request, outputs, inputs) };
    }
    const created = await this.#handler
      .create(this.#operation(request, "create"), values)
      .catch(this.#failInitialised(request, inputs));
    return { id: created.id, outputs: this.#outputs(request, created.outputs, inputs) };
  }

  async read(
    request: Request,
    id: string,
    outputStruct: Struct | undefined,
    inputStruct: Struct | undefined,
  ): Promise<{ id: string; outputs?: Struct; inputs?: Struct }> {
    const outputs = received(outputStruct);
    const inputs = received(inputStruct);
    const state = stateOf(outputs.values);
    // Of a resource that is imported or only read, the engine has what the user gave and nothing else.
    const isLookup = Object.keys(state).every((name) => name === "token" || name === "id");
    const asked = { ...request, stored: outputs.values };
    const found = await this.#handler.read({ ...this.#operation(asked), isLookup }, id, state);
    if (!found) return { id: "" };
    const secrets = [...(found.secretInputs ?? []), ...inputs.secrets];
    return {
      id,
      outputs: this.#outputs(asked, found.outputs, outputs),
      inputs: sent(found.inputs, secrets),
    };
  }

  async update(
    request: Request,
    id: string,
    olds: Struct | undefined,
    news: Struct | undefined,
    oldInputs: Struct | undefined,
  ): Promise<Struct> {
    const state = stateOf(received(olds).values);
    const inputs = received(news);
    const values = argumentsOf(inputs.values);
    if (request.isPreview === true) {
      const renewed = await this.#handler.renewed(this.#operation(request), id, state, values);
      const changed = changedInputs(argumentsOf(received(oldInputs).values), values);
      const removed = changed.filter((name) => !(name in values));
      const outputs = predictUpdate(this.#schema.properties, state, values, { renewed, removed });
      return this.#outputs(request, outputs, inputs);
    }
    const outputs = await this.#handler
      .update(this.#operation(request, "update"), id, state, values)
      .catch(this.#failInitialised(request, inputs));
    return this.#outputs(request, outputs, inputs);
  }

  async delete(request: Request, id: string, struct: Struct | undefined): Promise<void> {
    const stored = received(struct).values;
    const operation = this.#operation({ ...request, stored }, "delete");
    await this.#handler.delete(operation, id, stateOf(stored));
  }

  get #schema(): ResourceSchema {
    const schema = packageSchema().resources[this.#type];
    if (!schema) throw new Error(`the schema has no resource ${this.#type}`);
    return schema;
  }

  #operation({ urn, signal, timeout = 0, stored }: Request, verb?: string) {
    return {
      resource: this.#process.resourceOf(urn, stored),
      signal,
      timeLimit:
        verb !== undefined && timeout > 0
          ? { milliseconds: timeout * 1000, shown: `${timeout} s` }
          : undefined,
    };
  }

  #secretInputs({ values, secrets }: Received): string[] {
    const always = secretsOf(this.#schema.inputProperties);
    return [...new Set([...always, ...secrets])].filter((name) => values[name] !== undefined);
  }

  /**
   * Outputs with what the program's class of a dynamic resource stores, too: a stack can move from one
   * to the other, and back.
   *
   * @param from - values whose secrets are secrets among the outputs, too.
   */
  #outputs({ urn, stored }: Request, outputs: Properties, from: Received): Struct {
    const all = {
      ...outputs,
      // The engine keeps it itself.
      id: undefined,
      __mark: this.#process.resourceOf(urn, stored).fingerprint,
      __provider: providerText(this.#served.dynamicExport),
    };
    const secrets = [...secretsOf(this.#schema.properties), ...this.#secretInputs(from)];
    return sent(plain(all), new Set(secrets));
  }

  #failInitialised(request: Request, inputs: Received): (error: unknown) => never {
    return (error) => {
      if (!(error instanceof PartialFailure)) throw error;
      const message = withOwnKeys(error.message);
      throw Object.assign(new Error(message, { cause: error }), {
        answer: failure(message, {
          id: error.id,
          outputs: this.#outputs(request, error.outputs, inputs),
          inputs: sent(inputs.values, this.#secretInputs(inputs)),
        }),
      });
    };
  }
}

const SHORTEST_SECRET = 4;

/** A reason in which no secret input's value stands. */
function withoutSecrets(reason: string, { values, secrets }: Received): string {
  const texts = [...secrets].flatMap((name) => textsIn(values[name]));
  return texts
    .filter((text) => text.length >= SHORTEST_SECRET)
    .reduce((shown, text) => shown.replaceAll(text, "[secret]"), reason);
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
