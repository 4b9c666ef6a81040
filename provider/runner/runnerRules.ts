import { type CheckedArguments, failure } from "../values/checking";
import type { Properties, CheckFailure } from "../values/operation";
import { ATTRIBUTE_NAMES, DECIDING_NAMES, foreignNames, originKindsOf } from "./argumentNames";
import type { OriginKind } from "./runnerArgument";
import { isTimed, misfitReason } from "./rotation";
import { type ArgumentName, type RunnerInputs, runnerArguments } from "./runnerArguments";

type Arguments = CheckedArguments<RunnerInputs>;

const MINUTE_MS = 60_000;
const EARLIEST_EXPIRY_MS = 5 * MINUTE_MS;

/** GitLab's defaults of the arguments that have one, so that leaving an argument out resets it. */
export const ARGUMENT_DEFAULTS: Properties = Object.fromEntries(
  ATTRIBUTE_NAMES.flatMap((name) => {
    const argument = runnerArguments[name];
    return "default" in argument ? [[name, argument.default]] : [];
  }),
);

/** The origin that the arguments decide; undefined when they decide none or several. */
export function originKindOf(given: (name: ArgumentName) => boolean): OriginKind | undefined {
  const origins = new Set(DECIDING_NAMES.filter(given).flatMap(originKindsOf));
  return origins.size === 1 ? [...origins][0] : undefined;
}

/** The origin that checked inputs decide; `check` refuses all but one. */
export function originKindOfInputs(inputs: Properties): OriginKind {
  return originKindOf((name) => inputs[name] != null) ?? "create";
}

/**
 * The rules of GitLab, and ours, that several arguments take part in.
 *
 * @param olds - the inputs of the last apply, empty for a runner that does not exist yet.
 * @see gitlab-org/gitlab lib/api/user_runners.rb and app/models/ci/runner.rb
 */
export function runnerFailures(
  args: Arguments,
  olds: Partial<RunnerInputs>,
  nowMs: number,
): CheckFailure[] {
  const given = (name: ArgumentName): boolean => Object.hasOwn(args.given, name);
  const failures = [
    ...originFailures(given),
    ...namespaceFailures(args.values, given),
    ...tokenKindFailures(args.values),
    ...tagFailures(args),
    ...expiryFailures(args, olds, nowMs),
    ...rotationFailures(args, olds, nowMs),
  ];
  return failures;
}

/** Why a runner of an origin does not take an argument. */
const FOREIGN: Readonly<Record<OriginKind, string>> = {
  create: "is for an adopted runner; a created one is deleted on destroy. Leave it out",
  register:
    "cannot be given with registrationToken, which decides whose runner it is. Leave it out, or " +
    "create the runner with runnerType",
  adopt:
    "cannot be given for an adopted runner: GitLab fixes it when a runner is created. Leave it out",
};

function originFailures(given: (name: ArgumentName) => boolean): CheckFailure[] {
  const kind = originKindOf(given);
  if (kind === undefined) {
    const several = DECIDING_NAMES.some(given);
    const choice =
      "runnerType creates a runner, registrationToken registers a runner, runnerId or " +
      "authenticationToken adopts an existing runner";
    return [
      failure(
        several ? "" : "runnerType",
        several
          ? `these arguments exclude one another: ${choice}. Give one`
          : `is missing: ${choice}`,
      ),
    ];
  }
  const failures = foreignNames(kind)
    .filter(given)
    .map((name) => failure(name, FOREIGN[kind]));
  if (kind === "adopt" && given("resetTokenOnAdopt") && given("authenticationToken")) {
    failures.push(
      failure(
        "resetTokenOnAdopt",
        "would make the authenticationToken invalid. Give only one of the two",
      ),
    );
  }
  return failures;
}

function namespaceFailures(
  { runnerType }: Partial<RunnerInputs>,
  given: (name: ArgumentName) => boolean,
): CheckFailure[] {
  if (runnerType === undefined) return [];
  const needed = {
    instance_type: undefined,
    group_type: "groupId",
    project_type: "projectId",
  } as const;
  const failures: CheckFailure[] = [];
  for (const name of ["groupId", "projectId"] as const) {
    if (needed[runnerType] === name && !given(name)) {
      failures.push(failure(name, `is missing: a runner of ${runnerType} belongs to one`));
    }
    if (needed[runnerType] !== name && given(name)) {
      failures.push(failure(name, `does not go with ${runnerType}. Leave it out`));
    }
  }
  return failures;
}

