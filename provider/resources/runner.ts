import { GitLabError } from "../api";
import { unlessGone } from "../api/unlessGone";
import type { Context } from "../configure";
import { checkAdoption } from "./adoptionCheck";
import { checkArguments } from "./checking";
import { contextOfCheck } from "./configurationMistakes";
import { creationFailures } from "./creationCheck";
import { credentialFailures } from "./credentialCheck";
import { resolveNamespaces } from "./namespaceCheck";
import { expiryFailures } from "./expiryCheck";
import { foreignChanges } from "./foreignChanges";
import { obtainedToken } from "./heldToken";
import {
  foreignResource,
  isLeftElsewhere,
  presentInstance,
  replacementElsewhere,
  requireThisGitLab,
} from "./instance";
import { deleteFoundTwins, hasTwins, lookForTwins } from "./openRequests";
import { partialFailure } from "./partialFailure";
import { registrationFailures } from "./registrationCheck";
import { type ResourceHandler, toWire } from "./resourceHandler";
import { type RunnerInputs, runnerArguments } from "./runnerArguments";
import { adoptRunner, createRunner, registerRunner } from "./runnerCreation";
import { explainRefusedDelete } from "./runnerDeletion";
import { bookkeepingChanged, changedAttributes, replacedArguments } from "./runnerDiff";
import { instanceRunner, isAnotherRunner } from "./runnerInstance";
import {
  attributesToPayload,
  detailsToState,
  givenAttributes,
  outputsOf,
  stateOf,
} from "./runnerMapping";
import { noteFailures, resourceOf } from "./runnerMark";
import { declaringInputs, refreshedState } from "./runnerReading";
import { RUNNER_DEFAULTS, runnerFailures, wayOfInputs } from "./runnerRules";
import { givenTokenFailures, isOwnTokenDead } from "./runnerTokenCheck";
import { declarerOf, isRunnerKept, noteManagedRunner, runnerTwins } from "./twins";

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
      asking.creations.note(news);
      const [namespaces, tokenFailures] = await Promise.all([
        resolveNamespaces(asking, args.values),
        givenTokenFailures(asking, args.values),
      ]);
      const self = declarerOf(olds, news);
      const mark = resourceOf(news);
      if (self && mark !== undefined) asking.declarations.noteMark(mark, self.urn);
      const values = {
        ...args.values,
        ...namespaces.resolved,
        ...(news["__mark"] !== undefined && { __mark: news["__mark"] }),
      };
      const adoption = await checkAdoption(asking, olds, values);
      const refusals = [
        ...noteFailures(asking, olds, values),
        ...(await creationFailures(asking, olds, values)),
        ...(await registrationFailures(asking, olds, values)),
        ...(await expiryFailures(asking, olds, values)),
        ...adoption.failures,
        ...runnerTwins(asking, self, args.values.runnerId),
      ];
      const unknown = Object.fromEntries([...args.unknown].map((name) => [name, news[name]]));
      return {
        inputs: toWire({
          ...(wayOfInputs(news) !== "adopt" && RUNNER_DEFAULTS),
          ...values,
          ...adoption.noted,
          ...unknown,
        }),
        failures: [...failures, ...namespaces.failures, ...tokenFailures, ...refusals],
      };
    },

    async diff(id, olds, news) {
      const state = stateOf(olds);
      const elsewhere = await replacementElsewhere(context(), instanceRunner(context(), id, state));
      if (elsewhere) return elsewhere;
      context().stateRunners.add(id);
      context().creations.show(id, state["__mark"], state.__origin.attempt);
      const replaces = await replacedArguments(context, state, id, news);
      if (replaces.length === 0) noteManagedRunner(context(), id, news["__mark"]);
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
      const created = await create[wayOfInputs(inputs)](context(), inputs);
      context().declarations.noteMade(created.id);
      return created;
    },

    async read(id, outputs) {
      const state = stateOf(outputs);
      const isLookup = Object.keys(outputs).every((key) => key === "token" || key === "__provider");
      const resource = instanceRunner(context(), id, state);
      // Without a record it is the sight of the runner that shows whether it is the same.
      if (resource.recorded) await requireThisGitLab(context(), resource, "read");
      context().stateRunners.add(id);
      const asked = context().lookups.runner(id);
      const found = await (isLookup ? asked : unlessGone(asked));
      if (!found) return {};
      const runner = detailsToState(found);
      if (isAnotherRunner(state, runner)) throw foreignResource(context(), resource, "read");
      const { open } = await lookForTwins(context(), id, state);
      const refreshed = refreshedState({ ...state, __origin: { ...state.__origin, open } }, runner);
      const props = outputsOf({ ...refreshed, __instance: await presentInstance(context()) });
      return isLookup ? { id, props } : { id, props, inputs: toWire(declaringInputs(refreshed)) };
    },

    async update(id, olds, news) {
      const { gitlab, lookups, warn } = context();
      const state = stateOf(olds);
      const way = wayOfInputs(news);
      const names = changedAttributes(state, news);
      const resource = instanceRunner(context(), id, state);
      await requireThisGitLab(context(), resource, "update");
      lookups.forgetRunner(id);
      if (names.length > 0) {
        const present = detailsToState(await gitlab.getRunnerAlone(id));
        if (isAnotherRunner(state, present)) throw foreignResource(context(), resource, "update");
        for (const change of foreignChanges(state, present, news, names))
          warn(`runner ${id}: ${change}`);
      }
      const seen =
        names.length > 0
          ? detailsToState(await gitlab.updateRunner(id, attributesToPayload(news, names)))
          : { ...state };
      const refreshed = refreshedState(state, seen);
      const outs = {
        ...refreshed,
        ...Object.fromEntries(names.map((name) => [name, news[name]])),
        ...news,
        // The declared one is that of the first token.
        tokenExpiresAt: refreshed.tokenExpiresAt,
        ...(news["authenticationToken"] !== undefined && { token: news["authenticationToken"] }),
        __origin: {
          ...state.__origin,
          open: await deleteFoundTwins(context(), id, state),
          way,
          ...(way === "adopt" && { managed: givenAttributes(news) }),
        },
        __instance: await presentInstance(context()),
      };
      if (!(await isOwnTokenDead(context(), id, state))) return { outs: outputsOf(outs) };
      try {
        return {
          outs: outputsOf({
            ...outs,
            ...obtainedToken(await gitlab.resetRunnerToken(id)),
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
      if (await isLeftElsewhere(context(), instanceRunner(context(), id, state))) return;
      if (creations.hasSuccessor(id, state.__origin.attempt)) {
        warn(`runner ${id} is not deleted: its resource was created again and took it over`);
        return;
      }
      if (isRunnerKept(context(), id, state["__mark"])) return;
      lookups.forgetRunner(id);
      await deleteFoundTwins(context(), id, state);
      try {
        await unlessGone(gitlab.deleteRunner(id));
      } catch (error) {
        throw error instanceof GitLabError ? explainRefusedDelete(error, id) : error;
      }
    },
  };
}
