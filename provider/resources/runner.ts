import { GitLabError, NotFoundError } from "../api";
import type { Context } from "../configure";
import { adoptionFailures } from "./adoptionCheck";
import { checkArguments } from "./checking";
import { contextOfCheck } from "./configurationMistakes";
import { creationFailures } from "./creationCheck";
import { credentialFailures } from "./credentialCheck";
import { resolveNamespaces } from "./namespaceCheck";
import { foreignChanges } from "./foreignChanges";
import { partialFailure } from "./partialFailure";
import { type ResourceHandler, toWire } from "./resourceHandler";
import { type RunnerInputs, runnerArguments } from "./runnerArguments";
import { adoptRunner, createRunner, registerRunner } from "./runnerCreation";
import { explainRefusedDelete } from "./runnerDeletion";
import {
  bookkeepingChanged,
  changedAttributes,
  replacedArguments,
  wayOfInputs,
} from "./runnerDiff";
import {
  attributesToPayload,
  detailsToState,
  givenAttributes,
  outputsOf,
  stateOf,
} from "./runnerMapping";
import { noteFailures } from "./runnerMark";
import { declaringInputs, refreshedState } from "./runnerReading";
import { RUNNER_DEFAULTS, runnerFailures } from "./runnerRules";
import { givenTokenFailures, isOwnTokenDead } from "./runnerTokenCheck";

/**
 * A CI runner of GitLab: created by `POST /user/runners`, registered by `POST /runners` or adopted;
 * read, updated and deleted at `/runners/:id`.
 * @see https://docs.gitlab.com/api/runners/
 */
export function runnerHandler(context: () => Context): ResourceHandler {
  return {
    async check(olds, news) {
      const args = checkArguments<RunnerInputs>("Runner", runnerArguments, news);
      const failures = [...args.failures, ...runnerFailures(args, olds, Date.now())];
      const refused = await credentialFailures(context, olds);
      if (refused.length > 0) return { inputs: news, failures: [...failures, ...refused] };

      const asking = contextOfCheck(context(), olds);
      asking.program.isRunning = true;
      const [namespaces, tokenFailures] = await Promise.all([
        resolveNamespaces(asking, args.values),
        givenTokenFailures(asking, args.values),
      ]);
      const values = {
        ...args.values,
        ...namespaces.resolved,
        ...(news["__mark"] !== undefined && { __mark: news["__mark"] }),
      };
      const refusals = [
        ...noteFailures(asking, olds, values),
        ...(await creationFailures(asking, olds, values)),
        ...(await adoptionFailures(asking, olds, values)),
      ];
      const unknown = Object.fromEntries([...args.unknown].map((name) => [name, news[name]]));
      return {
        inputs: toWire({
          ...(wayOfInputs(news) !== "adopt" && RUNNER_DEFAULTS),
          ...values,
          ...unknown,
        }),
        failures: [...failures, ...namespaces.failures, ...tokenFailures, ...refusals],
      };
    },

    async diff(id, olds, news) {
      const state = stateOf(olds);
      context().stateRunners.add(id);
      const replaces = await replacedArguments(context, state, id, news);
      // Without a verdict of ours the engine compares the inputs and shows each that differs.
      if (replaces.length > 0) return { replaces };
      if (changedAttributes(state, news).length > 0 || bookkeepingChanged(state, news)) return {};
      return { changes: await isOwnTokenDead(context(), id, state) };
    },

    async create(inputs) {
      const create = { create: createRunner, register: registerRunner, adopt: adoptRunner };
      return create[wayOfInputs(inputs)](context(), inputs);
    },

    async read(id, outputs) {
      const state = stateOf(outputs);
      const isLookup = Object.keys(outputs).every((key) => key === "token" || key === "__provider");
      context().stateRunners.add(id);
      try {
        const runner = detailsToState(await context().lookups.runner(id));
        const refreshed = refreshedState(state, runner);
        const props = outputsOf(refreshed);
        return isLookup ? { id, props } : { id, props, inputs: toWire(declaringInputs(refreshed)) };
      } catch (error) {
        if (error instanceof NotFoundError && !isLookup) return {};
        throw error;
      }
    },

    async update(id, olds, news) {
      const { gitlab, lookups, warn } = context();
      const state = stateOf(olds);
      const way = wayOfInputs(news);
      const names = changedAttributes(state, news);
      lookups.forgetRunner(id);
      if (names.length > 0) {
        const present = detailsToState(await gitlab.getRunner(id));
        for (const change of foreignChanges(state, present, news, names))
          warn(`runner ${id}: ${change}`);
      }
      const seen =
        names.length > 0
          ? detailsToState(await gitlab.updateRunner(id, attributesToPayload(news, names)))
          : { ...state };
      const outs = {
        ...refreshedState(state, seen),
        ...Object.fromEntries(names.map((name) => [name, news[name]])),
        ...news,
        ...(news["authenticationToken"] !== undefined && { token: news["authenticationToken"] }),
        __origin: {
          ...state.__origin,
          way,
          ...(way === "adopt" && { managed: givenAttributes(news) }),
        },
      };
      if (!(await isOwnTokenDead(context(), id, state))) return { outs: outputsOf(outs) };
      try {
        const { token, token_expires_at } = await gitlab.resetRunnerToken(id);
        return {
          outs: outputsOf({
            ...outs,
            token,
            tokenExpiresAt: token_expires_at ?? undefined,
            tokenObtainedAt: new Date().toISOString(),
            __origin: { ...outs.__origin, tokenIsLost: undefined },
          }),
        };
      } catch (error) {
        throw partialFailure(id, outputsOf(outs), news, error as Error);
      }
    },

    async delete(id, outputs) {
      const state = stateOf(outputs);
      if (state.__origin.way === "adopt" && state.deleteOnDestroy !== true) return;
      const { gitlab, lookups } = context();
      lookups.forgetRunner(id);
      try {
        await gitlab.deleteRunner(id);
      } catch (error) {
        if (error instanceof NotFoundError) return;
        throw error instanceof GitLabError ? explainRefusedDelete(error, id) : error;
      }
    },
  };
}
