import { GitLabError, GoneError, type NewRunner, PermissionError } from "../../gitlab";
import type { Context } from "../context/context";
import { sameArgument } from "../values/diffing";
import { presentInstance } from "../checks/instance";
import { PartialFailure } from "../values/partialFailure";
import type { Created, Properties, Resource } from "../values/operation";
import type { RunnerInputs } from "../runner/runnerArguments";
import { ATTRIBUTE_NAMES, ORIGIN_NAMES } from "../runner/argumentNames";
import {
  type Origin,
  attributesToPayload,
  creationToPayload,
  detailsToState,
  givenAttributes,
  outputsOf,
} from "../runner/runnerMapping";
import { obtainedToken } from "../runner/heldToken";
import { createSafely } from "./safeCreation";
import { removeMarker } from "./resolveOrphans";
import { managedTwice } from "../checks/twins";

type Values = Partial<RunnerInputs> & Properties;

/** `POST /user/runners`, and nothing else: a read of each new runner would double the requests of an up. */
export async function createRunner(
  context: Context,
  resource: Resource,
  inputs: Values,
): Promise<Created> {
  const { gitlab, lookups } = context;
  const groupId = await idOf(lookups.group, inputs.groupId);
  const projectId = await idOf(lookups.project, inputs.projectId);
  const values: Values = {
    ...inputs,
    ...(groupId !== undefined && { groupId }),
    ...(projectId !== undefined && { projectId }),
  };
  const noted = ORIGIN_NAMES.filter((name) => values[name] !== undefined);
  const origin: Origin = {
    way: "create",
    ...Object.fromEntries(noted.map((name) => [name, values[name]])),
  };
  const kept = {
    groupId,
    projectId,
    __details: {},
    __origin: origin,
    __instance: await presentInstance(context),
  };
  const { seen, __origin, ...registration } = await createSafely(context, {
    resource,
    values,
    kept,
    send: (note) =>
      gitlab
        .createRunner({ ...creationToPayload(values), ...note } as NewRunner)
        .catch((error: unknown) => {
          throw explainRefusedCreation(error, context, { groupId, projectId });
        }),
  });
  const { id } = registration;
  if (values.runnerType !== undefined)
    lookups.keepCreatedRunner(id, {
      runner_type: values.runnerType,
      locked: values.locked === true,
      projects: projectId === undefined ? [] : [{ id: projectId }],
    });
  return {
    id: String(id),
    outputs: outputsOf({
      id,
      active: values.paused !== true,
      isShared: values.runnerType === "instance_type",
      // GitLab's status of a runner whose gitlab-runner never contacted GitLab.
      status: "never_contacted",
      ...seen,
      ...values,
      ...kept,
      __origin,
      ...obtainedToken(registration),
    }),
  };
}

/** `POST /runners`. The registration token decides who owns the runner, so a read follows. */
export async function registerRunner(
  context: Context,
  resource: Resource,
  values: Values,
): Promise<Created> {
  const { gitlab } = context;
  const { registrationToken = "" } = values;
  const kept = {
    registrationToken,
    __origin: { way: "register" } satisfies Origin,
    __instance: await presentInstance(context),
  };
  const { seen, __origin, ...registration } = await createSafely(context, {
    resource,
    values,
    kept,
    send: (note) =>
      gitlab
        .registerRunner(registrationToken, {
          ...attributesToPayload(values, givenAttributes(values)),
          ...note,
        })
        .catch((error: unknown) => {
          throw explainRefusedRegistration(error);
        }),
  });
  const { id } = registration;
  const outs = { ...values, ...obtainedToken(registration), ...kept, __origin };
  try {
    const runner = seen ?? detailsToState(await gitlab.getRunner(id));
    return { id: String(id), outputs: outputsOf({ ...runner, ...outs }) };
  } catch (error) {
    throw new PartialFailure(String(id), outputsOf(outs), error as Error);
  }
}

