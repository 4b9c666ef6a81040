import { type ApplicationSettingsPayload, GitLabError, PermissionError } from "../../gitlab";
import type { Context } from "../context/context";
import { failure } from "../values/checking";
import type { CheckFailure } from "../values/operation";
import { isMistake } from "./configurationMistakes";
import { scopeFailures } from "./credentialCheck";

/**
 * What keeps the credential from changing settings of GitLab: its scope, that its user is no administrator,
 * or a GitLab that does not have them.
 *
 * @param names - the settings, by GitLab's names.
 */
export async function settingsFailures(
  context: Context,
  names: readonly (keyof ApplicationSettingsPayload)[],
): Promise<CheckFailure[]> {
  const { settings, lookups, warn } = context;
  if (!settings.previewChecks) return [];
  const scope = await scopeFailures(context, "change the settings of GitLab");
  if (scope.length > 0) return scope;
  try {
    const present = await lookups.applicationSettings();
    const missing = names.filter((name) => present[name] === undefined);
    if (missing.length === 0) return [];
    return [
      failure("", `this GitLab has no setting ${missing.join(", ")}. Update GitLab to 15 or later`),
    ];
  } catch (error) {
    if (error instanceof PermissionError && !isMistake(context, error))
      return [
        failure(
          "",
          "only administrators can change the settings of GitLab, and the token's user is none. Use the " +
            "token of an administrator; with Admin Mode on, it needs the scope admin_mode, too",
        ),
      ];
    if (!(error instanceof GitLabError) || isMistake(context, error)) throw error;
    warn(`could not read the settings of GitLab: ${error.message}`);
    return [];
  }
}

/** The settings as {@link settingsFailures} read them; undefined if it did not read them. */
export async function checkedSettings({
  settings,
  lookups,
}: Context): Promise<ApplicationSettingsPayload | undefined> {
  if (!settings.previewChecks) return undefined;
  return lookups.applicationSettings().catch((error: unknown) => {
    // `settingsFailures` has said why they cannot be read.
    if (error instanceof GitLabError) return undefined;
    throw error;
  });
}