/** A token of the wrong kind is known by its prefix, without asking GitLab. */
function tokenKindFailures(values: Partial<RunnerInputs>): CheckFailure[] {
  const failures: CheckFailure[] = [];
  if (values.registrationToken !== undefined && /^glrtr?-/.test(values.registrationToken)) {
    failures.push(
      failure(
        "registrationToken",
        "is a runner authentication token (glrt-), which belongs to an existing runner. " +
          "To adopt that runner, give it as authenticationToken",
        { isSecret: true },
      ),
    );
  }
  if (values.authenticationToken !== undefined) {
    const kind = [
      [/^GR1348941/, "a registration token. Give it as registrationToken"],
      [
        /^glpat-/,
        "an access token. It belongs in gitlab:token; give the token of a runner (glrt-)",
      ],
    ] as const;
    for (const [prefix, text] of kind) {
      if (prefix.test(values.authenticationToken)) {
        failures.push(failure("authenticationToken", `is ${text}`, { isSecret: true }));
      }
    }
  }
  return failures;
}

function tagFailures({ given, values }: Arguments): CheckFailure[] {
  if (values.runUntagged !== false) return [];
  // Of one that is unknown or of the wrong shape nothing can be said here.
  if (given["tagList"] !== undefined && values.tagList?.length !== 0) return [];
  return [
    failure(
      "tagList",
      "is empty while runUntagged is false: the runner could take no job. Give a tag, or leave " +
        "runUntagged out",
    ),
  ];
}

/** GitLab judges these once, when it creates the runner; a stored value was accepted then. */
function expiryFailures(
  { given, values }: Arguments,
  olds: Partial<RunnerInputs>,
  nowMs: number,
): CheckFailure[] {
  const { tokenExpiresAt, tokenRotationDeadline } = values;
  const failures: CheckFailure[] = [];
  if (tokenExpiresAt !== undefined && tokenExpiresAt !== olds.tokenExpiresAt) {
    // How far ahead it may be, depends on GitLab's version and settings.
    if (Date.parse(tokenExpiresAt) - nowMs < EARLIEST_EXPIRY_MS) {
      failures.push(failure("tokenExpiresAt", "must be at least 5 minutes ahead"));
    }
  }
  if (tokenRotationDeadline !== undefined) {
    if (given["tokenExpiresAt"] === undefined) {
      failures.push(
        failure("tokenExpiresAt", "is missing: tokenRotationDeadline is given and needs it"),
      );
    }
    if (tokenRotationDeadline !== olds.tokenRotationDeadline) {
      if (Date.parse(tokenRotationDeadline) < nowMs) {
        failures.push(failure("tokenRotationDeadline", "is in the past"));
      }
      if (
        tokenExpiresAt !== undefined &&
        Date.parse(tokenRotationDeadline) > Date.parse(tokenExpiresAt)
      ) {
        failures.push(failure("tokenRotationDeadline", "is after tokenExpiresAt"));
      }
    }
  }
  return failures;
}

/** Rotations that a way of creation does not allow, or that would never end. */
function rotationFailures(
  { given, values }: Arguments,
  olds: Partial<RunnerInputs>,
  nowMs: number,
): CheckFailure[] {
  const { rotation } = values;
  if (rotation === undefined) return [];
  const fail = (reason: string): CheckFailure[] => [failure("rotation", reason)];
  const isReset = rotation.strategy === "reset";
  if (given["authenticationToken"] !== undefined)
    return fail(
      "would make the authenticationToken invalid. Leave it out, or adopt the runner by runnerId",
    );
  if (given["runnerId"] !== undefined && !isReset)
    return fail(
      "cannot replace an adopted runner, which the stack did not create. Give the strategy " +
        '"reset", or create the runner with runnerType',
    );
  if (given["tokenExpiresAt"] === undefined || !isTimed(rotation)) return [];
  if (!isReset)
    return fail(
      "does not go with tokenExpiresAt: the next runner's token would expire at the same time. " +
        "Leave tokenExpiresAt out; an administrator can set an expiry for all runners of a type",
    );
  const { tokenExpiresAt } = values;
  if (tokenExpiresAt === undefined || tokenExpiresAt === olds.tokenExpiresAt) return [];
  const reason = misfitReason(rotation, Date.parse(tokenExpiresAt) - nowMs);
  return reason === undefined ? [] : fail(reason);
}