/** Only administrators can read the settings that keep even an Owner from creating a runner. */
function explainRefusedCreation(
  error: unknown,
  { lookups }: Context,
  { groupId, projectId }: { groupId: number | undefined; projectId: number | undefined },
): unknown {
  if (!(error instanceof PermissionError && error.reason.includes("Insufficient permissions"))) {
    return error;
  }
  const ways =
    groupId !== undefined
      ? `the role Owner in ${lookups.named("group", groupId)}, and that neither the group, a group above it nor the ` +
        "instance has new group runners turned off (runner_registration_enabled, " +
        "valid_runner_registrars), which an administrator can look up"
      : projectId !== undefined
        ? `the role Maintainer in ${lookups.named("project", projectId)}, and that neither the project nor the instance ` +
          "has new project runners turned off (runner_registration_enabled, " +
          "valid_runner_registrars), which an administrator can look up"
        : "an administrator, with Admin Mode on also the scope admin_mode";
  return new GitLabError(`${error.message}: that needs ${ways}`, { cause: error });
}

function explainRefusedRegistration(error: unknown): unknown {
  if (error instanceof GoneError) {
    return new GitLabError(
      `${error.message}: registration tokens are turned off in GitLab, the default since ` +
        "17.0. Create the runner with runnerType instead of registrationToken",
      { cause: error },
    );
  }
  if (error instanceof PermissionError && error.reason.includes("invalid token supplied")) {
    return new GitLabError(
      `${error.message}: no instance, group or project that may register runners ` +
        "(valid_runner_registrars) has this registrationToken now. Use the current one from " +
        "Settings > CI/CD > Runners, or create the runner with runnerType",
      { cause: error },
    );
  }
  return error;
}

/** Adopts an existing runner: changes the declared settings that differ, and nothing else. */
export async function adoptRunner(
  context: Context,
  resource: Resource,
  values: Values,
): Promise<Created> {
  const { gitlab, lookups, warn } = context;
  const id = values.runnerId ?? (await idByToken(gitlab, values.authenticationToken ?? ""));
  refuseTwin(context, id, resource);
  const { runner: found, marker } = await lookups.markedRunner(id);
  const before = detailsToState(found);
  const managed = givenAttributes(values);
  const changed = managed.filter((name) => !sameArgument(before[name], values[name]));
  lookups.forgetRunner(id);
  const after =
    changed.length > 0
      ? detailsToState(await gitlab.updateRunner(id, attributesToPayload(values, changed)))
      : {};
  // A stack manages this runner now, so it is not lost, even if another stack created it.
  if (marker && !changed.includes("maintenanceNote")) await removeMarker(context, found);
  const reset = values.resetTokenOnAdopt === true ? await gitlab.resetRunnerToken(id) : undefined;
  const token = values.authenticationToken ?? reset?.token;
  if (token === undefined) {
    warn(
      `runner ${id} is adopted without its token, which GitLab shows only once. Give it as ` +
        "authenticationToken, or set resetTokenOnAdopt to get a new one",
    );
  }
  return {
    id: String(id),
    outputs: outputsOf({
      ...before,
      ...after,
      ...values,
      token,
      ...(reset && obtainedToken(reset)),
      __origin: { way: "adopt", managed: ATTRIBUTE_NAMES.filter((name) => managed.includes(name)) },
      __instance: await presentInstance(context),
    }),
  };
}

/** Only here does the id behind a token show, so `check` cannot refuse a second resource for one runner. */
function refuseTwin({ declarations }: Context, id: number, { urn }: Resource): void {
  const other = declarations.runners.declarerOf(String(id), urn);
  if (other) throw new GitLabError(`cannot adopt runner ${id}: ${managedTwice(id, other)}`);
}

async function idByToken(gitlab: Context["gitlab"], token: string): Promise<number> {
  const registration = await gitlab.verifyRunner(token);
  if (!registration) {
    throw new GitLabError("cannot adopt a runner: GitLab rejects its authenticationToken");
  }
  return registration.id;
}

/** An id as it is; for a path that `check` did not look up, the id that GitLab returns now. */
async function idOf(
  look: (path: string) => Promise<{ id: number }>,
  idOrPath: number | string | undefined,
): Promise<number | undefined> {
  return typeof idOrPath === "string" ? (await look(idOrPath)).id : idOrPath;
}
