import type { dynamic } from "@pulumi/pulumi";
import { shownFailures } from "../engine/failures";
import { heldFingerprint, resourceOf, timeLimitOf } from "../engine/programInputs";
import { argumentsOf, notedWith, stateOf, storedWith } from "../engine/storedProperties";
import { withSecrets } from "../engine/wire";
import { withMistakesRefused } from "../checks/configurationMistakes";
import type { Context } from "../context/context";
import { withLimits } from "../handlers/operationLimits";
import { type Properties, type ResourceHandler, plain } from "../values/operation";
import { PartialFailure } from "../values/partialFailure";
import { configure, currentContext } from "./configure";
import { noteEngine, noteUrn, urnOf } from "./process";

/**
 * The operations of a resource as the SDK's host of dynamic providers calls them.
 * @see https://www.pulumi.com/docs/iac/concepts/providers/dynamic-providers/
 */
export interface DynamicOperations {
  check(
    olds: Properties,
    news: Properties,
  ): Promise<{ inputs: Properties; failures: dynamic.CheckFailure[] }>;
  diff(id: string, olds: Properties, news: Properties): Promise<dynamic.DiffResult>;
  create(inputs: Properties): Promise<{ id: string; outs: Properties }>;
  /** @returns nothing for a resource that is gone. */
  read(id: string, outputs: Properties): Promise<Partial<Found>>;
  update(id: string, olds: Properties, news: Properties): Promise<{ outs: Properties }>;
  delete(id: string, outputs: Properties): Promise<void>;
}

interface Found {
  id: string;
  props: Properties;
  /** Left out for a resource that the stack only reads. */
  inputs: Properties;
}

/** A resource as an export of the provider entry. */
export function dynamicProvider(
  handlerOf: (context: () => Context) => ResourceHandler,
): DynamicOperations & { configure(request: dynamic.ConfigureRequest): void } {
  const handler = withLimits(withMistakesRefused(handlerOf(currentContext)));
  return { configure, ...dynamicOperations(handler) };
}

export function dynamicOperations(handler: ResourceHandler): DynamicOperations {
  return {
    async check(olds, news) {
      const resource = resourceOf(news);
      noteEngine(news);
      noteUrn(resource);
      const given = argumentsOf(news);
      const { inputs, failures, ...noted } = await handler.check(
        { resource },
        argumentsOf(olds),
        given,
      );
      return {
        inputs: { ...plain({ ...inputs, ...notedWith(noted, olds) }), ...storedWith(news) },
        failures: shownFailures(failures, given),
      };
    },

    async diff(id, olds, news) {
      const resource = { fingerprint: heldFingerprint(olds), urn: urnOf(heldFingerprint(news)) };
      const { changes, replaces } = await handler.diff(
        { resource },
        id,
        stateOf(olds),
        argumentsOf(news),
      );
      return {
        ...(changes !== undefined && { changes }),
        ...(replaces && { replaces: [...replaces] }),
      };
    },

    async create(inputs) {
      const fingerprint = heldFingerprint(inputs);
      const operation = {
        resource: { fingerprint, urn: urnOf(fingerprint) },
        timeLimit: timeLimitOf(inputs, "create"),
      };
      const { id, outputs } = await handler
        .create(operation, argumentsOf(inputs))
        .catch(failInitialised(inputs));
      return { id, outs: { ...outputs, ...storedWith(inputs) } };
    },

    async read(id, outputs) {
      const fingerprint = heldFingerprint(outputs);
      const state = stateOf(outputs);
      // Of a resource that is only read, the engine has what the user gave and nothing else.
      const isLookup = Object.keys(state).every((name) => name === "token");
      const operation = { resource: { fingerprint, urn: urnOf(fingerprint) }, isLookup };
      const found = await handler.read(operation, id, state);
      if (!found) return {};
      const props = { ...found.outputs, ...storedWith(outputs) };
      if (isLookup) return { id, props };
      const inputs = {
        ...withSecrets(found.inputs, found.secretInputs ?? []),
        ...storedWith(outputs, ["__mark"]),
      };
      return { id, props, inputs };
    },

    async update(id, olds, news) {
      const operation = {
        resource: {
          fingerprint: heldFingerprint(olds) ?? heldFingerprint(news),
          urn: urnOf(heldFingerprint(news)),
        },
        timeLimit: timeLimitOf(news, "update"),
      };
      const stored = { ...storedWith(olds, ["__mark"]), ...storedWith(news) };
      const outputs = await handler
        .update(operation, id, stateOf(olds), argumentsOf(news))
        .catch(failInitialised({ ...news, ...stored }));
      return { outs: { ...outputs, ...stored } };
    },

    async delete(id, outputs) {
      const fingerprint = heldFingerprint(outputs);
      const operation = {
        resource: { fingerprint, urn: urnOf(fingerprint) },
        timeLimit: timeLimitOf(outputs, "delete"),
      };
      await handler.delete(operation, id, stateOf(outputs));
    },
  };
}

/**
 * Turns the failure of something that GitLab has into the host's form of it.
 *
 * @param inputs - hold the engine's `__provider`, which the stored outputs need, too.
 */
function failInitialised(inputs: Properties): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof PartialFailure)) throw error;
    const { id, outputs, message } = error;
    throw Object.assign(new Error(message, { cause: error }), {
      id,
      properties: { ...outputs, ...storedWith(inputs), __provider: inputs["__provider"] },
      reasons: [message],
    });
  };
}
