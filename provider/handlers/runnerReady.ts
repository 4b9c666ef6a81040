import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import { GitLabError, VERIFICATION_SYSTEM_ID } from "../../gitlab";
import { shown } from "../../gitlab/text/shown";
import { ASKED_VERSION } from "../../gitlab/text/versions";
import { unlessGone } from "../../gitlab/transport/unlessGone";
import { contextOfCheck } from "../checks/configurationMistakes";
import { credentialFailures } from "../checks/credentialCheck";
import {
  type InstanceResource,
  presentInstance,
  recordedInstance,
  replacementElsewhere,
  requireThisGitLab,
} from "../checks/instance";
import { missingRunnerFailures } from "../checks/missingRunnerCheck";
import type { Context } from "../context/context";
import { shownResource } from "../context/declarations";
import { type Demand, demandText } from "../readiness/readiness";
import { waitUntilReady } from "../readiness/readinessWait";
import { WITHOUT_SYSTEM_ID } from "../readiness/sightings";
import { idSchema, secretTextSchema, wholeNumberSchema } from "../values/argumentSchemas";
import {
  type ArgumentTable,
  type InputsOf,
  checkArguments,
  isInState,
  unknownArguments,
} from "../values/checking";
import { sameArgument } from "../values/diffing";
import { type Properties, type ResourceHandler, plain } from "../values/operation";
import { isUnknown } from "../values/unknown";

const LONGEST_SYSTEM_ID = 64;
const MOST_SYSTEM_IDS = 100;
const MOST_TRIGGERS = 100;
const LONGEST_TRIGGER = 10_000;
const MOST_MANAGERS = 10_000;
/** A day. */
const LONGEST_TIMEOUT_S = 86_400;

const versionMessage = 'must be a version of up to three numbers, such as "18", "18.4" or "18.4.1"';

const systemIdSchema = v.pipe(
  v.string("must hold texts only"),
  v.regex(
    /^[\x21-\x7e]+$/,
    'holds a text that is no system id, such as "s_c2d22f638c25": an empty one, or one with white ' +
      "space or other characters",
  ),
  v.maxLength(
    LONGEST_SYSTEM_ID,
    `holds a text that is longer than any system id (${LONGEST_SYSTEM_ID} characters)`,
  ),
  v.check(
    (id) => id !== VERIFICATION_SYSTEM_ID && id !== WITHOUT_SYSTEM_ID,
    ({ input }) => `holds ${shown(input)}, which is not the system id of one machine`,
  ),
);

/** The arguments of a wait. */
export const readyArguments = {
  runnerId: { schema: idSchema("runner"), required: true },
  token: { schema: secretTextSchema, secret: true },
  minManagers: {
    schema: wholeNumberSchema(
      MOST_MANAGERS,
      `must be a whole number of machines from 1 to ${MOST_MANAGERS}`,
    ),
  },
  minVersion: { schema: v.pipe(v.string(versionMessage), v.regex(ASKED_VERSION, versionMessage)) },
  systemIds: {
    schema: v.pipe(
      v.array(systemIdSchema, "must be a list of system ids"),
      v.transform((ids) => [...new Set(ids)]),
      v.maxLength(
        MOST_SYSTEM_IDS,
        ({ received }) => `has ${received} system ids; ${MOST_SYSTEM_IDS} are the most`,
      ),
    ),
  },
  timeout: {
    schema: wholeNumberSchema(
      LONGEST_TIMEOUT_S,
      `must be a whole number of seconds from 1 to ${LONGEST_TIMEOUT_S} (a day)`,
    ),
  },
  triggers: {
    schema: v.pipe(
      v.array(
        v.pipe(
          v.string("must hold texts only"),
          v.maxLength(LONGEST_TRIGGER, `holds a text of more than ${LONGEST_TRIGGER} characters`),
        ),
        "must be a list of texts",
      ),
      v.maxLength(
        MOST_TRIGGERS,
        ({ received }) => `has ${received} texts; ${MOST_TRIGGERS} are the most`,
      ),
    ),
  },
} as const satisfies ArgumentTable;

const DEFAULTS = { minManagers: 1, timeout: 600 } as const;

/** A change of one of these waits again. A change of `triggers` does, too. */
const AWAITED = ["token", "minManagers", "minVersion", "systemIds"] as const;

type ReadyInputs = InputsOf<typeof readyArguments>;
/** As `check` leaves them. */
type CheckedInputs = Pick<ReadyInputs, "runnerId" | keyof typeof DEFAULTS> & Partial<ReadyInputs>;

/**
 * That machines use a runner. GitLab has no such thing: to create it is to wait, and to delete it is
 * nothing. Its id is the runner's.
 * @see https://docs.gitlab.com/api/runners/#list-all-runner-managers
 */
