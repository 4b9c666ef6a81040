import { GitLabError } from "../../gitlab";
import type { Context } from "../context/context";
import { isMistake } from "./configurationMistakes";
import { scopeFailures } from "./credentialCheck";
import type { Properties, CheckFailure } from "../values/operation";
import type { RunnerInputs } from "../runner/runnerArguments";
import { targetFailures } from "./targetCheck";
import { warnOfUselessRunner } from "./uselessRunner";

/**
 * What GitLab would refuse when it creates the runner that checked arguments describe. A runner that
 * exists is not checked again, so that a preview without a change asks GitLab for nothing.
 *
 * @param olds - the inputs of the last apply, empty for a runner that does not exist yet.
 */
export async function creationFailures(
  context: Context,
  olds: Properties,
  values: Partial<RunnerInputs>,
): Promise<CheckFailure[]> {
  const { runnerType } = values;
  const fixed = ["runnerType", "groupId", "projectId"] as const;
  if (runnerType === undefined || fixed.every((name) => olds[name] === values[name])) return [];
  if (!context.settings.previewChecks) return [];
  const scope = await scopeFailures(context, "create runners");
  if (scope.length > 0) return scope;
  if (runnerType === "instance_type") {
    await warnUnlessAdministrator(context);
    return [];
  }
  const property = runnerType === "group_type" ? "groupId" : "projectId";
  const id = values[property];
  // A path that could not be looked up has its own warning.
  if (typeof id !== "number") return [];
  const kind = runnerType === "group_type" ? "group" : "project";
  const target = { property, kind, id } as const;
  const failures = await targetFailures(context, target);
  if (failures.length === 0) await warnOfUselessRunner(context, target);
  return failures;
}

/** A custom role of Ultimate may create instance runners too, so this is no failure. */
async function warnUnlessAdministrator(context: Context): Promise<void> {
  const { lookups, warn } = context;
  try {
    if ((await lookups.user()).is_admin === true) return;
    warn(
      "the token's user is not an administrator, and only administrators (and custom roles with " +
        "admin_runners) can create instance runners. With Admin Mode on, the token needs the scope admin_mode, too",
    );
  } catch (error) {
    // GitLab reports whose token it is only to scopes that a token for runners need not have.
    if (!(error instanceof GitLabError) || isMistake(context, error)) throw error;
  }
}
