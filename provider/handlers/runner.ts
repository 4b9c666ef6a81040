import { isDeepStrictEqual } from "node:util";
import { unlessGone } from "../../gitlab/transport/unlessGone";
import type { Context } from "../context/context";
import { checkAdoption } from "../checks/adoptionCheck";
import { checkArguments, unknownArguments } from "../values/checking";
import { contextOfCheck } from "../checks/configurationMistakes";
import { creationFailures } from "../checks/creationCheck";
import { credentialFailures } from "../checks/credentialCheck";
import { resolveNamespaces } from "../checks/namespaceCheck";
import { expiryFailures } from "../checks/expiryCheck";
import { noteChangedUse } from "./changedUse";
import { foreignChanges } from "./foreignChanges";
import { SECRET_NAMES, bookkeepingNames } from "../runner/argumentNames";
import { obtainedToken } from "../runner/heldToken";
import {
  foreignResource,
  isLeftElsewhere,
  presentInstance,
  replacementElsewhere,
  requireThisGitLab,
} from "../checks/instance";
import { deleteFoundTwins, hasTwins, lookForTwins } from "../creation/openRequests";
import { PartialFailure } from "../values/partialFailure";
import { registrationFailures } from "../checks/registrationCheck";
import { type Properties, type ResourceHandler, plain } from "../values/operation";
import { runnerArguments } from "../runner/runnerArguments";
import { adoptRunner, createRunner, registerRunner } from "../creation/runnerCreation";
import { deleteRunner } from "./runnerDeletion";
import { notePlannedReplacement } from "./plannedReplacement";
import { dueRotation, warnOfExpiry } from "./runnerRotation";
import { bookkeepingChanged, changedAttributes, replacedArguments } from "./runnerDiff";
import { instanceRunner, isAnotherRunner } from "./runnerInstance";
import {
  attributesToPayload,
  detailsToState,
  givenAttributes,
  type StoredOutputs,
  outputsOf,
  stateOf,
} from "../runner/runnerMapping";
import { noteFailures } from "../creation/creationMarker";
import { declaringInputs, knownOf, ownerNamed, refreshedState } from "../runner/runnerReading";
import { ARGUMENT_DEFAULTS, runnerFailures, originKindOfInputs } from "../runner/runnerRules";
import { givenTokenFailures, isOwnTokenDead } from "../checks/runnerTokenCheck";
import { requireRunnerId } from "../values/runnerId";
import { declarerOf, isRunnerKept, noteManagedRunner, runnerTwins } from "../checks/twins";

/**
 * A CI runner of GitLab: created by `POST /user/runners`, registered by `POST /runners` or adopted;
 * read, updated and deleted at `/runners/:id`.
 * @see https://docs.gitlab.com/api/runners/
 */
