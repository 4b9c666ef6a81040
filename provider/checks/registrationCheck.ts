import { GitLabError } from "../../gitlab";
import type { Context } from "../context/context";
import { failure, isInState } from "../values/checking";
import type { Properties, CheckFailure } from "../values/operation";
import type { RunnerInputs } from "../runner/runnerArguments";

/** Whose registration tokens GitLab's setting names. */
const REGISTRARS = ["group", "project"] as const;

/**
 * What GitLab's settings keep a registration token from, as far as they can be read: by administrators
 * only. Those who create runners by `runnerType` can read none that holds them up, and administrators,
 * who can, are not held up.
 *
 * @param olds - the inputs of the last apply: the token of a runner that exists is spent.
 * @see app/services/ci/runners/register_runner_service.rb in GitLab's source
 */
export async function registrationFailures(
  { settings, lookups, warn }: Context,
  olds: Properties,
  { registrationToken }: Partial<RunnerInputs>,
): Promise<CheckFailure[]> {
  if (registrationToken === undefined || isInState(olds) || !settings.previewChecks) return [];
  const instance = await lookups.applicationSettings().catch((error: unknown) => {
    if (error instanceof GitLabError) return undefined;
    throw error;
  });
  if (!instance) return [];
  const { allow_runner_registration_token: allowed, valid_runner_registrars: registrars } =
    instance;
  if (allowed === false) {
    return [
      failure(
        "registrationToken",
        "registration tokens are turned off in GitLab (allow_runner_registration_token), the default " +
          "since 17.0. Create the runner with runnerType, or turn them on in Admin > Settings > " +
          "CI/CD > Runners",
        { isSecret: true },
      ),
    ];
  }
  const refused = REGISTRARS.filter((kind) => registrars?.includes(kind) === false);
  if (refused.length > 0) {
    // Nothing reports whose token it is.
    warn(
      `registrationToken: GitLab refuses the token of a ${refused.join(" or ")} (valid_runner_registrars). ` +
        "If this is such a token, create the runner with runnerType, or allow it in Admin > Settings > CI/CD > Runners",
    );
  }
  return [];
}
