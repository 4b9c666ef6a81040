import type { CheckFailure } from "../values/operation";
import { GitLabError, NotFoundError, PermissionError } from "../../gitlab";
import type { Context } from "../context/context";
import { failure } from "../values/checking";
import { noSuchNamespace } from "./namespaceCheck";
import { isMistake } from "./configurationMistakes";
import { hasScopeTo } from "./credentialCheck";
import { quotaFailures } from "./quotaCheck";

const OWNER = 50;

/** The group or project that a runner is to be created for or assigned to. */
export interface Target {
  readonly property: "groupId" | "projectId" | "projectIds";
  readonly kind: "group" | "project";
  readonly id: number;
}

/**
 * What GitLab would refuse when it creates a runner for a group or project, or assigns one: that it
 * isn't there, that the credential's role there is too low, that it has as many runners as it may.
 */
export async function targetFailures(context: Context, target: Target): Promise<CheckFailure[]> {
  const { settings, lookups, warn } = context;
  if (!settings.previewChecks) return [];
  if ((await hasScopeTo(context, "read groups and projects")) === false) {
    warn(
      `${settings.transport.tokenSource} has neither read_api nor api: the preview ` +
        "does not check whether groups and projects exist and accept runners",
    );
    return [];
  }
  const { property, kind, id } = target;
  try {
    // Who may list a project's runners may add one: both need the role Maintainer.
    await lookups.runnerCount(kind, id, { type: `${kind}_type` });
    const refused = kind === "group" ? await groupRoleFailures(context, target) : [];
    return refused.length > 0 ? refused : await quotaFailures(context, target);
  } catch (error) {
    if (error instanceof NotFoundError) {
      return [failure(property, noSuchNamespace(kind, id))];
    }
    if (error instanceof PermissionError && !isMistake(context, error) && !isAboutScope(error)) {
      return [failure(property, roleTooLow(context, target))];
    }
    if (!(error instanceof GitLabError) || isMistake(context, error)) throw error;
    warn(`${property}: could not check ${lookups.named(kind, id)}: ${error.message}`);
    return [];
  }
}

/** Maintainers may list a group's runners and not create any. */
async function groupRoleFailures(context: Context, target: Target): Promise<CheckFailure[]> {
  const { lookups, warn } = context;
  try {
    const { access_level: level } = await lookups.groupRole(target.id);
    if (level >= OWNER || (await lookups.user()).is_admin === true) return [];
    return [failure(target.property, roleTooLow(context, target))];
  } catch (error) {
    // No member: an administrator, or one through a group that this one is shared with.
    if (error instanceof NotFoundError) return [];
    if (!(error instanceof GitLabError) || isMistake(context, error)) throw error;
    warn(
      `${target.property}: could not read the user's role in ${lookups.named("group", target.id)}: ${error.message}`,
    );
    return [];
  }
}

function roleTooLow({ lookups }: Context, { kind, id }: Target): string {
  const role = kind === "group" ? "Owner" : "Maintainer";
  return (
    `the token's user may not manage the runners of ${lookups.named(kind, id)}: that needs the role ${role}. ` +
    "Give the user that role, or use another token"
  );
}

function isAboutScope({ reason }: PermissionError): boolean {
  return reason.includes("insufficient_scope");
}
