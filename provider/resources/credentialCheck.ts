import type { dynamic } from "@pulumi/pulumi";
import { AuthenticationError, ConfigurationError, GitLabError } from "../api";
import type { Context } from "../configure";

/**
 * What keeps every resource from working: a missing or wrong setting, or a credential that GitLab
 * does not accept. GitLab is asked once a process.
 */
export async function credentialFailures(context: () => Context): Promise<dynamic.CheckFailure[]> {
  try {
    const { settings, lookups, warn } = context();
    if (!settings.earlyAuthCheck) return [];
    await lookups.credential().catch((error: unknown) => {
      if (error instanceof AuthenticationError || !(error instanceof GitLabError)) throw error;
      warn(`the token could not be checked: ${error.message}`);
    });
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError || error instanceof AuthenticationError) {
      return [{ property: "", reason: error.message }];
    }
    throw error;
  }
}