export function runnerReadyHandler(context: () => Context): ResourceHandler {
  /** @returns the outputs of a wait that found the runner ready. */
  const wait = async (inputs: CheckedInputs, isTokenNew: boolean): Promise<Properties> => {
    const { runnerId, token, timeout } = inputs;
    const asked = { runnerId, demand: demandOf(inputs), token, isTokenNew, timeout };
    const readySystemIds = await waitUntilReady(context(), asked);
    const readyAt = new Date().toISOString();
    const __instance = await presentInstance(context());
    return plain({ ...inputs, readySystemIds, readyAt, __instance });
  };

  return {
    async check({ resource: { urn } }, olds, news) {
      const args = checkArguments("RunnerReady", readyArguments, news);
      const refused = await credentialFailures(context, olds);
      if (refused.length > 0) return { inputs: news, failures: [...args.failures, ...refused] };

      const { runnerId } = args.values;
      const missing =
        runnerId === undefined || olds["runnerId"] === runnerId
          ? []
          : await missingRunnerFailures(contextOfCheck(context(), olds), runnerId);
      const inputs = { ...DEFAULTS, ...args.values, ...unknownArguments(args) };
      const failures = [...args.failures, ...missing];
      if (!isInState(olds) && failures.length === 0) {
        // Which runner it is can be unknown yet.
        const who = urn === undefined ? "" : `${shownResource(urn)}: `;
        noteWait(context(), inputs, `${who}up waits`);
      }
      return { inputs: plain(inputs), failures };
    },

    async diff(_operation, id, olds, news) {
      const elsewhere = await replacementElsewhere(context(), instanceReady(id, olds));
      if (elsewhere) return elsewhere;
      // The check of the replacement says what it waits for.
      if (olds["runnerId"] !== news["runnerId"]) return { replaces: ["runnerId"] };
      const isAwaited = waitsAnew(olds, news);
      if (isAwaited) noteWait(context(), news, "up waits again");
      return { changes: isAwaited || olds["timeout"] !== news["timeout"] };
    },

    async create(_operation, inputs) {
      const checked = inputs as CheckedInputs;
      return { id: String(checked.runnerId), outputs: await wait(checked, false) };
    },

    async read({ isLookup }, id, state) {
      if (isLookup)
        throw new GitLabError(
          `cannot read the RunnerReady ${shown(id)}: it is a wait, which exists in no GitLab. ` +
            "Declare it instead",
        );
      await requireThisGitLab(context(), instanceReady(id, state), "read");
      const runner = await unlessGone(context().lookups.storedRunner(id));
      if (!runner) return undefined;
      const given = Object.keys(readyArguments).map((name) => [name, state[name]]);
      const outputs = plain({ ...state, __instance: await presentInstance(context()) });
      return {
        outputs,
        inputs: plain(Object.fromEntries(given) as Properties),
        secretInputs: ["token"],
      };
    },

    async update(_operation, id, olds, news) {
      await requireThisGitLab(context(), instanceReady(id, olds), "update");
      if (waitsAnew(olds, news))
        return wait(news as CheckedInputs, olds["token"] !== news["token"]);
      const { readySystemIds, readyAt } = olds;
      return plain({ ...news, readySystemIds, readyAt, __instance: recordedInstance(olds) });
    },

    renewed: (_operation, _id, olds, news) =>
      Promise.resolve(waitsAnew(olds, news) ? ["readySystemIds", "readyAt"] : []),

    // GitLab has nothing to delete.
    delete: () => Promise.resolve(),
  };
}

function instanceReady(id: string, outputs: Properties): InstanceResource {
  return { what: `the RunnerReady of runner ${id}`, recorded: recordedInstance(outputs) };
}

function demandOf({ minManagers, minVersion, systemIds = [] }: CheckedInputs): Demand {
  return { minManagers, minVersion, systemIds };
}

function waitsAnew(olds: Properties, news: Properties): boolean {
  return (
    AWAITED.some((name) => !sameArgument(olds[name], news[name])) ||
    !isDeepStrictEqual(olds["triggers"] ?? [], news["triggers"] ?? [])
  );
}

/**
 * Says in a preview what the apply waits for, as far as it is known before.
 *
 * @param waits - the beginning of the line.
 */
function noteWait({ note }: Context, inputs: Properties, waits: string): void {
  const { minManagers, minVersion, systemIds, timeout, runnerId } = inputs;
  if ([minManagers, minVersion, systemIds, timeout].some(isUnknown)) return;
  const runner = isUnknown(runnerId) ? "its runner" : `runner ${String(runnerId)}`;
  const demand = demandText(demandOf(inputs as CheckedInputs), runner);
  note(`${waits} until ${demand}, at most ${String(timeout)} s`);
}
