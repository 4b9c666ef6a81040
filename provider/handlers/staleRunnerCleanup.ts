import * as v from "valibot";
import { GitLabError } from "../../gitlab";
import { RUNNER_TYPES } from "../../gitlab/payloads/schemas";
import { shown } from "../../gitlab/text/shown";
import { tagListSchema } from "../../gitlab/text/texts";
import { contextOfCheck } from "../checks/configurationMistakes";
import { credentialFailures, scopeFailures } from "../checks/credentialCheck";
import {
  type InstanceResource,
  presentInstance,
  recordedInstance,
  replacementElsewhere,
  requireThisGitLab,
} from "../checks/instance";
import { resolveNamespaces } from "../checks/namespaceCheck";
import { type StaleDemand, type StaleRunner, findStaleRunners } from "../checks/staleRunners";
import { declarerOf } from "../checks/twins";
import type { Context } from "../context/context";
import {
  constantSchema,
  idOrPathSchema,
  idSchema,
  wholeNumberSchema,
} from "../values/argumentSchemas";
import { type ArgumentTable, checkArguments, failure } from "../values/checking";
import { sameArgument } from "../values/diffing";
import {
  type CheckFailure,
  type Properties,
  type ResourceHandler,
  plain,
} from "../values/operation";
import { PartialFailure } from "../values/partialFailure";
import { deleteListed } from "./staleDeletion";

/** Ten years. */
const MOST_DAYS = 3650;
const MOST_DELETIONS = 1000;
const MOST_KEPT = 10_000;
/** In the message of a failed apply. */
const MOST_REASONS = 10;
/** An online runner is not stale. */
const STATUSES = ["offline", "stale", "never_contacted"] as const;

/** The arguments of a cleanup. */
export const cleanupArguments = {
  groupId: { schema: idOrPathSchema("group") },
  projectId: { schema: idOrPathSchema("project") },
  runnerType: { schema: constantSchema(RUNNER_TYPES) },
  status: { schema: constantSchema(STATUSES) },
  tagList: { schema: tagListSchema },
  olderThanDays: {
    schema: wholeNumberSchema(
      MOST_DAYS,
      `must be a whole number of days from 1 to ${MOST_DAYS} (10 years)`,
    ),
  },
  maxDeletions: {
    schema: wholeNumberSchema(
      MOST_DELETIONS,
      `must be a whole number of runners from 1 to ${MOST_DELETIONS}`,
    ),
  },
  keepRunnerIds: {
    schema: v.pipe(
      v.array(idSchema("runner"), "must be a list of ids of runners"),
      v.maxLength(MOST_KEPT, ({ received }) => `has ${received} ids; ${MOST_KEPT} are the most`),
    ),
  },
} as const satisfies ArgumentTable;

const DEFAULTS = { olderThanDays: 30, maxDeletions: 10, keepRunnerIds: [] } as const;

/** A change of one of these is another cleanup. */
const PLACE = ["groupId", "projectId"] as const;

/** As `check` leaves them. */
type CheckedInputs = StaleDemand & {
  /** Absent where the program has the engine ignore it. */
  readonly staleRunners?: readonly StaleRunner[];
};

/**
 * That runners which GitLab has not heard of for long are deleted. `check` lists them, so that a preview shows
 * them, and an apply deletes those of the list that are still stale. GitLab has no such thing; its id is the
 * place whose runners it cleans up.
 * @see https://docs.gitlab.com/api/runners/#delete-a-runner-by-id
 */