export function runnerHandler(context: () => Context): ResourceHandler {
  return {
    draining: ["delete"],

    async check({ resource }, olds, news) {
      const args = checkArguments("Runner", runnerArguments, news);
      const failures = [...args.failures, ...runnerFailures(args, olds, Date.now())];
      const refused = await credentialFailures(context, olds);
      if (refused.length > 0) return { inputs: news, failures: [...failures, ...refused] };

      const asking = contextOfCheck(context(), olds);
      asking.program.isRunning = true;
      asking.creations.note(resource);
      const [namespaces, tokenFailures] = await Promise.all([
        resolveNamespaces(asking, args.values),
        givenTokenFailures(asking, args.values),
      ]);
      const values = { ...args.values, ...namespaces.resolved };
      const adoption = await checkAdoption(asking, olds, values);
      const refusals = [
        ...noteFailures(asking, resource, olds, values),
        ...(await creationFailures(asking, olds, values)),
        ...(await registrationFailures(asking, olds, values)),
        ...(await expiryFailures(asking, olds, values)),
        ...adoption.failures,
        ...runnerTwins(asking, declarerOf(resource, olds), args.values.runnerId),
      ];
      return {
        inputs: plain({
          ...(originKindOfInputs(news) !== "adopt" && ARGUMENT_DEFAULTS),
          ...values,
          ...unknownArguments(args),
        }),
        failures: [...failures, ...namespaces.failures, ...tokenFailures, ...refusals],
        adopted: adoption.adopted,
        paths: asking.wasApplied === true ? undefined : ownerPath(asking, values),
      };
    },

    async diff({ resource }, id, olds, news) {
      const state = stateOf(olds);
      const elsewhere = await replacementElsewhere(
        context(),
        instanceRunner(context(), resource, id, state),
      );
      if (elsewhere) return elsewhere;
      context().stateRunners.add(id);
      context().creations.show(id, resource.fingerprint, state.__origin.attempt);
      const replaces = await replacedArguments(context, state, id, news);
      // Without a verdict of ours the engine compares the inputs and shows each that differs.
      if (replaces.length > 0) {
        await notePlannedReplacement(context(), id, state, news);
        return { replaces };
      }
      const rotation = await dueRotation(context(), id, state, news);
      if (rotation?.strategy === "replace") {
        await notePlannedReplacement(context(), id, state, news);
        return { ...(!rotation.isInInputs && { changes: true }), replaces: ["rotation"] };
      }
      noteManagedRunner(context(), id, resource);
      if (rotation) {
        context().dueResets.add(id);
        // After a reset that failed, the inputs of the state are those of the program already.
        return { changes: true };
      }
      warnOfExpiry(context(), id, state, news);
      const changed = changedAttributes(state, news);
      // A refresh compares what the state has with itself.
      if (context().program.isRunning) await noteChangedUse(context(), id, state, news, changed);
      if (changed.length > 0 || bookkeepingChanged(state, news)) return {};
      const isDead = await isOwnTokenDead(context(), id, state);
      // A refresh asks, too, and its `read` has looked.
      const hasMore = context().program.isRunning && (await hasTwins(context(), id, state));
      return { changes: isDead || hasMore };
    },

    async create({ resource }, inputs) {
      const create = { create: createRunner, register: registerRunner, adopt: adoptRunner };
      const created = await create[originKindOfInputs(inputs)](context(), resource, inputs);
      context().declarations.noteMade(created.id);
      return created;
    },

    async read({ resource, isLookup }, id, outputs) {
      requireRunnerId(id);
      const state = stateOf(outputs);
      const instance = instanceRunner(context(), resource, id, state);
      // Without a record it is the sight of the runner that shows whether it is the same.
      if (instance.recorded) await requireThisGitLab(context(), instance, "read");
      context().stateRunners.add(id);
      const { lookups } = context();
      const found = isLookup
        ? await lookups.runner(id)
        : await unlessGone(lookups.storedRunner(id, knownOf(state)));
      if (!found) return undefined;
      const runner = detailsToState(found);
      if (isAnotherRunner(state, runner)) throw foreignResource(context(), instance, "read");
      const { open } = await lookForTwins(context(), id, state);
      const known = { ...state, ...(isLookup && ownerNamed(runner)) };
      const refreshed = refreshedState({ ...known, __origin: { ...state.__origin, open } }, runner);
      return {
        outputs: outputsOf({ ...refreshed, __instance: await presentInstance(context()) }),
        inputs: plain(declaringInputs(refreshed)),
        secretInputs: SECRET_NAMES,
      };
    },

    async update({ resource }, id, olds, news) {
      const { gitlab, lookups, warn } = context();
      const state = stateOf(olds);
      const kind = originKindOfInputs(news);
      const names = changedAttributes(state, news);
      const instance = instanceRunner(context(), resource, id, state);
      await requireThisGitLab(context(), instance, "update");
      lookups.forgetRunner(id);
      if (names.length > 0) {
        const present = detailsToState(await gitlab.getRunnerAlone(id));
        if (isAnotherRunner(state, present)) throw foreignResource(context(), instance, "update");
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
        // What the program left out goes.
        ...Object.fromEntries(bookkeepingNames(kind).map((name) => [name, undefined])),
        ...news,
        // Where a preview looks nothing up, the program's is a path; that of the state is the same one.
        ...ownerOf(state),
        // The declared one is that of the first token.
        tokenExpiresAt: refreshed.tokenExpiresAt,
        ...(news["authenticationToken"] !== undefined && { token: news["authenticationToken"] }),
        __origin: {
          ...state.__origin,
          open: await deleteFoundTwins(context(), id, state),
          way: kind,
          ...(kind === "adopt" && { managed: givenAttributes(news) }),
        },
        __instance: await presentInstance(context()),
      };
      const isDue = context().dueResets.has(id);
      const isRenewed = isDue || (await isOwnTokenDead(context(), id, state));
      if (!isRenewed) return outputsOf(outs);
      try {
        return outputsOf({
          ...outs,
          ...obtainedToken(await gitlab.resetRunnerToken(id)),
          __origin: { ...outs.__origin, tokenIsLost: undefined },
        });
      } catch (error) {
        // Otherwise the next apply would not see that the keepers have changed.
        const rotation = isDue ? { rotation: state["rotation"] } : {};
        throw new PartialFailure(id, outputsOf({ ...outs, ...rotation }), error as Error);
      }
    },

    async renewed(_operation, id, olds, { authenticationToken, rotation }) {
      const isRenewed =
        context().dueResets.has(id) || (await isOwnTokenDead(context(), id, stateOf(olds)));
      const { rotation: before } = olds;
      const next = isDeepStrictEqual(before, rotation) && !isRenewed ? [] : ["nextRotationAt"];
      if (isRenewed) return ["token", "tokenObtainedAt", "tokenExpiresAt", ...next];
      return [...(authenticationToken === olds["authenticationToken"] ? [] : ["token"]), ...next];
    },

    async delete({ resource }, id, outputs) {
      const state = stateOf(outputs);
      if (state.__origin.way === "adopt" && state.deleteOnDestroy !== true) return;
      const { creations, warn } = context();
      if (await isLeftElsewhere(context(), instanceRunner(context(), resource, id, state))) return;
      if (creations.hasSuccessor(id, state.__origin.attempt)) {
        warn(`runner ${id} is not deleted: its resource was created again and took it over`);
        return;
      }
      if (isRunnerKept(context(), id, resource)) return;
      await deleteRunner(context(), id, state);
    },
  };
}

/**
 * The full path of the group or project that a new runner gets, as far as the checks have read it. Not of one
 * that is replaced, whose diff the engine makes of the inputs: it would show this, too.
 */
function ownerPath(
  { lookups }: Context,
  { groupId, projectId }: Partial<Record<"groupId" | "projectId", number | string>>,
): Record<string, string> | undefined {
  const [kind, id] =
    projectId === undefined ? (["group", groupId] as const) : (["project", projectId] as const);
  const path = typeof id === "number" ? lookups.pathOf(kind, id) : undefined;
  return path === undefined ? undefined : { [kind === "group" ? `group ${id}` : String(id)]: path };
}

/** The group or project of a runner by its id, as far as the state has it. */
function ownerOf({ groupId, projectId }: StoredOutputs): Properties {
  return plain({
    groupId: typeof groupId === "number" ? groupId : undefined,
    projectId: typeof projectId === "number" ? projectId : undefined,
  });
}
