import {
  type ApplicationSettingsPayload,
  GitLabError,
  ResponseError,
  ServerError,
} from "../../gitlab";
import type { TokenExpirationIntervals } from "../../gitlab/endpoints/instance";
import { shown } from "../../gitlab/text/shown";
import { contextOfCheck } from "../checks/configurationMistakes";
import { credentialFailures } from "../checks/credentialCheck";
import {
  type InstanceResource,
  isLeftElsewhere,
  presentInstance,
  recordedInstance,
  replacementElsewhere,
  requireThisGitLab,
} from "../checks/instance";
import { checkedSettings, settingsFailures } from "../checks/settingsCheck";
import { declarerOf, isSettingKept, settingTwins } from "../checks/twins";
import type { Context } from "../context/context";
import { boundedNumberSchema } from "../values/argumentSchemas";
import {
  type ArgumentTable,
  type CheckedArguments,
  type InputsOf,
  checkArguments,
  failure,
  unknownArguments,
} from "../values/checking";
import {
  type CheckFailure,
  type Properties,
  type Resource,
  type ResourceHandler,
  plain,
} from "../values/operation";
import { PartialFailure } from "../values/partialFailure";

/** The least that GitLab documents, two hours, and the most that its database holds. */
const INTERVAL = boundedNumberSchema(
  7200,
  2_147_483_647,
  "must be a whole number of seconds, from 7200 (two hours) to 2147483647",
);

/** The intervals, by their arguments. */
export const lifetimeArguments = {
  runnerTokenExpirationInterval: { schema: INTERVAL },
  groupRunnerTokenExpirationInterval: { schema: INTERVAL },
  projectRunnerTokenExpirationInterval: { schema: INTERVAL },
} as const satisfies ArgumentTable;

type LifetimeInputs = Partial<InputsOf<typeof lifetimeArguments>>;
type IntervalName = keyof LifetimeInputs;

const SETTINGS = {
  runnerTokenExpirationInterval: "runner_token_expiration_interval",
  groupRunnerTokenExpirationInterval: "group_runner_token_expiration_interval",
  projectRunnerTokenExpirationInterval: "project_runner_token_expiration_interval",
} as const satisfies Record<IntervalName, keyof TokenExpirationIntervals>;
const NAMES = Object.keys(SETTINGS) as IntervalName[];

/** What a resource of a group or project would be declared by. */
const OTHER_TARGETS = ["groupId", "projectId"] as const;

/** Intervals by argument; null is for ever. */
type Intervals = Partial<Record<IntervalName, number | null>>;

interface LifetimesState extends LifetimeInputs {
  /** What GitLab had of each declared interval before the resource set it. */
  readonly __before: Intervals;
}

const ID = "instance";

/**
 * How long the tokens of runners live on an instance: three of GitLab's application settings.
 * @see https://docs.gitlab.com/api/settings/
 */
export function runnerTokenLifetimesHandler(context: () => Context): ResourceHandler {
  /**
   * Sends what is declared and what is put back. If it is not known whether GitLab has set it, the state gets
   * what was there before: a later read would find our own values.
   *
   * @returns the outputs.
   */
  const apply = async (inputs: Properties, before: Intervals, back: Intervals) => {
    const outputs = { ...pick(inputs), __instance: await presentInstance(context()) };
    try {
      await context().gitlab.updateApplicationSettings(settingsOf({ ...back, ...pick(inputs) }));
    } catch (error) {
      if (!(error instanceof Error) || isRefusal(error)) throw error;
      throw new PartialFailure(ID, plain({ ...outputs, __before: { ...back, ...before } }), error);
    }
    return plain({ ...outputs, __before: before });
  };

  return {
    async check({ resource }, olds, news) {
      const { rest, failures: targets } = withoutOtherTargets(news);
      const args = checkArguments("RunnerTokenLifetimes", lifetimeArguments, rest);
      const absent = targets.length > 0 ? [] : absence(args);
      const failures = [...targets, ...args.failures, ...absent];
      const refused = await credentialFailures(context, olds);
      if (refused.length > 0) return { inputs: news, failures: [...failures, ...refused] };

      const asking = contextOfCheck(context(), olds);
      const twins = settingTwins(asking, declarerOf(resource, olds), Object.keys(args.given));
      const isSame = NAMES.every((name) => olds[name] === rest[name]);
      const refusals = isSame ? [] : await settingsFailures(asking, Object.values(SETTINGS));
      if (!isSame && refusals.length === 0) await noteWhatStays(asking, olds, args.values);
      const inputs = plain({ ...args.values, ...unknownArguments(args) });
      return { inputs, failures: [...failures, ...twins, ...refusals] };
    },

    async diff(_operation, _id, olds, news) {
      const elsewhere = await replacementElsewhere(context(), instanceSettings(olds));
      if (elsewhere) return elsewhere;
      // Without a verdict of ours the engine compares the inputs and shows each that differs.
      return NAMES.some((name) => olds[name] !== news[name]) ? {} : { changes: false };
    },

    async create(_operation, inputs) {
      const found = intervalsOf(await context().gitlab.getApplicationSettings());
      const before = pick(found, Object.keys(pick(inputs)) as IntervalName[]);
      return { id: ID, outputs: await apply(inputs, before, {}) };
    },

    async read({ isLookup }, id, state) {
      if (id !== ID)
        throw new GitLabError(
          `there is no RunnerTokenLifetimes ${shown(id)}: its id is "${ID}", for the settings of the ` +
            "whole GitLab. GitLab has no API for the intervals of a group or a project",
        );
      if (!isLookup) await requireThisGitLab(context(), instanceSettings(state), "read");
      const found = intervalsOf(await context().gitlab.getApplicationSettings());
      const { __before } = stateOf(state);
      const managed = isLookup ? NAMES : (Object.keys(__before) as IntervalName[]);
      const intervals = pick(found, managed);
      const set = pick(
        intervals,
        managed.filter((name) => intervals[name] !== null),
      );
      if (isLookup && Object.keys(set).length === 0)
        throw new GitLabError(
          "GitLab has no expiration interval for the tokens of runners, so there is nothing to " +
            "import or to look up. Declare RunnerTokenLifetimes instead",
        );
      const outputs = plain({
        ...set,
        __before: isLookup ? set : __before,
        __instance: await presentInstance(context()),
      });
      // Without an input, the next check would take the resource for a new one.
      return { outputs, inputs: plain(isLookup ? set : intervals) };
    },

    async update(_operation, _id, olds, news) {
      await requireThisGitLab(context(), instanceSettings(olds), "update");
      const declared = Object.keys(pick(news)) as IntervalName[];
      const { __before: known } = stateOf(olds);
      const isNew = declared.some((name) => !(name in known));
      const found = isNew ? intervalsOf(await context().gitlab.getApplicationSettings()) : {};
      const before = { ...pick(found, declared), ...pick(known, declared) };
      const left = NAMES.filter((name) => name in known && !declared.includes(name));
      return apply(news, before, pick(known, left));
    },

    renewed: () => Promise.resolve([]),

    async delete({ resource }, _id, state) {
      if (await isLeftElsewhere(context(), instanceSettings(state))) return;
      const { __before } = stateOf(state);
      const back = withoutKept(context(), __before, resource);
      if (Object.keys(back).length > 0)
        await context().gitlab.updateApplicationSettings(settingsOf(back));
    },
  };
}

