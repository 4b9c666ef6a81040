import * as v from "valibot";
import { GitLabError } from "../../gitlab";
import { howToSet, settingName } from "../../gitlab/settings/settingNames";
import type { Context } from "../context/context";
import type { Difference, Properties } from "../values/operation";

/** The GitLab that a resource belongs to, as its state records it. */
export interface RecordedInstance {
  /** The root of GitLab, `https://gitlab.example.com`. */
  readonly address: string;
  /** Digests of the keys that it signs with; absent where GitLab did not show them. */
  readonly keys?: readonly string[] | undefined;
}

/** What a resource itself can show of the GitLab that it belongs to. */
export interface Evidence {
  /** Whether this GitLab accepts the resource's own secret; undefined where it has none. */
  readonly bySecret?: () => Promise<boolean | undefined>;
  /** Whether what never changes of it is the same here; undefined where that is not known. */
  readonly byDetails?: () => Promise<boolean | undefined>;
}

const recordedSchema = v.object({
  address: v.string(),
  keys: v.optional(v.array(v.string())),
});

/** The GitLab of a stored resource; undefined in a state that an earlier version wrote. */
export function recordedInstance(outputs: Properties): RecordedInstance | undefined {
  const { success, output } = v.safeParse(recordedSchema, outputs["__instance"]);
  return success ? output : undefined;
}

/** The GitLab that the configuration reaches, in the form in which a state records it. */
export async function presentInstance(context: Context): Promise<RecordedInstance> {
  const keys = await context.lookups.signingKeys();
  return { address: addressOf(context), ...(keys && { keys }) };
}

/** A resource of one GitLab. */
export interface InstanceResource {
  /** The resource as messages name it, `runner 5`. */
  readonly what: string;
  /** Undefined in a state that an earlier version wrote. */
  readonly recorded: RecordedInstance | undefined;
  readonly evidence?: Evidence;
}

/**
 * Whether a resource belongs to the GitLab that the configuration reaches.
 *
 * An address alone proves nothing: a GitLab can get another one, and another GitLab can get the
 * address. The resource's secret proves it, and so do the keys that the GitLab signs with. One
 * resource that proves it proves it for all others with the same record.
 *
 * @throws {GitLabError} when the evidence cannot be had, because GitLab cannot be reached.
 */
async function isOfThisGitLab(
  context: Context,
  { recorded, evidence: { bySecret, byDetails } = {} }: InstanceResource,
): Promise<boolean> {
  if (!recorded) return (await byDetails?.()) ?? (await bySecret?.()) ?? true;
  const record = JSON.stringify(recorded);
  if (context.provenInstances.has(record)) return true;
  const sameKeys = await hasKeyOf(context, recorded);
  const isSame =
    sameKeys === true ||
    (isAtSameAddress(context, recorded) && sameKeys === undefined) ||
    (await bySecret?.()) === true ||
    (await byDetails?.()) === true;
  if (isSame) context.provenInstances.add(record);
  return isSame;
}

/**
 * Refuses to go on with a resource of another GitLab.
 *
 * @throws {GitLabError} that names both and the way out.
 */
export async function requireThisGitLab(
  context: Context,
  resource: InstanceResource,
  operation: string,
): Promise<void> {
  if (!(await isOfThisGitLab(context, resource)))
    throw foreignResource(context, resource, operation);
}

/** The refusal to do something with a resource of another GitLab. */
export function foreignResource(
  context: Context,
  { what, recorded }: InstanceResource,
  operation: string,
): GitLabError {
  const { transport } = context.settings;
  const wayOut = recorded
    ? "Give the provider the address of the resource's GitLab and a token for it"
    : "If both are the same GitLab, pulumi refresh records it";
  const forget =
    operation === "delete"
      ? ", or leave it there and drop it from the state: " +
        howToSet(transport, "gitlab-runners:deleteUnreachable", "true")
      : "";
  return new GitLabError(
    `cannot ${operation} ${what}: it belongs to ${shownInstance(context, recorded)}, and ` +
      `${transport.baseUrlSource} names another GitLab, ${addressOf(context)}. Nothing was changed there. ` +
      `${wayOut}${forget}`,
  );
}

/**
 * Whether a deletion leaves a resource of another GitLab there, because the user said so.
 *
 * @throws {GitLabError} with that way out, where the user did not.
 */
export async function isLeftElsewhere(
  context: Context,
  resource: InstanceResource,
): Promise<boolean> {
  if (await isOfThisGitLab(context, resource)) return false;
  if (!context.settings.deleteUnreachable) throw foreignResource(context, resource, "delete");
  context.warn(
    `${resource.what} leaves the state and stays in ${shownInstance(context, resource.recorded)}, ` +
      `because ${settingName(context.settings.transport, "gitlab-runners:deleteUnreachable")} is true`,
  );
  return true;
}

/**
 * The replacement of a resource whose GitLab is another one; undefined where it is not.
 *
 * A preview without checks asks GitLab only where the address is another one than recorded: an
 * update or a deletion asks in any case.
 *
 * @throws {GitLabError} when the evidence cannot be had, because GitLab cannot be reached.
 */
export async function replacementElsewhere(
  context: Context,
  resource: InstanceResource,
): Promise<Difference | undefined> {
  const { what, recorded } = resource;
  if (!recorded) return undefined;
  if (!context.settings.previewChecks && isAtSameAddress(context, recorded)) return undefined;
  if (await isOfThisGitLab(context, resource)) return undefined;
  context.warn(
    `${what} belongs to ${shownInstance(context, recorded)}, and ${context.settings.transport.baseUrlSource} names ` +
      `${addressOf(context)}, another GitLab: up creates it there again. It deletes the old one only ` +
      "with a provider that still reaches the old GitLab. Otherwise the deletion fails and the old " +
      "one stays in the state",
  );
  return { changes: true, replaces: ["provider"] };
}

function shownInstance(context: Context, recorded: RecordedInstance | undefined): string {
  if (!recorded) return "a GitLab that the state does not name yet";
  return isAtSameAddress(context, recorded)
    ? `the GitLab that ${recorded.address} reached before`
    : recorded.address;
}

function isAtSameAddress(context: Context, { address }: RecordedInstance): boolean {
  return address === addressOf(context);
}

function addressOf({ settings }: Context): string {
  return settings.transport.apiUrl.replace(/\/api\/v4$/, "");
}

/** Whether this GitLab signs with a key of the recorded one; undefined where either is not known. */
async function hasKeyOf(
  { lookups }: Context,
  { keys }: RecordedInstance,
): Promise<boolean | undefined> {
  if (!keys) return undefined;
  const present = await lookups.signingKeys();
  return present?.some((key) => keys.includes(key));
}
