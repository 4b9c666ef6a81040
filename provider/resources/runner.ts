import type { dynamic } from "@pulumi/pulumi";
import { GitLabError, NotFoundError } from "../api";
import type { Context } from "../configure";
import { checkArguments } from "./checking";
import { sameArgument } from "./diffing";
import { credentialFailures } from "./credentialCheck";
import { resolveNamespaces } from "./namespaceCheck";
import { type Properties, type ResourceHandler, toWire } from "./resourceHandler";
import { type RunnerInputs, runnerArguments } from "./runnerArguments";
import { adoptRunner, createRunner, registerRunner } from "./runnerCreation";
import { explainRefusedDelete } from "./runnerDeletion";
import {
  ATTRIBUTE_NAMES,
  type AttributeName,
  type RunnerState,
  attributesToPayload,
  detailsToState,
  stateOf,
} from "./runnerMapping";
import { RUNNER_DEFAULTS, runnerFailures, wayOf } from "./runnerRules";
import { givenTokenFailures, isOwnTokenDead } from "./runnerTokenCheck";
import { wireSecret } from "./secretWire";
import { isUnknown } from "./unknown";

/**
 * A CI runner of GitLab.
 *
 * Created by `POST /user/runners`, registered by `POST /runners` or adopted; read, updated and
 * deleted at `/runners/:id`.
 * @see https://docs.gitlab.com/api/runners/
 */
export function runnerHandler(context: () => Context): ResourceHandler {
  return {
    async check(olds, news) {
      const args = checkArguments<RunnerInputs>("Runner", runnerArguments, news);
      const failures = [...args.failures, ...runnerFailures(args, olds, Date.now())];
      const refused = await credentialFailures(context);
      if (refused.length > 0) return { inputs: news, failures: [...failures, ...refused] };

      const [namespaces, tokens] = await Promise.all([
        resolveNamespaces(context(), args.values),
        givenTokenFailures(context(), args.values),
      ]);
      const given = (name: keyof RunnerInputs): boolean =>
        name in args.values || args.unknown.has(name);
      const unknown = Object.fromEntries([...args.unknown].map((name) => [name, news[name]]));
      return {
        inputs: toWire({
          ...(wayOf(given) !== "adopt" && RUNNER_DEFAULTS),
          ...args.values,
          ...namespaces.resolved,
          ...unknown,
        }),
        failures: [...failures, ...namespaces.failures, ...tokens],
      };
    },

    async diff(id, olds, news) {
      const state = stateOf(olds);
      const replaces = await replacedArguments(context, state, id, news);
      if (replaces.length > 0) return { replaces };
      if (changedAttributes(state, news).length > 0 || bookkeepingChanged(state, news)) return {};
      return { changes: await isOwnTokenDead(context(), id, state) };
    },

    async create(inputs) {
      const values = inputs as Partial<RunnerInputs>;
      switch (wayOf((name) => values[name] !== undefined)) {
        case "adopt":
          return adoptRunner(context(), values);
        case "register":
          return registerRunner(context(), values);
        default:
          return createRunner(context(), values);
      }
    },

    async read(id, outputs) {
      const state = stateOf(outputs);
      const isNew = Object.keys(outputs).every((key) => key.startsWith("__") || key === "token");
      try {
        const runner = detailsToState(await context().lookups.runner(id));
        return { id, ...readResult(state, runner, isNew) };
      } catch (error) {
        if (error instanceof NotFoundError && !isNew) return {};
        throw error;
      }
    },

    async update(id, olds, news) {
      const { gitlab, lookups } = context();
      const state = stateOf(olds);
      const values = news as Partial<RunnerInputs>;
      const names = changedAttributes(state, news);
      lookups.forgetRunner(id);
      const seen =
        names.length > 0
          ? detailsToState(await gitlab.updateRunner(id, attributesToPayload(values, names)))
          : {};
      const kept = { ...state, ...withoutUndefined(seen), ...cleared(values, names) };
      const outs = { ...kept, ...values, __origin: originOf(state, values) };
      if (!(await isOwnTokenDead(context(), id, state))) return { outs: toWire(outs) };
      const { token, token_expires_at } = await gitlab.resetRunnerToken(id);
      return { outs: toWire({ ...outs, token, tokenExpiresAt: token_expires_at ?? undefined }) };
    },

    async delete(id, outputs) {
      const state = stateOf(outputs);
      if (state.__origin.way === "adopt" && state.deleteOnDestroy !== true) return;
      context().lookups.forgetRunner(id);
      try {
        await context().gitlab.deleteRunner(id);
      } catch (error) {
        if (error instanceof NotFoundError) return;
        throw error instanceof GitLabError ? explainRefusedDelete(error, id) : error;
      }
    },
  };
}
