import type { Instance } from "../instance";
import type { Group, Runner, Settings } from "../store/records";
import type { Store } from "../store/store";
import { ancestorsOf } from "./namespaces";

const MIN_AHEAD_SECONDS = 5 * 60;
const DAY_SECONDS = 24 * 60 * 60;

type Owned = Pick<Runner, "runner_type" | "group_id" | "project_ids">;

/** When a token made now expires by the settings; null is never. */
export function expiryBySettings(runner: Owned, instance: Instance): string | null {
  const intervals = intervalsFor(runner, instance.store);
  if (intervals.length === 0) return null;
  return secondsAhead(Math.min(...intervals), instance.clock.now()).toISOString();
}

function intervalsFor(runner: Owned, store: Store): number[] {
  const given = (values: (number | null)[]): number[] => values.filter((value) => value !== null);
  const settings: Settings = store.settings;
  if (runner.runner_type === "instance_type")
    return given([settings.runner_token_expiration_interval]);
  if (runner.runner_type === "group_type") {
    const group = runner.group_id === null ? undefined : store.groups.get(runner.group_id);
    return given([
      settings.group_runner_token_expiration_interval,
      group?.runner_token_expiration_interval ?? null,
      ...ancestorsOf(group, store).map((above) => above.subgroup_runner_token_expiration_interval),
    ]);
  }
  return given([
    settings.project_runner_token_expiration_interval,
    ...runner.project_ids.flatMap((id) => {
      const project = store.projects.get(id);
      const group = project?.group_id == null ? undefined : store.groups.get(project.group_id);
      const above: Group[] = group ? [group, ...ancestorsOf(group, store)] : [];
      return [
        project?.runner_token_expiration_interval ?? null,
        ...above.map((each) => each.project_runner_token_expiration_interval),
      ];
    }),
  ]);
}

/** What is wrong with an explicit expiry (Premium), or undefined. */
export function explicitExpiryError(
  expiresAt: string | null,
  deadline: string | null,
  bySettings: string | null,
  { clock, features }: Instance,
): string | undefined {
  const now = clock.now();
  if (expiresAt !== null) {
    const expiry = Date.parse(expiresAt);
    if (expiry < secondsAhead(MIN_AHEAD_SECONDS, now).getTime())
      return "token_expires_at must be at least 5 minutes in the future";
    const latest = Math.min(
      secondsAhead(features.maxTokenExpiryDays * DAY_SECONDS, now).getTime(),
      bySettings === null ? Infinity : Date.parse(bySettings),
    );
    if (expiry > latest)
      return `token_expires_at is too far in the future (maximum is ${new Date(latest).toISOString()})`;
  }
  if (deadline === null) return undefined;
  if (expiresAt === null)
    return "token_expires_at is required when token_rotation_deadline is specified";
  if (Date.parse(deadline) < now.getTime()) return "token_rotation_deadline cannot be in the past";
  if (Date.parse(deadline) > Date.parse(expiresAt))
    return "token_rotation_deadline must be less than or equal to token_expires_at";
  return undefined;
}

/** Whether a runner's token is good no longer. */
export function isExpired(runner: Pick<Runner, "token_expires_at">, now: Date): boolean {
  return runner.token_expires_at !== null && Date.parse(runner.token_expires_at) <= now.getTime();
}

function secondsAhead(seconds: number, now: Date): Date {
  return new Date(now.getTime() + seconds * 1000);
}
