import { GitLabError, NotFoundError } from "../api";
import type { Context } from "../configure";
import { adoptionFailures } from "./adoptionCheck";
import { checkArguments } from "./checking";
import { creationFailures } from "./creationCheck";
import { credentialFailures } from "./credentialCheck";
import { resolveNamespaces } from "./namespaceCheck";
import { foreignChanges } from "./foreignChanges";
import { deleteFoundTwins, hasTwins, lookForTwins } from "./openRequests";
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
      const refused = await credentialFailures(context);
      if (refused.length > 0) return { inputs: news, failures: [...failures, ...refused] };

      context().program.isRunning = true;
      context().creations.note(news);
      const [namespaces, tokenFailures] = await Promise.all([
        resolveNamespaces(context(), args.values),
        givenTokenFailures(context(), args.values),
      ]);
      const values = {
        ...args.values,
        ...namespaces.resolved,
        ...(news["__mark"] !== undefined && { __mark: news["__mark"] }),
      };
      const refusals = [
        ...noteFailures(context(), olds, values),
        ...(await creationFailures(context(), olds, values)),
        ...(await adoptionFailures(context(), olds, values)),
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
      context().creations.show(id, state["__mark"], state.__origin.attempt);
      const replaces = await replacedArguments(context, state, id, news);
      // Without a verdict of ours the engine compares the inputs and shows each that differs.
      if (replaces.length > 0) return { replaces };
      if (changedAttributes(state, news).length > 0 || bookkeepingChanged(state, news)) return {};
      const isDead = await isOwnTokenDead(context(), id, state);
      // A refresh asks, too, and its `read` has looked.
      const hasMore = context().program.isRunning && (await hasTwins(context(), id, state));
      return { changes: isDead || hasMore };
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
        const { open } = await lookForTwins(context(), id, state);
        const refreshed = refreshedState(
          { ...state, __origin: { ...state.__origin, open } },
          runner,
        );
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
          open: await deleteFoundTwins(context(), id, state),
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
      const { gitlab, lookups, creations, warn } = context();
      if (creations.hasSuccessor(id, state.__origin.attempt)) {
        warn(`runner ${id} is not deleted: its resource was created again and took it over`);
        return;
      }
      lookups.forgetRunner(id);
      await deleteFoundTwins(context(), id, state);
      try {
        await gitlab.deleteRunner(id);
      } catch (error) {
        if (error instanceof NotFoundError) return;
        throw error instanceof GitLabError ? explainRefusedDelete(error, id) : error;
      }
    },
  };
}