export function staleRunnerCleanupHandler(context: () => Context): ResourceHandler {
  /** @returns the outputs. */
  const cleanUp = async (inputs: CheckedInputs, last: Properties): Promise<Properties> => {
    const listed = inputs.staleRunners ?? [];
    const { deleted, failed } = await deleteListed(context(), listed, inputs);
    const { deletedRunnerIds = [], deletedAt } = last;
    const outputs = plain({
      ...inputs,
      ...(deleted.length === 0
        ? { deletedRunnerIds, deletedAt }
        : { deletedRunnerIds: deleted, deletedAt: new Date().toISOString() }),
      __instance: await presentInstance(context()),
    });
    if (failed.size > 0) throw new PartialFailure(idOf(inputs), outputs, notDeleted(failed));
    return outputs;
  };

  return {
    async check({ resource }, olds, news) {
      const args = checkArguments("StaleRunnerCleanup", cleanupArguments, news);
      const refused = await credentialFailures(context, olds);
      const failures = [...args.failures, ...unknownFailures(args.unknown), ...refused];
      failures.push(...placeFailures(args.values));
      failures.push(...adoptedFailures(context(), args.values));
      if (failures.length > 0) return { inputs: news, failures };

      const { groupId, projectId, ...values } = args.values;
      const asking = contextOfCheck(context(), olds);
      asking.program.isRunning = true;
      const place = await resolveNamespaces(asking, {
        ...(groupId !== undefined && { groupId }),
        ...(projectId !== undefined && { projectId }),
      });
      failures.push(...place.failures);
      failures.push(...(await scopeFailures(asking, "read, update and delete runners")));
      if (failures.length > 0) return { inputs: news, failures };

      const inputs = { ...DEFAULTS, ...values, ...place.resolved };
      const self = declarerOf(resource, olds);
      const { stale, failures: unlisted } = await findStaleRunners(asking, inputs, self);
      return { inputs: plain({ ...inputs, staleRunners: stale }), failures: unlisted };
    },

    async diff(_operation, id, olds, news) {
      const elsewhere = await replacementElsewhere(context(), instanceCleanup(id, olds));
      if (elsewhere) return elsewhere;
      const replaces = PLACE.filter((name) => isElsewhere(olds[name], news[name]));
      if (replaces.length > 0) return { replaces };
      const isChanged = Object.keys(cleanupArguments)
        .filter((name) => !PLACE.some((each) => each === name))
        .some((name) => !sameArgument(olds[name], news[name]));
      // A refresh compares what the state has with itself, and what that lists has been dealt with.
      return { changes: isChanged || (context().program.isRunning && isAnyStale(news)) };
    },

    async create(_operation, news) {
      const inputs = news as unknown as CheckedInputs;
      return { id: idOf(inputs), outputs: await cleanUp(inputs, {}) };
    },

    async read({ isLookup }, id, state) {
      if (isLookup)
        throw new GitLabError(
          `cannot read the StaleRunnerCleanup ${shown(id)}: it is a rule of this package, which exists in ` +
            "no GitLab. Declare it instead",
        );
      await requireThisGitLab(context(), instanceCleanup(id, state), "read");
      const given = [...Object.keys(cleanupArguments), "staleRunners"].map((name) => [
        name,
        state[name],
      ]);
      const outputs = plain({ ...state, __instance: await presentInstance(context()) });
      return { outputs, inputs: plain(Object.fromEntries(given) as Properties) };
    },

    async update(_operation, id, olds, news) {
      await requireThisGitLab(context(), instanceCleanup(id, olds), "update");
      return cleanUp(news as unknown as CheckedInputs, olds);
    },

    renewed: (_operation, _id, _olds, news) =>
      Promise.resolve(isAnyStale(news) ? ["deletedRunnerIds", "deletedAt"] : []),

    // GitLab has nothing to delete.
    delete: () => Promise.resolve(),
  };
}

function instanceCleanup(id: string, outputs: Properties): InstanceResource {
  return { what: `the StaleRunnerCleanup of ${id}`, recorded: recordedInstance(outputs) };
}

function idOf({ groupId, projectId }: StaleDemand): string {
  if (groupId !== undefined) return `groups/${groupId}`;
  return projectId === undefined ? "instance" : `projects/${projectId}`;
}

/** A preview can only list what an apply deletes if it knows every argument. */
function unknownFailures(unknown: ReadonlySet<string>): CheckFailure[] {
  return [...unknown].map((name) =>
    failure(
      name,
      "is not known before the apply, so that no preview can list the runners that up would delete. Give a " +
        "value that is known, such as the full path of a group as a text",
    ),
  );
}

function placeFailures({ groupId, projectId, runnerType }: Partial<StaleDemand>): CheckFailure[] {
  if (groupId !== undefined && projectId !== undefined)
    return [failure("projectId", "cannot be given with groupId: a cleanup is for one of both")];
  const isOfPlace = groupId !== undefined || projectId !== undefined;
  if (isOfPlace && runnerType !== undefined)
    return [
      failure(
        "runnerType",
        "is for cleanups of the instance: a cleanup of a group takes group runners, and that of a project " +
          "project runners. Leave it out",
      ),
    ];
  return [];
}

/** A runner that the stack adopted has no mark of it in GitLab. */
function adoptedFailures(
  { creations }: Context,
  { keepRunnerIds }: Partial<StaleDemand>,
): CheckFailure[] {
  if (creations.isStateWhole() || keepRunnerIds !== undefined) return [];
  return [
    failure(
      "keepRunnerIds",
      "is missing: only a program in TypeScript or JavaScript shows which runners its stack has adopted. " +
        "Give the ids of these runners, or an empty list if there are none",
    ),
  ];
}

function isAnyStale(inputs: Properties): boolean {
  const { staleRunners = [] } = inputs as unknown as CheckedInputs;
  return staleRunners.length > 0;
}

/** A path that GitLab could not be asked for may be that of the same place. */
function isElsewhere(before: unknown, after: unknown): boolean {
  return before !== after && !(typeof before === "number" && typeof after === "string");
}

function notDeleted(failed: ReadonlyMap<number, string>): Error {
  const reasons = [...failed].map(([id, reason]) => `runner ${id}: ${reason}`);
  const rest = reasons.length - MOST_REASONS;
  const more = rest > 0 ? `; and ${rest} more` : "";
  return new Error(
    `GitLab did not delete ${failed.size === 1 ? "a stale runner" : `${failed.size} stale runners`}: ` +
      `${reasons.slice(0, MOST_REASONS).join("; ")}${more}. The next up tries again`,
  );
}
