import { GitLabError } from "../../gitlab";
import type { Context } from "../context/context";
import { contextOfCheck, isMistake } from "./configurationMistakes";
import type { Properties, CheckFailure } from "../values/operation";

const DAY_MS = 24 * 60 * 60 * 1000;
const EXPIRY_WARNING_DAYS = 7;

/** What a credential is needed for, and the scopes of which it must have one. */
const SCOPES = {
  "create runners": ["create_runner", "api"],
  "read, update and delete runners": ["manage_runner", "api"],
  "assign runners to projects": ["api"],
  "change the settings of GitLab": ["api"],
  "read groups and projects": ["read_api", "api"],
} as const;
export type Need = keyof typeof SCOPES;

/**
 * What keeps every resource from working: a missing or wrong setting, an address where there is no
 * GitLab, or a credential that it does not accept. GitLab is asked once a process.
 *
 * @param olds - the inputs of the last apply, empty for a resource that does not exist yet.
 */
export async function credentialFailures(
  context: () => Context,
  olds: Properties,
): Promise<CheckFailure[]> {
  try {
    const asking = contextOfCheck(context(), olds);
    const { settings, lookups, warn } = asking;
    if (!settings.earlyAuthCheck) return [];
    await lookups.credential().then(
      (token) => {
        warnOfExpiry(token?.expires_at ?? undefined, asking);
      },
      (error: unknown) => {
        if (!(error instanceof GitLabError) || isMistake(asking, error)) throw error;
        warn(`could not check the token: ${error.message}`);
      },
    );
    return [];
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    return [{ property: "", reason: error.message }];
  }
}

/** @param expiresAt - a date, at whose beginning (UTC) GitLab stops accepting the token. */
function warnOfExpiry(expiresAt: string | undefined, { settings, warn }: Context): void {
  if (expiresAt === undefined) return;
  const days = (Date.parse(expiresAt) - Date.now()) / DAY_MS;
  if (days >= EXPIRY_WARNING_DAYS) return;
  warn(
    `${settings.transport.tokenSource} expires on ${expiresAt.slice(0, 10)}. ` +
      "Rotate it before that day, or this stack can no longer reach its runners",
  );
}

/**
 * Whether the credential's scopes suffice for something; undefined where they are not known: the
 * check is off or could not be made, or the permissions are not by scope.
 */
export async function hasScopeTo(
  { settings, lookups }: Context,
  need: Need,
): Promise<boolean | undefined> {
  if (!settings.earlyAuthCheck) return undefined;
  const scopes = await lookups.credential().then(
    (token) => token?.scopes,
    (error: unknown) => {
      // `credentialFailures` has said why.
      if (error instanceof GitLabError) return undefined;
      throw error;
    },
  );
  if (scopes === undefined || scopes.includes("granular")) return undefined;
  return SCOPES[need].some((scope) => scopes.includes(scope));
}

/** A failure where the credential is known to lack the scope for something. */
export async function scopeFailures(context: Context, need: Need): Promise<CheckFailure[]> {
  if ((await hasScopeTo(context, need)) !== false) return [];
  const { tokenSource } = context.settings.transport;
  const token = await context.lookups.credential();
  return [
    {
      property: "",
      reason:
        `${tokenSource} has the scopes ${token?.scopes.join(", ") ?? ""}; to ${need} ` +
        `it needs ${SCOPES[need].join(" or ")}. Use another token`,
    },
  ];
}