/** GitLab has no API for the intervals of a group or project, and leaving the argument out would hide that. */
function withoutOtherTargets(news: Properties): { rest: Properties; failures: CheckFailure[] } {
  const { groupId, projectId, ...rest } = news;
  const given: Properties = { groupId, projectId };
  const failures = OTHER_TARGETS.filter((name) => given[name] != null).map((name) =>
    failure(
      name,
      `GitLab has no API that sets the intervals of a ${name === "groupId" ? "group" : "project"}: leave ` +
        `${name} out to set those of the whole GitLab, or set the interval on GitLab's pages ` +
        "(https://docs.gitlab.com/ci/runners/configure_runners/)",
    ),
  );
  return { rest, failures };
}

/** A resource without intervals would manage nothing. */
function absence({ given }: Pick<CheckedArguments<unknown>, "given">): CheckFailure[] {
  if (NAMES.some((name) => name in given)) return [];
  return [
    failure(
      "",
      `declares no interval. Give it ${NAMES.slice(0, -1).join(", ")} or ${NAMES.at(-1) ?? ""}`,
    ),
  ];
}

/** GitLab has not done what it refused; a proxy's error may follow what it did. */
function isRefusal(error: Error): boolean {
  return error instanceof ResponseError && !(error instanceof ServerError);
}

/** An interval that is set already stays when the resource goes, even if an apply that was killed set it. */
async function noteWhatStays(
  context: Context,
  olds: Properties,
  declared: Properties,
): Promise<void> {
  const settings = await checkedSettings(context);
  if (!settings) return;
  const found = intervalsOf(settings);
  for (const name of NAMES.filter((each) => !(each in olds)))
    if (declared[name] !== undefined && declared[name] === found[name])
      context.note(
        `${name}: GitLab has it already, so a destroy leaves it. If an interrupted up of this stack set it, ` +
          "first set it in GitLab to what it was before",
      );
}

/** What a deletion puts back: not what another resource of the program sets. */
function withoutKept(context: Context, before: Intervals, resource: Resource): Intervals {
  return pick(
    before,
    (Object.keys(before) as IntervalName[]).filter(
      (name) => !isSettingKept(context, name, resource),
    ),
  );
}

function intervalsOf(settings: ApplicationSettingsPayload): Intervals {
  return Object.fromEntries(NAMES.map((name) => [name, settings[SETTINGS[name]] ?? null]));
}

function settingsOf(intervals: Intervals): TokenExpirationIntervals {
  return Object.fromEntries(
    NAMES.filter((name) => name in intervals).map((name) => [SETTINGS[name], intervals[name]]),
  );
}

/** The intervals among properties, of those that are asked for. */
function pick(values: Properties | Intervals, names: readonly IntervalName[] = NAMES): Intervals {
  const all = values as Properties;
  return Object.fromEntries(
    names.filter((name) => all[name] !== undefined).map((name) => [name, all[name]]),
  );
}

function instanceSettings(outputs: Properties): InstanceResource {
  return { what: "the RunnerTokenLifetimes", recorded: recordedInstance(outputs) };
}

/** Reads stored outputs. They were written by this package, by this version or an earlier one. */
function stateOf(outputs: Properties): LifetimesState {
  return { __before: {}, ...outputs };
}
